// A network in a state of its own, beside the visitor's, which stays as it is: new weights, or some set by hand.

import type { DigitRunInfo, DigitTraining, WeightChange } from '../../../workers/rpc/api/lab-api.ts';
import type { DigitStore } from './digit-store.ts';

export interface StagedState {
  readonly from: 'current' | 'fresh';
  /** Settings that differ from those of the visitor's network. */
  readonly training?: Partial<DigitTraining>;
  readonly changes?: readonly WeightChange[];
}

/** Holds one comparison run of the worker, which discards it with the visitor's network. */
export class StagedNetwork {
  readonly #digits: { readonly store: DigitStore };
  #opened?: { readonly key: string; readonly run?: DigitRunInfo; readonly id: Promise<number> };

  constructor(digits: { readonly store: DigitStore }) {
    this.#digits = digits;
  }

  /** The comparison run in this state: the same one until name or network change. */
  open(name: string, state: () => StagedState | Promise<StagedState>): Promise<number> {
    const { run } = this.#digits.store.value;
    const opened = this.#opened;
    const isCurrent = opened?.key === name && opened.run === run;
    if (isCurrent) return opened.id;
    this.close();
    const id = this.#start(state());
    this.#opened = { key: name, run, id };
    id.catch(() => {
      if (this.#opened?.id === id) this.#opened = undefined;
    });
    return id;
  }

  close(): void {
    const opened = this.#opened;
    this.#opened = undefined;
    if (!opened || opened.run !== this.#digits.store.value.run) return;
    void opened.id
      .then((comparisonRun) => this.#digits.store.client.lens('end-comparison-run', { comparisonRun }))
      .catch(() => undefined);
  }

  async #start(state: StagedState | Promise<StagedState>): Promise<number> {
    const { from, training, changes } = await state;
    const request = { from, ...(training && { training }), ...(changes && { changes: [...changes] }) };
    return (await this.#digits.store.client.lens('start-comparison-run', request)).comparisonRun;
  }
}
