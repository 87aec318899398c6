// Continues a run on data with another vocabulary: known tokens keep their vectors, new tokens get initial ones.

import { transformerParameters } from '../architecture/architecture.ts';
import { isTokenTable } from '../architecture/parameters.ts';
import type { WeightValues } from '../architecture/weights.ts';
import { initialWeights } from '../architecture/weights.ts';
import type { RunPlan } from './run-plan.ts';
import type { Snapshot } from './snapshot.ts';

/** Converts a snapshot of a run of `from` for a run of `to`; the plans differ only in their data. */
export function remapVocabulary(
  to: RunPlan,
  from: RunPlan,
  { step, weights, moments, variants }: Snapshot,
): Snapshot {
  const [before, after] = [from, to].map(({ dataset }) => dataset.tokenizer.vocabulary);
  if (before.length === after.length && before.every((token, id) => token === after[id]))
    return { step, weights, moments, variants };
  // Moments are stored by offset and the offsets have changed: the optimizer restarts.
  return { step, weights: remapTokenTables(weights, before, to) };
}

function remapTokenTables(
  weights: WeightValues,
  previousVocabulary: readonly string[],
  to: RunPlan,
): WeightValues {
  const { C } = to.config;
  const parameters = transformerParameters(to.config);
  const initialized = initialWeights(parameters, { ...to.config, ...to.training });
  const previousIds = new Map(previousVocabulary.map((token, id) => [token, id]));
  const remapped = new Map(weights);
  for (const { name } of parameters.filter(isTokenTable)) {
    const [old, rows] = [weights.get(name), initialized.get(name)?.slice()];
    if (!old || !rows) continue;
    for (const [id, token] of to.dataset.tokenizer.vocabulary.entries()) {
      const previousId = previousIds.get(token);
      if (previousId !== undefined) rows.set(old.subarray(previousId * C, (previousId + 1) * C), id * C);
    }
    remapped.set(name, rows);
  }
  return remapped;
}
