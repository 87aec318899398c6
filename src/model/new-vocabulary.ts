// Going on with a model whose data has other words: every token that was known keeps its vectors, new ones begin at random.

import { transformerParameters } from './parameters.ts';
import type { Snapshot } from './run.ts';
import type { RunPlan } from './run-plan.ts';
import type { WeightValues } from './weights.ts';
import { initialWeights } from './weights.ts';

/** Weights with a row a token, `[V, C]`. */
const BY_TOKEN = ['transformer.wte.weight', 'lm_head.weight'];

/** A snapshot of a run of `from`, made fit for `to`, which differs in nothing but its data. */
export function goOnWith(
  to: RunPlan,
  from: RunPlan,
  { step, weights, moments, variants }: Snapshot,
): Snapshot {
  const [before, after] = [from, to].map(({ dataset }) => dataset.tokenizer.vocabulary);
  if (before.length === after.length && before.every((token, id) => token === after[id]))
    return { step, weights, moments, variants };
  // The optimiser remembers each weight by its place, and those have moved: it starts afresh.
  return { step, weights: withVocabulary(weights, before, to) };
}

function withVocabulary(weights: WeightValues, before: readonly string[], to: RunPlan): WeightValues {
  const { C } = to.config;
  const fresh = initialWeights(transformerParameters(to.config), { ...to.config, ...to.training });
  const idBefore = new Map(before.map((token, id) => [token, id]));
  const fitted = new Map(weights);
  for (const name of BY_TOKEN) {
    const [old, rows] = [weights.get(name), fresh.get(name)?.slice()];
    if (!old || !rows) continue;
    for (const [id, token] of to.dataset.tokenizer.vocabulary.entries()) {
      const known = idBefore.get(token);
      if (known !== undefined) rows.set(old.subarray(known * C, (known + 1) * C), id * C);
    }
    fitted.set(name, rows);
  }
  return fitted;
}
