// Tuned lens (Belrose et al. 2023, "Eliciting latent predictions from transformers with the tuned lens"): fits its translators, which the
// logit lens then uses, and compares both lenses on held-out batches.

import { defineLens } from '../../../lenses/shared/define-lens.ts';
import { klDivergence } from '../../../lenses/shared/divergence.ts';
import { withFrozenModel } from '../../../lenses/shared/frozen-model.ts';
import * as v from '../../../lenses/shared/schemas.ts';
import { columnTable, fixed } from '../../../lenses/shared/text-table.ts';
import type { ActivationName } from '../../../model/architecture/activations.ts';
import { residualStages } from '../../../model/architecture/residual-stages.ts';
import type { NDArray } from '../../../model/inspection/inspector.ts';
import {
  fitTranslators,
  readBatch,
  setTranslators,
  type Translator,
  translate,
} from '../../../model/training/auxiliary/translators.ts';
import type { Run } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';

/** KL divergence of the final prediction from the lens's, in nats, means over the positions of held-out batches. */
export interface TunedLensStage {
  name: ActivationName;
  meaning: string;
  /** The logit lens's. */
  plain: number;
  /** After the least-squares map alone. */
  leastSquares: number;
  tuned: number;
}

export interface TunedLensResult {
  step: number;
  stages: TunedLensStage[];
  /** Held-out positions. */
  positions: number;
  /** Batches that the translators were trained on, after the least-squares fit. */
  steps: number;
}

const DEFAULT_STEPS = 40;
const HELD_OUT_BATCHES = 8;

const REQUEST = v.strictObject({ steps: v.optional(v.integerBetween(0, 1000)), seed: v.optional(v.SEED) });

export const tunedLens = defineLens({
  name: 'tuned-lens',
  request: REQUEST,
  compute: (run: Run, { steps = DEFAULT_STEPS, seed = 0 }) =>
    withFrozenModel(run, async function* (frozen): Job<TunedLensResult> {
      const { leastSquares, translators } = yield* fitTranslators(frozen, { steps, seed });
      const stages = residualStages(frozen.plan.config);
      const sums = stages.map(() => ({ plain: 0, leastSquares: 0, tuned: 0 }));
      let positions = 0;
      for (let batch = 0; batch < HELD_OUT_BATCHES; batch++) {
        const { streams, logits } = await readBatch(frozen, 'validation', batch, seed);
        positions += logits.data.length / frozen.plan.config.V;
        for (const [s, { name }] of stages.entries()) {
          const stream = streams.get(name) as NDArray;
          const klWith = async (translator: Translator | undefined) =>
            sumOfKl(
              logits,
              await frozen.inspector.unembed(translator ? translate(translator, stream) : stream),
            );
          sums[s].plain += await klWith(undefined);
          sums[s].leastSquares += await klWith(leastSquares.get(name));
          sums[s].tuned += await klWith(translators.get(name));
          yield {
            label: 'held-out batches read',
            done: batch * stages.length + s + 1,
            total: HELD_OUT_BATCHES * stages.length,
          };
        }
      }
      setTranslators(run, frozen.step, translators);
      return {
        ...{ step: frozen.step, positions, steps },
        stages: stages.map(({ name, meaning }, s) => ({
          ...{ name, meaning },
          plain: sums[s].plain / positions,
          leastSquares: sums[s].leastSquares / positions,
          tuned: sums[s].tuned / positions,
        })),
      };
    }),
  table: {
    toRequest: ({ count: steps, seed }) => ({ steps, seed }),
    format: ({ stages, positions, steps }) => [
      `KL from the final prediction in nats, means over ${positions} held-out positions; ${steps} batches of training`,
      ...columnTable(stages, [
        ['', ({ meaning }) => meaning],
        fixed('logit lens', ({ plain }) => plain, 3),
        fixed('least squares', ({ leastSquares }) => leastSquares, 3),
        fixed('tuned lens', ({ tuned }) => tuned, 3),
      ]),
    ],
  },
});

/** Σ KL(final ‖ lens) over the positions. */
function sumOfKl(final: NDArray, lens: NDArray): number {
  const V = final.shape[2];
  let sum = 0;
  for (let at = 0; at < final.data.length; at += V)
    sum += klDivergence(final.data.subarray(at, at + V), lens.data.subarray(at, at + V));
  return sum;
}
