// The last snapshot of a run, held by the page: a new worker resumes from it after a crash.

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

  /** Another run replaces it. */
  clear(): void {
    this.#latest = undefined;
  }

  /** Clears after success, unless a newer snapshot has arrived; a failure keeps the previous run. */
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
