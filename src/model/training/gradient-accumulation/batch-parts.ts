// Splits a batch into parts of equal size and sums their gradients.

import type { Batch } from '../../data/dataset.ts';
import type { TrainingBatch } from '../next-token-task.ts';
import type { TrainingConfig } from '../training-config.ts';

/** The rows of a batch in order, in parts of equal size. */
export function splitBatch({ tokens, targets, dropout }: TrainingBatch, parts: number): TrainingBatch[] {
  const length = tokens.length / parts;
  return Array.from({ length: parts }, (_, i) => ({
    tokens: tokens.slice(i * length, (i + 1) * length),
    targets: targets.slice(i * length, (i + 1) * length),
    ...(dropout && { dropout: { ...dropout, shard: i } }),
  }));
}

/** Weight of each part in the mean over the batch: its share of the targets that are not ignored. */
export function partWeights(parts: readonly Batch[]): number[] {
  const counts = parts.map(({ targets }) => targets.reduce((sum, target) => sum + Number(target >= 0), 0));
  const total = counts.reduce((sum, count) => sum + count);
  return counts.map((count) => count / Math.max(total, 1));
}

/** Mean loss and flat gradient of a part, or their weighted sum over several. */
export interface PartResult {
  readonly loss: number;
  readonly gradients: Float32Array<ArrayBuffer>;
}

/** `sum` plus the weighted part, in place; the order of the parts fixes the rounding. Without a sum: the weighted part, in place. */
export function addPart(sum: PartResult | undefined, part: PartResult, weight: number): PartResult {
  const total = sum?.gradients ?? part.gradients;
  if (sum) for (let j = 0; j < total.length; j++) total[j] += weight * part.gradients[j];
  else for (let j = 0; j < total.length; j++) total[j] *= weight;
  return { loss: (sum?.loss ?? 0) + weight * part.loss, gradients: total };
}

/** Key among the kernel variants of a model file of earlier releases, whose threads computed a part of the batch each. */
const THREAD_PARTS_KEY = 'batch';

/** The training with as many parts as the file records, so that an old run continues to the bit. */
export function withRecordedParts(
  training: TrainingConfig,
  variants: Readonly<Record<string, string>> | undefined,
): TrainingConfig {
  const { accumulation = 1 } = training;
  const parts = accumulation * Number.parseInt(variants?.[THREAD_PARTS_KEY] ?? '1', 10);
  return parts > 1 && training.B % parts === 0 ? { ...training, accumulation: parts } : training;
}

/** Those of the program, and what an old file has recorded besides. */
export function keepRecordedParts(
  variants: Readonly<Record<string, string>>,
  recorded: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const parts = recorded?.[THREAD_PARTS_KEY];
  return parts === undefined ? variants : { ...variants, [THREAD_PARTS_KEY]: parts };
}
