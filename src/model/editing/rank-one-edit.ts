// Rewriting one fact: an MLP's second matrix as a memory of keys (its neurons) and values (what it writes to the stream),
// changed by a product of two vectors so that one key gets a new value and others keep theirs as far as possible
// (Meng et al. 2022, "Locating and Editing Factual Associations in GPT", arXiv 2202.05262, section 3).

import type { Job } from '../../shared/job.ts';
import type { ActivationName } from '../architecture/activations.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { paddedLength } from '../architecture/context-window.ts';
import type { WeightValues } from '../architecture/weights.ts';
import { IGNORE_INDEX } from '../data/dataset.ts';
import type { Inspector, NDArray } from '../inspection/inspector.ts';
import { type SecondMoment, solvePositiveDefinite } from './second-moment.ts';

/** A text whose next token is to be another one, and the position where the MLP is to answer differently. */
export interface EditPrompt {
  readonly tokens: readonly number[];
  readonly position: number;
}

/** W += u δᵀ for `transformer.h.<layer>.mlp.c_proj.weight` (M, C): the key that u was made for gets δ (C) more. */
export interface RankOneUpdate {
  readonly layer: number;
  /** (M). */
  readonly u: Float64Array;
  /** (C). */
  readonly delta: Float64Array;
}

export interface Edit extends RankOneUpdate {
  /** Length of what the MLP wrote there before, mean over the prompts. */
  readonly lengthBefore: number;
}

/** The search stops once every prompt gives the answer this probability, or after so many steps. */
const TARGET_PROBABILITY = 0.97;
const MAX_STEPS = 30;
/** Step length, as a share of the old value's length for each of C numbers: 0.3 ‖v‖ / √C. */
const STEP_SIZE = 0.3;
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

export function editedWeight(layer: number): string {
  return `transformer.h.${layer}.mlp.c_proj.weight`;
}

/**
 * The update after which `prompts` are followed by `answer`. `moment` says which keys are usual in layer `layer`, and
 * `ridge` how much of its mean diagonal is added to it: less of it protects usual keys more.
 */
export async function* rankOneEdit(
  inspector: Inspector,
  config: ModelConfig,
  { layer, prompts, answer }: { layer: number; prompts: readonly EditPrompt[]; answer: number },
  { moment, ridge }: { moment: SecondMoment; ridge: number },
): Job<Edit> {
  const batch = toPromptBatch(prompts, config);
  const names = [`blocks.${layer}.mlp.hook_post`, `blocks.${layer}.hook_mlp_out`] as const;
  const { activations } = await inspector.run({ ...batch, names });
  const [key, value] = names.map((name) => meanAtPositions(activations.get(name) as NDArray, prompts));
  const delta = yield* optimizeValue(inspector, config, { layer, prompts, answer }, batch, l2Norm(value));
  const direction = solvePositiveDefinite(moment.matrix(ridge), key);
  const scale = key.reduce((sum, x, i) => sum + x * direction[i], 0);
  return { layer, u: direction.map((x) => x / scale), delta, lengthBefore: l2Norm(value) };
}

/** What must be added to the MLP's output at the prompts' positions for the answer to follow: Adam on δ alone. */
async function* optimizeValue(
  inspector: Inspector,
  { C }: ModelConfig,
  { layer, prompts, answer }: { layer: number; prompts: readonly EditPrompt[]; answer: number },
  batch: PromptBatch,
  valueLength: number,
): Job<Float64Array> {
  const name: ActivationName = `blocks.${layer}.hook_mlp_out`;
  const { B, T } = batch;
  const targets = new Int32Array(B * T).fill(IGNORE_INDEX);
  const lastOf = (row: number) => row * T + prompts[row].tokens.length - 1;
  prompts.forEach((_, row) => {
    targets[lastOf(row)] = answer;
  });
  const change = { factor: new Float32Array(B * T * C).fill(1), offset: new Float32Array(B * T * C) };
  const interventions = new Map([[name, change]]);
  const rate = (STEP_SIZE * (valueLength || 1)) / Math.sqrt(C);
  const delta = new Float64Array(C);
  const applyGradient = adam(delta, rate);
  for (let step = 0; step < MAX_STEPS; step++) {
    prompts.forEach(({ position }, row) => {
      change.offset.set(delta, (row * T + position) * C);
    });
    const pass = await inspector.run({ ...batch, names: [name], interventions, targets, gradients: true });
    const { data: losses } = pass.tokenLoss as NDArray;
    if (prompts.every((_, row) => Math.exp(-losses[lastOf(row)]) >= TARGET_PROBABILITY)) break;
    const d_out = pass.activationGradients?.get(name) as NDArray;
    // The mean over the prompts; a prompt's share of the loss's gradient is already divided by their number.
    applyGradient(meanAtPositions(d_out, prompts).map((x) => x * B));
    yield { label: 'steps towards the new value', done: step + 1, total: MAX_STEPS };
  }
  return delta;
}

/** Adam (Kingma and Ba 2015) on one vector, in place. */
function adam(x: Float64Array, rate: number): (gradient: Float64Array) => void {
  const { beta1, beta2, epsilon } = ADAM;
  const [m, v] = [new Float64Array(x.length), new Float64Array(x.length)];
  let t = 0;
  return (gradient) => {
    t += 1;
    gradient.forEach((g, i) => {
      m[i] = beta1 * m[i] + (1 - beta1) * g;
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      x[i] -= (rate * m[i]) / (1 - beta1 ** t) / (Math.sqrt(v[i] / (1 - beta2 ** t)) + epsilon);
    });
  };
}

/** The matrix with the update in it, a new one. */
function applyUpdate(matrix: Float32Array, { u, delta }: RankOneUpdate): Float32Array {
  const C = delta.length;
  return matrix.map((w, i) => w + u[Math.floor(i / C)] * delta[i % C]);
}

/** All weights with the updates in them, one after the other; what is not edited is the same array. */
export function applyUpdates(weights: WeightValues, updates: readonly RankOneUpdate[]): WeightValues {
  const edited = new Map(weights);
  for (const update of updates) {
    const name = editedWeight(update.layer);
    edited.set(name, applyUpdate(edited.get(name) as Float32Array, update));
  }
  return edited;
}

/** Frobenius norm of an update: the product of the two lengths. */
export function updateNorm({ u, delta }: RankOneUpdate): number {
  return l2Norm(u) * l2Norm(delta);
}

export function l2Norm(vector: Float32Array | Float64Array): number {
  return Math.sqrt((vector as Float64Array).reduce((sum, x) => sum + x * x, 0));
}

interface PromptBatch {
  readonly B: number;
  readonly T: number;
  readonly tokens: Int32Array<ArrayBuffer>;
}

function toPromptBatch(prompts: readonly EditPrompt[], config: ModelConfig): PromptBatch {
  const T = paddedLength(Math.max(...prompts.map(({ tokens }) => tokens.length)), config.T);
  const tokens = new Int32Array(prompts.length * T);
  prompts.forEach((prompt, row) => {
    tokens.set(prompt.tokens, row * T);
  });
  return { B: prompts.length, T, tokens };
}

/** Mean over the prompts of (B, T, N) at their positions: (N). */
function meanAtPositions({ shape, data }: NDArray, prompts: readonly EditPrompt[]): Float64Array {
  const [, T, N] = shape;
  const mean = new Float64Array(N);
  prompts.forEach(({ position }, row) => {
    const at = (row * T + position) * N;
    for (let i = 0; i < N; i++) mean[i] += data[at + i] / prompts.length;
  });
  return mean;
}
