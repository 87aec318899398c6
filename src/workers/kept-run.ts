// A run as the worker last took it down, held on the page's side so that a new worker can go on from it after a crash.

import type { Network, RunsEvent } from './lab-api.ts';

export type TakenRun = Extract<RunsEvent, { type: 'taken' }>;

export class KeptRun {
  readonly #network: Network;
  #latest?: TakenRun;

  constructor(network: Network) {
    this.#network = network;
  }

  get latest(): TakenRun | undefined {
    return this.#latest;
  }

  /** Another run takes its place. */
  forget(): void {
    this.#latest = undefined;
  }

  /** The same once it has, unless that one was taken down already; until then the run of before may be needed. */
  async replacedBy<Made>(making: Promise<Made>): Promise<Made> {
    const before = this.#latest;
    const made = await making;
    if (this.#latest === before) this.forget();
    return made;
  }

  hear(event: RunsEvent): void {
    if (event.type === 'taken' && event.network === this.#network) this.#latest = event;
  }
}
