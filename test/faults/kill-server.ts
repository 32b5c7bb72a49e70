import { moment, type Stage } from './stage.js';

export interface ServerKills {
  readonly kills: number;
  readonly acknowledged: number;
  readonly doubted: number;
  readonly resent: number;
  readonly replayed: number;
  /** Runs without their weather in the end. */
  readonly pending: number;
  readonly faults: readonly string[];
}

/** Kills the server with SIGKILL while members write, starts it again, and compares what is there with what was answered. */
export async function killServer(
  stage: Stage,
  kills: number,
  tell: (line: string) => void = () => undefined,
): Promise<ServerKills> {
  const { journal, writers } = stage;
  for (let round = 1; round <= kills; round += 1) {
    const writing = writers.write(stage.server.url);
    await moment(50, 1200);
    await stage.server.stop('SIGKILL');
    await writing;
    await stage.startServer();
    await stage.check();
    await writers.sendAgain(stage.server.url);
    if (round % 10 === 0 || journal.faults.length > 0)
      tell(`${round} kills, ${journal.acknowledged} acknowledged, ${journal.faults.length} faults`);
    if (journal.faults.length > 0) break;
  }
  const pending = await stage.finishJobs(120);
  await stage.check();
  const { acknowledged, doubted, faults } = journal;
  return {
    kills,
    acknowledged,
    doubted,
    resent: writers.resent,
    replayed: writers.replayed,
    pending,
    faults,
  };
}
