/** Who asks for what is being asked already waits for the same answer. */
export class SharedCalls<T> {
  private readonly underWay = new Map<string, Promise<T>>();

  get(key: string, call: () => Promise<T>): Promise<T> {
    const running = this.underWay.get(key);
    if (running) return running;
    const started = call().finally(() => this.underWay.delete(key));
    this.underWay.set(key, started);
    return started;
  }
}
