// Composition scores of pairs of heads: how much of what one head writes lies where another one reads, from the weights alone
// (Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits").

import { Matrix } from 'ml-matrix';
import { modelViews } from '../../model/architecture/architecture.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import { readViews, viewNumbers, type WeightView } from '../../model/architecture/views/views.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { dotProduct } from '../../shared/numbers.ts';
import { type HeadIndex, headsOf } from '../attention/head-index.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, fixed } from '../shared/text-table.ts';

/** Scores of one head with one head of a later layer. */
export interface CompositionScores {
  readonly q: number;
  readonly k: number;
  readonly v: number;
}

export function compositionViews(config: ModelConfig): WeightView[] {
  return headsOf(config).flatMap(({ layer, head }) => {
    const { query, key, value, output } = modelViews(config).head(layer, head);
    return [query.weight, key.weight, value.weight, output];
  });
}

/** The root mean square of a score if one of both matrices is rotated at random: what no composition looks like. */
export const randomComposition = ({ C }: ModelConfig): number => 1 / Math.sqrt(C);

/**
 * [sender][receiver], both counted over all layers; undefined unless the receiver's layer is the later one. With QK = W_Q W_Kᵀ
 * and OV = W_V W_O: q = |OV QK| / (|OV| |QK|), k = |OV QKᵀ| / (|OV| |QK|), v = |OV OV'| / (|OV| |OV'|), Frobenius norms. The
 * gains of norms are left out.
 */
export async function* compositionScores(
  config: ModelConfig,
  weights: WeightValues,
): Job<(CompositionScores | undefined)[][]> {
  const all = headsOf(config);
  // W_Q, W_K, W_V (C, D) and W_O (D, C) of each head.
  const matrices = all.map(({ layer, head }) => {
    const { query, key, value, output } = modelViews(config).head(layer, head);
    const read = (view: WeightView) =>
      Matrix.from1DArray(view.rows, view.columns, viewNumbers(weights, view));
    return { q: read(query.weight), k: read(key.weight), v: read(value.weight), o: read(output) };
  });
  const scores: (CompositionScores | undefined)[][] = [];
  for (const [s, sender] of matrices.entries()) {
    const { v, o } = sender;
    const ov = productNorm(v, o);
    scores.push(
      matrices.map((receiver, r) => {
        if (all[s].layer >= all[r].layer) return undefined;
        const { q, k, v: value, o: output } = receiver;
        const qk = productNorm(q, k.transpose());
        return {
          q: productNorm(v, o.mmul(q).mmul(k.transpose())) / (ov * qk),
          k: productNorm(v, o.mmul(k).mmul(q.transpose())) / (ov * qk),
          v: productNorm(v, o.mmul(value).mmul(output)) / (ov * productNorm(value, output)),
        };
      }),
    );
    yield { label: 'heads compared', done: s + 1, total: matrices.length };
  }
  return scores;
}

/** |A B| of A (C, D) and B (D, C): |A B|² = Σ (AᵀA) ∘ (B Bᵀ), without the (C, C) product. */
function productNorm(a: Matrix, b: Matrix): number {
  const [left, right] = [a.transpose().mmul(a), b.mmul(b.transpose())];
  return Math.sqrt(Math.max(0, dotProduct(left.to1DArray(), right.to1DArray())));
}

export interface CompositionResult {
  step: number;
  /** The root mean square of a score of matrices that are rotated at random. */
  random: number;
  /** The later layer's head last; the largest score of the three first. */
  pairs: (CompositionScores & { sender: HeadIndex; receiver: HeadIndex })[];
}

/** Composition scores of all pairs of heads in different layers. */
export const compositionLens = defineFrozenLens({
  name: 'composition',
  request: v.EMPTY,
  compute: compose,
  table: { toRequest: () => ({}), format: compositionLines },
});

async function* compose({ plan: { config }, step, weights }: FrozenModel): Job<CompositionResult> {
  const values = await readViews(weights, compositionViews(config));
  const scores = yield* compositionScores(config, values);
  const heads = headsOf(config);
  const pairs = scores.flatMap((row, s) =>
    row.flatMap((each, r) => (each ? [{ ...each, sender: heads[s], receiver: heads[r] }] : [])),
  );
  return { step, random: randomComposition(config), pairs: pairs.sort((a, b) => largest(b) - largest(a)) };
}

const largest = ({ q, k, v }: CompositionScores) => Math.max(q, k, v);

const LISTED_PAIRS = 20;

function compositionLines({ pairs, random }: CompositionResult): string[] {
  if (pairs.length === 0) return ['The model has one layer: no head reads what another writes.'];
  const named = ({ layer, head }: HeadIndex) => `head ${layer}.${head}`;
  const lines = columnTable(pairs.slice(0, LISTED_PAIRS), [
    ['heads', ({ sender, receiver }) => `${named(sender)} → ${named(receiver)}`],
    fixed('q', ({ q }) => q, 3),
    fixed('k', ({ k }) => k, 3),
    fixed('v', ({ v }) => v, 3),
  ]);
  return [`at random ${random.toFixed(3)}`, ...lines];
}
