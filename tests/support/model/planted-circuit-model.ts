// A transformer built by hand with two circuits: a previous-token head that an induction head reads, and a fact in one neuron.
// Beside them heads and a neuron that are active without reaching the answer.

import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { modelViews, transformerParameters } from '../../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import type { WeightView } from '../../../src/model/architecture/views/views.ts';
import { Weights } from '../../../src/model/architecture/weights.ts';
import { Inspector } from '../../../src/model/inspection/inspector.ts';

/** Token ids; the first six stand for any syllable. */
const TOKEN = { golf: 6, Alexis: 7, Michael: 8, Jordan: 9, plays: 10, basketball: 11 } as const;

const V = 12;
const T = 8;
/** Subspaces of the stream, one axis a token or a position. */
const TOKENS = 0;
const POSITIONS = V;
const PREVIOUS = POSITIONS + T;
const GATHERED = PREVIOUS + V;
const OUTPUT = GATHERED + V;
/** Nothing reads it. */
const UNREAD = OUTPUT + V;

export const CIRCUIT_CONFIG: ModelConfig = {
  L: 2,
  H: 2,
  C: UNREAD + V,
  T,
  V,
  mlpWidth: 4,
  headWidth: V,
  activation: 'relu',
  tied: false,
  initStd: 0.02,
  norm: 'rms',
};

export const PREVIOUS_TOKEN_HEAD = { layer: 0, head: 0 };
/** Copies the token at its own position to where nothing reads it. */
export const DECOY_HEAD = { layer: 0, head: 1 };
export const INDUCTION_HEAD = { layer: 1, head: 0 };
/** Means of all tokens so far; only the neurons read them. */
export const GATHERING_HEAD = { layer: 1, head: 1 };
/** Of the second MLP. Both are active for Michael and Jordan together; the decoy writes where nothing reads. */
export const FACT_NEURON = 1;
export const DECOY_NEURON = 2;

/** Syllable 3 was followed by 5: an induction head predicts 5. In the corrupted prompt 3 was not seen. */
export const INDUCTION_PAIR = { clean: [0, 3, 5, 1, 2, 3], corrupt: [0, 4, 5, 1, 2, 3], answer: 5, other: 1 };
export const FACT_PAIR = {
  clean: [TOKEN.Michael, TOKEN.Jordan, TOKEN.plays],
  corrupt: [TOKEN.Alexis, TOKEN.Jordan, TOKEN.plays],
  answer: TOKEN.basketball,
  other: TOKEN.golf,
};

/** Size of an axis of length 1 after the norm of a stream with this many of them. */
const afterNorm = (axes: number) => Math.sqrt(CIRCUIT_CONFIG.C / axes);
/** Score of the key that a head looks for; all others are 0. */
const SCORE = 16;

export function createPlantedCircuits(executor: Executor) {
  const config = CIRCUIT_CONFIG;
  const views = modelViews(config);
  const parameters = transformerParameters(config);
  const values = new Map(
    parameters.map(({ name, shape }) => [name, new Float32Array(shape.reduce((a, b) => a * b))]),
  );
  const set = (
    { parameter, offset, rowStride, columnStride }: WeightView,
    r: number,
    c: number,
    value: number,
  ) => {
    (values.get(parameter) as Float32Array)[offset + r * rowStride + c * columnStride] = value;
  };
  const ones = (view: WeightView) => {
    for (let c = 0; c < config.C; c++) set(view, 0, c, 1);
  };
  for (const norm of [
    views.finalNorm,
    ...[0, 1].flatMap((layer) => [views.norm(layer, 0), views.norm(layer, 1)]),
  ])
    ones(norm.gain);
  for (let token = 0; token < V; token++) {
    set(views.embedding, token, TOKENS + token, 1);
    set(views.unembedding, token, OUTPUT + token, 1);
  }
  const positions = parameters.find(({ name }) => name.endsWith('wpe.weight'))?.name as string;
  for (let t = 0; t < T; t++) (values.get(positions) as Float32Array)[t * config.C + POSITIONS + t] = 1;

  /** Copies the tokens that a head attends to into a subspace, an axis of length 1 becoming one of length `size`. */
  const copies = (
    { layer, head }: { layer: number; head: number },
    target: number,
    size: number,
    axes: number,
  ) => {
    const { value, output } = views.head(layer, head);
    for (let token = 0; token < V; token++) {
      set(value.weight, TOKENS + token, token, size / afterNorm(axes));
      set(output, token, target + token, 1);
    }
  };
  /** Scores `SCORE` where the query's axis i meets the key's axis i. */
  const matches = (
    { layer, head }: { layer: number; head: number },
    [queries, keys]: readonly [number, number],
    { count, shift = 0, axes }: { count: number; shift?: number; axes: number },
  ) => {
    const { query, key } = views.head(layer, head);
    const weight = Math.sqrt(SCORE * Math.sqrt(V)) / afterNorm(axes);
    for (let i = 0; i < count; i++) {
      set(query.weight, queries + i, i, weight);
      if (i + shift < count) set(key.weight, keys + i, i + shift, weight);
    }
  };
  matches(PREVIOUS_TOKEN_HEAD, [POSITIONS, POSITIONS], { count: T, shift: 1, axes: 2 });
  copies(PREVIOUS_TOKEN_HEAD, PREVIOUS, 1, 2);
  matches(DECOY_HEAD, [POSITIONS, POSITIONS], { count: T, axes: 2 });
  copies(DECOY_HEAD, UNREAD, 1, 2);
  matches(INDUCTION_HEAD, [TOKENS, PREVIOUS], { count: V, axes: 4 });
  copies(INDUCTION_HEAD, OUTPUT, 2, 4);
  copies(GATHERING_HEAD, GATHERED, 3, 4);

  // Both names gathered over three tokens are two axes of length 1; a neuron needs more than one and a half.
  const mlp = views.mlp(1);
  for (const [neuron, target] of [
    [FACT_NEURON, OUTPUT + TOKEN.basketball],
    [DECOY_NEURON, UNREAD],
  ]) {
    for (const name of [TOKEN.Michael, TOKEN.Jordan]) set(mlp.input, neuron, GATHERED + name, 1);
    // The position is an axis of length 1 of every stream: a threshold that the norm scales too.
    for (let t = 0; t < T; t++) set(mlp.input, neuron, POSITIONS + t, -1.5);
    set(mlp.output, neuron, target, neuron === FACT_NEURON ? 1 : 0.1);
  }
  const weights = new Weights(executor, parameters);
  weights.set(values);
  return { config, values, weights, inspector: new Inspector(executor, config, weights) };
}
