// The tokens with the highest and the lowest scores.

import { softmax } from '../../model/generation/sampler.ts';
import type { Tokenizer } from '../../model/tokenizers/tokenizer.ts';
import type { RunPlan } from '../../model/training/run-plan.ts';
import { bottomIndices, topIndices } from '../../shared/top-indices.ts';
import type { TokenProbability, TokenScore } from './results.ts';

/** More than any view shows, fewer than a vocabulary. */
const MAX_TOKENS = 20;

/** The most probable tokens under logits (V), most probable first. */
export function topTokens(logits: Float32Array, { vocabulary }: Tokenizer): TokenProbability[] {
  const p = softmax(logits);
  return topIndices(p, MAX_TOKENS).map((id) => ({
    id,
    text: vocabulary[id],
    probability: p[id],
    logit: logits[id],
  }));
}

/** The `count` highest and the `count` lowest of scores (V), most extreme first. */
export function topAndBottomTokens(
  { plan }: { readonly plan: RunPlan },
  scores: ArrayLike<number>,
  count: number,
): [TokenScore[], TokenScore[]] {
  const named = (ids: readonly number[]) =>
    toTokenScores(
      { plan },
      ids.map((id) => ({ id, score: scores[id] })),
    );
  return [named(topIndices(scores, count)), named(bottomIndices(scores, count))];
}

/** With the tokens' texts. */
export function toTokenScores(
  { plan }: { readonly plan: RunPlan },
  scored: readonly { readonly id: number; readonly score: number }[],
): TokenScore[] {
  const { vocabulary } = plan.dataset.tokenizer;
  return scored.map(({ id, score }) => ({ id, text: vocabulary[id], score }));
}
