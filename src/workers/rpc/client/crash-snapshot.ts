// A run as the worker last took it down, held on the page's side so that a new worker can go on from it after a crash.

import type { NetworkKind, RunLibraryEvent } from '../api/lab-api.ts';

export type SnapshotEvent = Extract<RunLibraryEvent, { type: 'snapshot' }>;

export class CrashSnapshot {
  readonly #network: NetworkKind;
  #latest?: SnapshotEvent;

  constructor(network: NetworkKind) {
    this.#network = network;
  }

  get latest(): SnapshotEvent | undefined {
    return this.#latest;
  }

  /** Another run takes its place. */
  clear(): void {
    this.#latest = undefined;
  }

  /** The same once it has, unless that one was taken down already; until then the run of before may be needed. */
  async clearAfter<Made>(making: Promise<Made>): Promise<Made> {
    const before = this.#latest;
    const made = await making;
    if (this.#latest === before) this.clear();
    return made;
  }

  handleEvent(event: RunLibraryEvent): void {
    if (event.type === 'snapshot' && event.network === this.#network) this.#latest = event;
  }
}
