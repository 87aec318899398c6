// Ablation of heads: their outputs z are replaced at every position, and everything after them is recomputed.

import type { ActivationName } from '../../../model/architecture/activations.ts';
import { headWidth, type ModelConfig } from '../../../model/architecture/config.ts';
import { lastTokensInContext, paddedLength } from '../../../model/architecture/context-window.ts';
import { type Batch, IGNORE_INDEX } from '../../../model/data/dataset.ts';
import { sampleIndex, softmax } from '../../../model/generation/sampler.ts';
import type { AffineIntervention, Inspector } from '../../../model/inspection/inspector.ts';
import { compileInterventions, type Intervention } from '../../../model/inspection/interventions.ts';
import { random } from '../../../shared/random.ts';
import type { HeadIndex } from '../head-index.ts';

/**
 * Stands in for a head's z. `zero`: nothing. `mean`: its mean over the batches. `resample`: its z in another row of the
 * batches at the same position, so that it stays as the later layers expect it (Chan et al. 2022, "Causal scrubbing").
 */
export const ABLATION_KINDS = ['zero', 'mean', 'resample'] as const;
export type AblationKind = (typeof ABLATION_KINDS)[number];

/** A head and the z that replaces its own: (rows, T, D), repeated along rows and positions where it is shorter. */
export interface Ablation extends HeadIndex {
  readonly z: Float32Array;
  readonly rows: number;
  readonly T: number;
}

export const hookZ = (layer: number): ActivationName => `blocks.${layer}.attn.hook_z`;

/** Ablations of all heads at once, over batches whose rows fill the context. `seed`: which row replaces which. */
export async function createAblations(
  inspector: Inspector,
  config: ModelConfig,
  batches: readonly Batch[],
  heads: readonly HeadIndex[],
  { kind, seed }: { kind: AblationKind; seed: number },
): Promise<Ablation[]> {
  const D = headWidth(config);
  if (kind === 'zero') return heads.map((head) => ({ ...head, z: new Float32Array(D), rows: 1, T: 1 }));
  const { T } = config;
  const rows = batches.reduce((sum, { tokens }) => sum + tokens.length / T, 0);
  const found = heads.map(() => new Float32Array(rows * T * D));
  let row = 0;
  for (const { tokens } of batches) {
    const B = tokens.length / T;
    const names = [...new Set(heads.map(({ layer }) => hookZ(layer)))];
    const { activations } = await inspector.run({ B, T, tokens, names });
    for (const [i, { layer, head }] of heads.entries()) {
      const data = activations.get(hookZ(layer))?.data as Float32Array;
      for (let at = 0; at < B * T; at++) {
        const from = (at * config.H + head) * D;
        found[i].set(data.subarray(from, from + D), (row * T + at) * D);
      }
    }
    row += B;
  }
  if (kind === 'mean') return heads.map((head, i) => ({ ...head, z: meanOf(found[i], D), rows: 1, T: 1 }));
  // A shift gives every row another one.
  const shift = rows > 1 ? 1 + random(seed, 'resample').integer(rows - 1) : 0;
  const size = shift * T * D;
  return heads.map((head, i) => {
    const z = Float32Array.from([...found[i].subarray(size), ...found[i].subarray(0, size)]);
    return { ...head, z, rows, T };
  });
}

function meanOf(z: Float32Array, D: number): Float32Array {
  const sums = new Float64Array(D);
  for (let i = 0; i < z.length; i++) sums[i % D] += z[i];
  return Float32Array.from(sums, (sum) => (sum * D) / z.length);
}

/** Mean loss of one batch, and the number of its targets. */
export interface BatchLoss {
  readonly loss: number;
  readonly targets: number;
}

/** Losses of batches whose rows fill the context, one after the other. */
export async function batchLosses(
  inspector: Inspector,
  config: ModelConfig,
  batches: readonly Batch[],
  ablations: readonly Ablation[] = [],
): Promise<BatchLoss[]> {
  const losses: BatchLoss[] = [];
  let row = 0;
  for (const { tokens, targets } of batches) {
    const request = { B: tokens.length / config.T, T: config.T, tokens };
    const interventions = await compileAblations(inspector, config, request, ablations, row);
    const { loss } = await inspector.run({ ...request, targets, names: [], interventions });
    losses.push({ loss: loss as number, targets: targets.filter((id) => id !== IGNORE_INDEX).length });
    row += request.B;
  }
  return losses;
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
  ablations: readonly Ablation[] = [],
): Promise<{ logits: Float32Array; ids: number[] }> {
  const rng = random(seed, 'sampling');
  const ids = [...prompt];
  let first: Float32Array | undefined;
  while (ids.length < prompt.length + count) {
    const logits = await nextTokenLogits(inspector, config, ids, ablations);
    first ??= logits;
    ids.push(sampleIndex(softmax(logits), rng.float()));
  }
  return { logits: first ?? new Float32Array(), ids: ids.slice(prompt.length) };
}

async function nextTokenLogits(
  inspector: Inspector,
  config: ModelConfig,
  ids: readonly number[],
  ablations: readonly Ablation[],
): Promise<Float32Array> {
  const visible = lastTokensInContext(ids, config);
  const tokens = new Int32Array(paddedLength(visible.length, config.T));
  tokens.set(visible);
  const request = { B: 1, T: tokens.length, tokens };
  const interventions = await compileAblations(inspector, config, request, ablations);
  const { activations } = await inspector.run({ ...request, names: ['logits'], interventions });
  const data = activations.get('logits')?.data as Float32Array;
  return data.slice((visible.length - 1) * config.V, visible.length * config.V);
}

export function compileAblations(
  inspector: Inspector,
  config: ModelConfig,
  request: { B: number; T: number; tokens: Int32Array<ArrayBuffer> },
  ablations: readonly Ablation[],
  firstRow = 0,
  unchanged: readonly Intervention[] = [],
): Promise<Map<ActivationName, AffineIntervention>> {
  const { B, T } = request;
  const D = headWidth(config);
  return compileInterventions(
    inspector,
    config,
    request,
    unchanged.concat(
      ablations.map(({ layer, head, z, rows, T: length }): Intervention => {
        const value = new Float32Array(B * T * D);
        for (let b = 0; b < B; b++)
          for (let t = 0; t < T; t++) {
            const from = (((firstRow + b) % rows) * length + (t % length)) * D;
            value.set(z.subarray(from, from + D), (b * T + t) * D);
          }
        return { name: hookZ(layer), kind: 'replace', head, value };
      }),
    ),
  );
}
