// Rank-one model editing (ROME): the MLP's output matrix as an associative memory from keys (neurons) to values (its output).
// A rank-one update maps one key to a new value and changes the values of other keys as little as possible
// (Meng et al. 2022, "Locating and Editing Factual Associations in GPT", arXiv 2202.05262, section 3).

import type { Job } from '../../shared/job.ts';
import { l2Norm } from '../../shared/numbers.ts';
import type { ActivationName } from '../architecture/activations.ts';
import { modelViews } from '../architecture/architecture.ts';
import type { ModelConfig } from '../architecture/config.ts';
import type { WeightView } from '../architecture/views/views.ts';
import type { WeightValues } from '../architecture/weights.ts';
import type { Inspector, NDArray } from '../inspection/inspector.ts';
import { adam } from '../training/optimizer/adam.ts';
import {
  answerTargets,
  type EditPrompt,
  followsEverywhere,
  type PromptBatch,
  toPromptBatch,
} from './edit-prompts.ts';
import { type SecondMoment, solvePositiveDefinite } from './second-moment.ts';

export type { EditPrompt } from './edit-prompts.ts';

/** W += u δᵀ for the output weights (M, C) of the MLP of `layer`: adds δ (C) to the value of one key. */
export interface RankOneUpdate {
  readonly layer: number;
  /** (M). */
  readonly u: Float64Array;
  /** (C). */
  readonly delta: Float64Array;
}

export interface Edit extends RankOneUpdate {
  /** Norm of the MLP output before the edit, mean over the prompts. */
  readonly lengthBefore: number;
}

/** Steps of the optimization at most. */
const MAX_STEPS = 30;
/** Learning rate relative to the norm of the old value: 0.3 ‖v‖ / √C. */
const STEP_SIZE = 0.3;

/** Name of the parameter that an edit of a layer changes. */
export function editedWeight(config: ModelConfig, layer: number): string {
  return modelViews(config).mlp(layer).output.parameter;
}

/**
 * The update after which `answer` follows the prompts. `moment` is the second moment of the keys of layer `layer`; `ridge` times
 * its mean diagonal is added to it. A smaller ridge preserves the values of frequent keys better.
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

/** The δ that makes the answer follow when it is added to the MLP output at the prompts' positions: Adam on δ alone. */
async function* optimizeValue(
  inspector: Inspector,
  { C }: ModelConfig,
  { layer, prompts, answer }: { layer: number; prompts: readonly EditPrompt[]; answer: number },
  batch: PromptBatch,
  valueLength: number,
): Job<Float64Array> {
  const name: ActivationName = `blocks.${layer}.hook_mlp_out`;
  const { B, T } = batch;
  const targets = answerTargets(batch, prompts, answer);
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
    if (followsEverywhere(pass, batch, prompts)) break;
    const d_out = pass.activationGradients?.get(name) as NDArray;
    // The loss is a mean over B prompts, so each gradient already has a factor 1 / B.
    applyGradient(meanAtPositions(d_out, prompts).map((x) => x * B));
    yield { label: 'steps towards the new value', done: step + 1, total: MAX_STEPS };
  }
  return delta;
}

/** A copy of the parameter with the update applied to its view (M, C). */
function applyUpdate(
  numbers: Float32Array,
  { offset, rowStride, columnStride }: WeightView,
  { u, delta }: RankOneUpdate,
): Float32Array {
  const edited = numbers.slice();
  u.forEach((key, m) => {
    delta.forEach((value, c) => {
      edited[offset + m * rowStride + c * columnStride] += key * value;
    });
  });
  return edited;
}

/** All weights with the updates applied in order; arrays that are not edited are shared. */
export function applyUpdates(
  config: ModelConfig,
  weights: WeightValues,
  updates: readonly RankOneUpdate[],
): WeightValues {
  const edited = new Map(weights);
  for (const update of updates) {
    const view = modelViews(config).mlp(update.layer).output;
    edited.set(view.parameter, applyUpdate(edited.get(view.parameter) as Float32Array, view, update));
  }
  return edited;
}

/** Frobenius norm of an update, ‖u‖ ‖δ‖. */
export function updateNorm({ u, delta }: RankOneUpdate): number {
  return l2Norm(u) * l2Norm(delta);
}

/** Mean of (B, T, N) over the prompts at their positions: (N). */
function meanAtPositions({ shape, data }: NDArray, prompts: readonly EditPrompt[]): Float64Array {
  const [, T, N] = shape;
  const mean = new Float64Array(N);
  prompts.forEach(({ position }, row) => {
    const at = (row * T + position) * N;
    for (let i = 0; i < N; i++) mean[i] += data[at + i] / prompts.length;
  });
  return mean;
}
