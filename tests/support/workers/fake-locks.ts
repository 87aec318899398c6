// Web Locks whose present holders can all be ended at once, as the browser ends those of a worker.

export class FakeLocks {
  readonly #queues = new Map<string, Promise<unknown>>();
  #ends: (() => void)[] = [];

  /** Grants each lock to one holder at a time, in order. */
  readonly request = (async (name: string, ...rest: unknown[]) => {
    const hold = rest.at(-1) as () => unknown;
    const ended = new Promise<void>((resolve) => this.#ends.push(resolve));
    const held = (this.#queues.get(name) ?? Promise.resolve()).then(() => Promise.race([hold(), ended]));
    this.#queues.set(name, held);
    return held;
  }) as LockManager['request'];

  endHolders(): void {
    for (const end of this.#ends.splice(0)) end();
  }
}
