// Weights and biases edited by hand, with undo.

import type { ReactiveControllerHost } from 'lit';
import type {
  DigitLayerWeights,
  DigitRunInfo,
  DigitWeight,
  WeightChange,
} from '../../../workers/rpc/api/lab-api.ts';
import type { DigitStore } from '../../state/digits/digit-store.ts';

/** Original values of the edited weights, with the network and step that they belong to. */
interface Original {
  readonly run: DigitRunInfo;
  readonly step: number;
  readonly weights: ReadonlyMap<string, WeightChange>;
}

export class ManualEdits {
  readonly #host: ReactiveControllerHost;
  readonly #digits: { readonly store: DigitStore };
  #original?: Original;

  constructor(host: ReactiveControllerHost, digits: { readonly store: DigitStore }) {
    this.#host = host;
    this.#digits = digits;
  }

  /** Whether there are edits to undo. Replacing or training the network discards them. */
  get hasEdits(): boolean {
    const { run, step } = this.#digits.store.value;
    return this.#original?.run === run && this.#original?.step === step;
  }

  /** `weights` are the network's own, as last fetched; the values before the first edit are saved. */
  async set(changes: readonly WeightChange[], weights: readonly DigitLayerWeights[]): Promise<void> {
    const { run, step } = this.#digits.store.value;
    if (!run) return;
    const before = new Map(this.hasEdits ? this.#original?.weights : []);
    for (const change of changes) {
      const key = [change.layer, change.neuron, change.from].join(' ');
      if (!before.has(key)) before.set(key, { ...change, value: weightAt(weights, change) });
    }
    this.#setOriginal({ run, step, weights: before });
    await this.#digits.store.client.setWeights(changes);
  }

  async undo(): Promise<void> {
    if (!this.#original || !this.hasEdits) return;
    const { weights } = this.#original;
    this.#setOriginal(undefined);
    await this.#digits.store.client.setWeights([...weights.values()]);
  }

  #setOriginal(original: Original | undefined): void {
    this.#original = original;
    this.#host.requestUpdate();
  }
}

function weightAt(layers: readonly DigitLayerWeights[], { layer, neuron, from }: DigitWeight): number {
  const { weights, biases } = layers[layer - 1];
  return from === undefined ? biases.data[neuron] : weights.data[neuron * weights.shape[1] + from];
}
