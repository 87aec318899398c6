// Scores of heads by chance, from networks of the same shape whose query and key weights stand in another order, head by head. In a network that
// is not trained they are as good as its own, and in any other they attend as sharply.

import { modelViews } from '../../../model/architecture/architecture.ts';
import { readViews, type WeightView } from '../../../model/architecture/views/views.ts';
import type { FrozenModel } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import { mean } from '../../../shared/numbers.ts';
import { random } from '../../../shared/random.ts';
import { headsOf } from '../head-index.ts';

/** Share of networks without known patterns in which any head passes for one. */
const FAMILY_ERROR = 0.05;

export type ChanceModel = Pick<FrozenModel, 'executor' | 'plan' | 'weights'>;

/** A copy of the weights, freed at the end; `shuffle` makes it another network. */
export async function* withChanceNetworks<Result>(
  { executor, plan, weights }: ChanceModel,
  compute: (model: ChanceModel, shuffle: (network: number) => void) => Job<Result>,
): Job<Result> {
  const copy = weights.emptyCopy(executor);
  try {
    for (const { name } of weights.parameters) {
      const values = (await weights.get([name])).get(name);
      if (values) copy.write(name, 0, values);
    }
    const views = queryAndKeyViews(plan.config);
    const own = await readViews(weights, views);
    const shuffle = (network: number) => {
      for (const [name, numbers] of own) {
        const drawn = Float32Array.from(numbers);
        const stream = random(network, 'chance networks', name);
        for (const view of views) {
          if (view.parameter !== name) continue;
          const indices = indicesOf(view);
          stream.shuffle([...indices]).forEach((from, i) => {
            drawn[indices[i]] = numbers[from];
          });
        }
        copy.write(name, 0, drawn);
      }
    };
    return yield* compute({ executor, plan, weights: copy }, shuffle);
  } finally {
    copy.dispose();
  }
}

/** Each once: heads may share their keys. */
function queryAndKeyViews(config: FrozenModel['plan']['config']): WeightView[] {
  const views = modelViews(config);
  const all = headsOf(config).flatMap(({ layer, head }) => {
    const { query, key } = views.head(layer, head);
    return [query.weight, key.weight];
  });
  return [...new Map(all.map((view) => [`${view.parameter} ${view.offset}`, view])).values()];
}

const indicesOf = ({ offset, rows, columns, rowStride, columnStride }: WeightView): number[] =>
  Array.from(
    { length: rows * columns },
    (_, i) => offset + Math.floor(i / columns) * rowStride + (i % columns) * columnStride,
  );

/**
 * The score that no head exceeds by chance in `tests` comparisons (heads × patterns): the largest score of all networks, and at least where a normal
 * tail, which exp(−z²/2) bounds, has 5 % over all tests.
 */
export function bestByChance(scores: readonly number[], tests: number): number {
  if (scores.length === 0) return 0;
  const center = mean(scores);
  const variance = mean(scores.map((score) => (score - center) ** 2));
  const z = Math.sqrt(2 * Math.log(tests / FAMILY_ERROR));
  return scores.reduce((most, score) => Math.max(most, score), center + z * Math.sqrt(variance));
}
