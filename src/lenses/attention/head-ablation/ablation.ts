// Zero and mean ablation of one head: its output z is replaced at every position, and everything after it is recomputed.

import type { ActivationName } from '../../../model/architecture/activations.ts';
import { headWidth, type ModelConfig } from '../../../model/architecture/config.ts';
import { lastTokensInContext, paddedLength } from '../../../model/architecture/context-window.ts';
import type { Batch } from '../../../model/data/dataset.ts';
import { sampleIndex, softmax } from '../../../model/generation/sampler.ts';
import type { AffineIntervention, Inspector } from '../../../model/inspection/inspector.ts';
import { compileInterventions } from '../../../model/inspection/interventions.ts';
import { random } from '../../../shared/random.ts';
import type { HeadIndex } from '../head-index.ts';

/** A head and its replacement z (D). */
export interface Ablation extends HeadIndex {
  readonly z: Float32Array;
}

const hookZ = (layer: number): ActivationName => `blocks.${layer}.attn.hook_z`;

/** The head's z (D), averaged over every position of the batches (B, T). */
export async function meanZ(
  inspector: Inspector,
  config: ModelConfig,
  batches: readonly Batch[],
  { layer, head }: HeadIndex,
): Promise<Float32Array> {
  const D = headWidth(config);
  const mean = new Float64Array(D);
  for (const { tokens } of batches) {
    const B = tokens.length / config.T;
    const { activations } = await inspector.run({ B, T: config.T, tokens, names: [hookZ(layer)] });
    const data = activations.get(hookZ(layer))?.data ?? [];
    for (let at = head * D; at < data.length; at += config.H * D) {
      for (let d = 0; d < D; d++) mean[d] += data[at + d] / (tokens.length * batches.length);
    }
  }
  return Float32Array.from(mean);
}

/** Mean loss over batches whose rows fill the context. */
export async function meanLoss(
  inspector: Inspector,
  config: ModelConfig,
  batches: readonly Batch[],
  ablation?: Ablation,
): Promise<number> {
  let sum = 0;
  for (const { tokens, targets } of batches) {
    const request = { B: tokens.length / config.T, T: config.T, tokens };
    const interventions = await compileAblation(inspector, config, request, ablation);
    sum += (await inspector.run({ ...request, targets, names: [], interventions })).loss as number;
  }
  return sum / batches.length;
}

/**
 * Logits (V) after the prompt, and `count` tokens sampled at temperature 1. The same seed gives the same random numbers, so
 * two continuations differ only where their probabilities do.
 */
export async function sampleContinuation(
  inspector: Inspector,
  config: ModelConfig,
  prompt: readonly number[],
  { count, seed }: { count: number; seed: number },
  ablation?: Ablation,
): Promise<{ logits: Float32Array; ids: number[] }> {
  const rng = random(seed, 'sampling');
  const ids = [...prompt];
  let first: Float32Array | undefined;
  while (ids.length < prompt.length + count) {
    const logits = await nextTokenLogits(inspector, config, ids, ablation);
    first ??= logits;
    ids.push(sampleIndex(softmax(logits), rng.float()));
  }
  return { logits: first ?? new Float32Array(), ids: ids.slice(prompt.length) };
}

async function nextTokenLogits(
  inspector: Inspector,
  config: ModelConfig,
  ids: readonly number[],
  ablation?: Ablation,
): Promise<Float32Array> {
  const visible = lastTokensInContext(ids, config);
  const tokens = new Int32Array(paddedLength(visible.length, config.T));
  tokens.set(visible);
  const request = { B: 1, T: tokens.length, tokens };
  const interventions = await compileAblation(inspector, config, request, ablation);
  const { activations } = await inspector.run({ ...request, names: ['logits'], interventions });
  const data = activations.get('logits')?.data as Float32Array;
  return data.slice((visible.length - 1) * config.V, visible.length * config.V);
}

async function compileAblation(
  inspector: Inspector,
  config: ModelConfig,
  request: { B: number; T: number; tokens: Int32Array<ArrayBuffer> },
  ablation?: Ablation,
): Promise<Map<ActivationName, AffineIntervention>> {
  if (!ablation) return new Map();
  const { layer, head, z } = ablation;
  const value = Float32Array.from({ length: request.tokens.length * z.length }, (_, i) => z[i % z.length]);
  return compileInterventions(inspector, config, request, [
    { name: hookZ(layer), kind: 'replace', head, value },
  ]);
}
