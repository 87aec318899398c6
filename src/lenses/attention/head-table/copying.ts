// Copying scores of all heads: Σ λ / Σ |λ| of the eigenvalues of each head's OV circuit over the vocabulary (Elhage et al. 2021), and those
// of as many heads with random matrices.

import { Matrix } from 'ml-matrix';
import { modelViews } from '../../../model/architecture/architecture.ts';
import { headWidth, type ModelConfig } from '../../../model/architecture/config.ts';
import { viewNumbers, type WeightView } from '../../../model/architecture/views/views.ts';
import type { WeightValues } from '../../../model/architecture/weights.ts';
import type { Job } from '../../../shared/job.ts';
import { indices } from '../../../shared/numbers.ts';
import { random } from '../../../shared/random.ts';
import { eigenvalueShare, randomScore, tableProduct } from '../head-circuits/head-circuits.ts';

export interface CopyingScores {
  /** The first tokens of the vocabulary, over which the circuits are. */
  readonly tokens: number;
  /** By head, counted over all layers. */
  readonly scores: number[];
  /** The largest score of as many random heads. */
  readonly bestByChance: number;
}

/** Weights that `copyingScores` reads. */
export function copyingViews(config: ModelConfig): WeightView[] {
  const views = modelViews(config);
  return [views.embedding, views.unembedding, views.finalNorm.gain].concat(
    indices(config.L).flatMap((layer) => [
      views.norm(layer, 0).gain,
      ...indices(config.H).flatMap((head) => {
        const { value, output } = views.head(layer, head);
        return [value.weight, output];
      }),
    ]),
  );
}

/** Over the first `tokens` of the vocabulary. Yields after each block of the table, and after each head. */
export async function* copyingScores(
  config: ModelConfig,
  weights: WeightValues,
  tokens: number,
): Job<CopyingScores> {
  const views = modelViews(config);
  const matrix = (view: WeightView) =>
    Matrix.from1DArray(view.rows, view.columns, viewNumbers(weights, view));
  const D = headWidth(config);
  const table = yield* tableProduct(config, weights, tokens);
  const stream = random(0, 'copying scores');
  const scores: number[] = [];
  let bestByChance = 0;
  for (const layer of indices(config.L)) {
    // The gain of the norm before the head scales what it reads.
    const gains = viewNumbers(weights, views.norm(layer, 0).gain);
    const between = table.clone();
    for (let c = 0; c < between.columns; c++) between.mulColumn(c, gains[c]);
    for (const head of indices(config.H)) {
      const { value, output } = views.head(layer, head);
      scores.push(eigenvalueShare(matrix(output).mmul(between).mmul(matrix(value.weight))));
      bestByChance = Math.max(bestByChance, randomScore(between, D, stream));
      yield { label: 'circuits of heads', done: scores.length, total: config.L * config.H };
    }
  }
  return { tokens, scores, bestByChance };
}
