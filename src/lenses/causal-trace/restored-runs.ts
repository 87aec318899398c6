// Runs of a prompt with noise on its subject and one state of the clean run restored. A state changes nothing below its layer, so
// the whole network runs once a sample, and a restored run starts at the layer of its state.

import { elementCount } from '../../kernels/shape.ts';
import {
  type ActivationName,
  activationNames,
  activationShape,
  hasActivation,
} from '../../model/architecture/activations.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import { paddedLength } from '../../model/architecture/context-window.ts';
import { softmax } from '../../model/generation/sampler.ts';
import { rowsAtOnce } from '../../model/inspection/inspect-in-batches.ts';
import type { AffineIntervention, Inspector, NDArray } from '../../model/inspection/inspector.ts';
import type { Job } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';

/** A state (B, T, C) that is restored, one position at a time. */
export interface TraceState {
  readonly name: ActivationName;
  readonly kind: 'embedding' | 'attention' | 'mlp' | 'residual';
  readonly layer: number;
}

export interface TracePrompt {
  /** At most the context. */
  readonly tokens: readonly number[];
  /** Positions of the subject's first and last token. */
  readonly subject: { readonly first: number; readonly last: number };
  /** The token whose probability is measured; the most probable one without it. */
  readonly answer?: number;
}

export interface Noise {
  /** Runs with different noise; their probabilities are averaged. */
  readonly samples: number;
  /** The standard deviation of each number of the noise. */
  readonly standardDeviation: number;
  readonly seed: number;
  /** Prompts of different streams have independent noise. */
  readonly stream?: number;
}

/** Rows of a restored run. */
const MAX_ROWS = 64;
/** Numbers in the activations of a restored run, of which two programs are kept: 256 MiB together. */
const MAX_NUMBERS = 2 ** 25;

type Activations = ReadonlyMap<ActivationName, NDArray>;
type Interventions = ReadonlyMap<ActivationName, AffineIntervention>;

/** One row of a restored run: a sample of the noise, and the position that is restored. */
interface RestoredRow {
  readonly sample: number;
  readonly position: number;
}

/** The residual stream that enters a layer; that which leaves the last one for L. */
const entering = ({ L }: ModelConfig, layer: number): ActivationName =>
  layer < L ? `blocks.${layer}.hook_resid_pre` : `blocks.${L - 1}.hook_resid_post`;

export class RestoredRuns {
  private readonly inspector: Inspector;
  private readonly config: ModelConfig;
  private readonly prompt: TracePrompt;
  /** Positions of a run of the whole network, padded. Restored runs, which take nearly all the time, have as many as the prompt. */
  private readonly T: number;

  constructor(inspector: Inspector, config: ModelConfig, prompt: TracePrompt) {
    this.inspector = inspector;
    this.config = config;
    this.prompt = prompt;
    this.T = paddedLength(prompt.tokens.length, config.T);
  }

  /** B rows of the prompt through the whole network. */
  async run(
    B: number,
    names: readonly ActivationName[],
    interventions?: Interventions,
  ): Promise<Activations> {
    const { T } = this;
    const tokens = new Int32Array(B * T);
    for (let row = 0; row < B; row++) tokens.set(this.prompt.tokens, row * T);
    return (await this.inspector.run({ B, T, tokens, names, interventions })).activations;
  }

  /** The logits (V) of a row at the last token. */
  lastLogits(activations: Activations, row: number): Float32Array {
    return this.vector(activations, 'logits', row, this.prompt.tokens.length - 1);
  }

  /**
   * Probability of the answer, means over the samples: with noise alone, and with each state restored at each position. Yields
   * after every run.
   */
  async *probabilities(
    answer: number,
    states: readonly TraceState[],
    positions: readonly number[],
    { clean, noise }: { clean: Activations; noise: Noise },
  ): Job<{ corrupted: number; restored: number[][] }> {
    const { T, config } = this;
    const names = this.noisyNames();
    const group = Math.min(noise.samples, rowsAtOnce(config, T, names));
    const B = Math.min(MAX_ROWS, group * positions.length, this.rowsInMemory());
    const total = noise.samples * (1 + states.length * positions.length);
    const means = { corrupted: 0, restored: states.map(() => positions.map(() => 0)) };
    let done = 0;
    for (let first = 0; first < noise.samples; first += group) {
      const samples = Math.min(group, noise.samples - first);
      const noisy = await this.run(samples, names, this.noiseOf(first, samples, noise));
      for (let sample = 0; sample < samples; sample++)
        means.corrupted += softmax(this.lastLogits(noisy, sample))[answer] / noise.samples;
      done += samples;
      yield { label: 'noisy runs', done, total };
      const cells = positions.flatMap((position, place) =>
        Array.from({ length: samples }, (_, sample) => ({ sample, position, place })),
      );
      for (const [s, state] of states.entries()) {
        for (let start = 0; start < cells.length; start += B) {
          const rows = cells.slice(start, start + B);
          const p = await this.restore(state, rows, B, clean, noisy);
          rows.forEach(({ place }, row) => {
            means.restored[s][place] += p[row * config.V + answer] / noise.samples;
          });
          done += rows.length;
          yield { label: 'noisy runs', done, total };
        }
      }
    }
    return means;
  }

  /** Probabilities (B, V) of the next token, of rows in which the state has its clean value at one position. */
  private async restore(
    { kind, layer, name }: TraceState,
    rows: readonly RestoredRow[],
    B: number,
    clean: Activations,
    noisy: Activations,
  ): Promise<Float32Array> {
    const { config, prompt } = this;
    const { C } = config;
    const T = prompt.tokens.length;
    const firstLayer = kind === 'mlp' || kind === 'residual' ? layer + 1 : layer;
    const source = entering(config, firstLayer);
    const stream = { shape: [B, T, C], data: new Float32Array(B * T * C) };
    const change = kind === 'attention' ? unchanged(B * T * C) : undefined;
    rows.forEach(({ sample, position }, row) => {
      const from = (noisy.get(source) as NDArray).data;
      const begin = sample * this.T * C;
      stream.data.set(from.subarray(begin, begin + T * C), row * T * C);
      const at = (row * T + position) * C;
      const value = this.vector(clean, name, 0, position);
      if (change) {
        change.factor.fill(0, at, at + C);
        change.offset.set(value, at);
      } else if (kind === 'mlp') {
        const noisyValue = this.vector(noisy, name, sample, position);
        for (let c = 0; c < C; c++) stream.data[at + c] += value[c] - noisyValue[c];
      } else stream.data.set(value, at);
    });
    const interventions = change && new Map([[name, change]]);
    const position = T - 1;
    return (await this.inspector.runFrom({ stream, firstLayer, position, interventions })).data;
  }

  /** Activations that restored runs start from: the stream between the layers, and what the MLPs add to it. */
  private noisyNames(): ActivationName[] {
    const { config } = this;
    const layers = Array.from({ length: config.L }, (_, layer) => layer);
    const mlps = layers.map((layer): ActivationName => `blocks.${layer}.hook_mlp_out`);
    return [
      ...[...layers, config.L].map((layer) => entering(config, layer)),
      ...mlps.filter((name) => hasActivation(config, name)),
      'logits',
    ];
  }

  /** Rows whose activations fit into memory beside the weights. */
  private rowsInMemory(): number {
    const numbers = activationNames(this.config)
      .filter((name) => name !== 'logits')
      .reduce((sum, name) => sum + elementCount(activationShape(name, this.config, 1, this.T)), 0);
    return Math.max(1, Math.floor(MAX_NUMBERS / numbers));
  }

  private noiseOf(first: number, samples: number, noise: Noise): Interventions {
    const { T, config, prompt } = this;
    const change = unchanged(samples * T * config.C);
    for (let row = 0; row < samples; row++)
      change.offset.set(this.sampleNoise(noise, first + row), (row * T + prompt.subject.first) * config.C);
    return new Map([['hook_embed', change]]);
  }

  /** The noise of one sample, at the subject's tokens. */
  private sampleNoise({ seed, stream, standardDeviation }: Noise, sample: number): Float32Array {
    const { first, last } = this.prompt.subject;
    const numbers = random(seed, 'trace', 'noise', sample, ...(stream === undefined ? [] : [stream]));
    const length = (last + 1 - first) * this.config.C;
    return Float32Array.from({ length }, () => standardDeviation * numbers.normal());
  }

  /** The vector of an activation (B, T, width) at a position of a row. */
  private vector(
    activations: Activations,
    name: ActivationName,
    row: number,
    position: number,
  ): Float32Array {
    const { shape, data } = activations.get(name) as NDArray;
    const width = shape[2];
    const at = (row * this.T + position) * width;
    return data.subarray(at, at + width);
  }
}

const unchanged = (length: number): AffineIntervention => ({
  factor: new Float32Array(length).fill(1),
  offset: new Float32Array(length),
});
