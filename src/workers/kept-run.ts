// A run as it was a while ago, kept on the page's side so that a new worker can go on from it after a crash.

import type { RunEvent } from './run-api.ts';

/** Milliseconds between two savings: reading the weights back takes time from training. */
const SAVE_EVERY = 10_000;

interface Kept {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly step: number;
  readonly time: number;
}

export class KeptRun {
  readonly #save: () => Promise<Uint8Array<ArrayBuffer>>;
  #kept?: Kept;
  /** Of the current run, as far as the worker has told. */
  #step = 0;
  /** Counts runs: what was asked of one before is not kept as this one. */
  #run = 0;

  constructor(save: () => Promise<Uint8Array<ArrayBuffer>>) {
    this.#save = save;
  }

  get latest(): Kept | undefined {
    return this.#kept;
  }

  /** Another run takes its place. */
  forget(): void {
    this.#run += 1;
    this.#kept = undefined;
  }

  /** Saves it when it stops, and now and then while it is trained. */
  hear(
    event:
      | RunEvent<{ step: number }, { readonly step: number }>
      | { type: 'engine' | 'edits' | 'data' | 'weights' },
  ): void {
    if (event.type === 'run') this.#step = event.run.step;
    if (event.type === 'progress') this.#step = event.progress.step;
    const stopped = event.type === 'state' && (event.state === 'paused' || event.state === 'finished');
    const due = performance.now() - (this.#kept?.time ?? -Infinity) >= SAVE_EVERY;
    if (stopped || (event.type === 'evaluation' && due)) void this.#keep();
  }

  async #keep(): Promise<void> {
    const [run, step] = [this.#run, this.#step];
    // A run that cannot be saved just now is no reason to disturb anybody: the one saved before is kept.
    const bytes = await this.#save().catch(() => undefined);
    if (bytes && run === this.#run) this.#kept = { bytes, step, time: performance.now() };
  }
}
