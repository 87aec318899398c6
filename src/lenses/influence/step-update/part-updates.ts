// An update of the weights, split by the parts of the network: what each part's share does to the probability of one token, to first
// order and exactly, and which tokens it raises and lowers through the unembedding.

import { Weights, type WeightValues } from '../../../model/architecture/weights.ts';
import type { Inspector } from '../../../model/inspection/inspector.ts';
import type { Run } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import { logSoftmax } from '../../shared/divergence.ts';
import { withInspector } from '../../shared/frozen-model.ts';
import type { TokenScore } from '../../shared/results.ts';
import { topAndBottomTokens } from '../../shared/top-tokens.ts';
import { exactUpdates } from './exact-updates.ts';
import { type Question, updateEstimates, updateParts } from './update-estimates.ts';

/** Changes of ln p of one token after one prompt, in nats. */
export interface PartUpdate {
  /** Layers count from 1. */
  name: string;
  /** Gradient · update. */
  estimate: number;
  /** By the update of this part alone. */
  exact: number;
  /** The exact change, if only the unembedding reads what the part writes at the last token. */
  direct: number;
  /** The logits that this direct path changes most, less the mean change. */
  raised: TokenScore[];
  lowered: TokenScore[];
}

const NAMED = 2;

/** By question, then by part. `old` has the weights before the update. */
export async function* partUpdates(
  { executor, plan, weights: { parameters } }: Pick<Run, 'executor' | 'plan' | 'weights'>,
  old: Inspector,
  [before, after]: readonly [WeightValues, WeightValues],
  questions: readonly Question[],
): Job<PartUpdate[][]> {
  const { config } = plan;
  const weights = new Weights(executor, parameters);
  const parts = updateParts(config, parameters);
  const total = parts.length + questions.length;
  const report = (done: number) => ({ label: 'updates of parts read', done, total });
  try {
    weights.set(before);
    return yield* withInspector({ executor, plan, weights }, async function* (changed) {
      const results = questions.map((): PartUpdate[] => []);
      const prompts = questions.map(({ ids }) => ids);
      const models = { config, old, changed, weights };
      for await (const { base, whole, direct } of exactUpdates(models, parts, [before, after], prompts)) {
        const [{ length }] = results;
        questions.forEach(({ answer }, q) => {
          const change = (logits: Float32Array) => logSoftmax(logits)[answer] - logSoftmax(base[q])[answer];
          const [raised, lowered] = topAndBottomTokens({ plan }, centredChange(base[q], direct[q]), NAMED);
          results[q].push({
            ...{ name: parts[length].name, estimate: 0, raised, lowered },
            ...{ exact: change(whole[q]), direct: change(direct[q]) },
          });
        });
        yield report(length + 1);
      }
      const update = new Map(
        parameters.map(({ name }) => [name, difference(after.get(name), before.get(name))]),
      );
      for (const [q, question] of questions.entries()) {
        const estimates = await updateEstimates(old, config, parts, update, question);
        estimates.forEach((estimate, p) => {
          results[q][p].estimate = estimate;
        });
        yield report(parts.length + q + 1);
      }
      return results;
    });
  } finally {
    weights.dispose();
  }
}

const difference = (one: Float32Array = new Float32Array(), other: Float32Array = new Float32Array()) =>
  one.map((value, i) => value - other[i]);

function centredChange(from: Float32Array, to: Float32Array): Float32Array {
  const change = difference(to, from);
  const mean = change.reduce((sum, value) => sum + value, 0) / change.length;
  return change.map((value) => value - mean);
}
