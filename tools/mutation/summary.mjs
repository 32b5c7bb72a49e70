/** What a report of Stryker says, for people. Its statuses: https://stryker-mutator.io/docs/mutation-testing-elements/mutant-states-and-metrics */

export const THRESHOLD = 80;

const KILLED = ['Killed', 'Timeout'];
const SURVIVED = ['Survived', 'NoCoverage'];

const mutantsOf = (files) => Object.values(files).flatMap(({ mutants }) => mutants);

/** Mutants that cannot be loaded (`RuntimeError`) or are excused in the source (`Ignored`) count for neither side. */
export function countsOf(files) {
  const mutants = mutantsOf(files);
  const count = (statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
  const [killed, survived] = [count(KILLED), count(SURVIVED)];
  const excused = mutants.length - killed - survived;
  return { mutants: mutants.length, killed, survived, excused, score: (100 * killed) / (killed + survived) };
}

/** One line each: where, what stood there, and what may stand there without any test noticing. */
export function survivorsOf(files) {
  const lines = Object.entries(files).flatMap(([path, { source, mutants }]) =>
    mutants
      .filter(({ status }) => SURVIVED.includes(status))
      .map(({ status, mutatorName, replacement, location: { start, end } }) => {
        const original = cut(source, start, end);
        const uncovered = status === 'NoCoverage' ? ' (not reached)' : '';
        return `${path}:${start.line}:${start.column} ${mutatorName}${uncovered}: ${short(original)} → ${short(replacement ?? '')}`;
      }),
  );
  return lines.join('\n');
}

const short = (text) => text.replaceAll(/\s+/g, ' ').slice(0, 100);

/** Lines and columns count from one. */
function cut(source, start, end) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  return lines.join('\n');
}

export const tableOf = (rows) =>
  [
    '| area | mutants | killed | survived | not counted | score |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ({ name, mutants, killed, survived, excused, score }) =>
        `| ${name} | ${mutants} | ${killed} | ${survived} | ${excused} | ${score.toFixed(1)} % |`,
    ),
  ].join('\n');
