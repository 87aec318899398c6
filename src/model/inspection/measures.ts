// Evaluates the measures of a data set: recall by argmax, attention of the best head, senses by nearness.

import type { Job } from '../../shared/job.ts';
import type { ModelConfig } from '../architecture/config.ts';
import type { Measure, RecallProbe, Rule } from '../data/dataset.ts';
import { argmax } from '../generation/sampler.ts';
import { evaluateAttention } from './attention-measure.ts';
import { lastLogitsInBatches } from './inspect-in-batches.ts';
import type { Inspector } from './inspector.ts';
import { evaluateSenses } from './sense-measure.ts';

export interface MeasureValue {
  readonly name: string;
  readonly description: string;
  /** Between 0 and 1. */
  readonly value: number;
  /** The value over held-out probes, if the measure has probes of both splits. */
  readonly heldOut?: number;
  readonly chance?: number;
  /** Of the held-out probes, where it is another. */
  readonly heldOutChance?: number;
  readonly rule?: Rule;
  /** Of attention: what the same head attends to at the same distances from all other queries, as a positional head would. */
  readonly positional?: number;
  /** Number of probes. */
  readonly count: number;
  /** [layer][head]: value of each head, for a measure of attention, and its attention at the same distances elsewhere. */
  readonly heads?: number[][];
  readonly positionalHeads?: number[][];
}

export async function* evaluateMeasure(
  inspector: Inspector,
  config: ModelConfig,
  measure: Measure,
): Job<MeasureValue> {
  const { name, description, chance, rule } = measure;
  const given = { name, description, ...(chance !== undefined && { chance }), ...(rule && { rule }) };
  const common = { ...given, count: measure.probes.length };
  if (measure.kind !== 'recall') {
    const { heldOutChance } = measure;
    const values =
      measure.kind === 'attention'
        ? yield* evaluateAttention(inspector, config, measure)
        : yield* evaluateSenses(inspector, config, measure);
    return { ...common, ...values, ...(heldOutChance !== undefined && { heldOutChance }) };
  }
  const correct = yield* evaluateRecall(inspector, config, measure.probes);
  const accuracy = (split: RecallProbe['split']) => {
    const results = correct.filter((_, i) => measure.probes[i].split === split);
    return results.length === 0 ? undefined : results.filter(Boolean).length / results.length;
  };
  const [trained, heldOut] = [accuracy('train'), accuracy('validation')];
  const accuracies = trained === undefined ? { value: heldOut ?? 0 } : { value: trained, heldOut };
  return { ...common, ...accuracies };
}

/** For each probe, whether the most probable next token is the answer. */
export async function* evaluateRecall(
  inspector: Inspector,
  config: ModelConfig,
  probes: readonly RecallProbe[],
): Job<boolean[]> {
  const correct: boolean[] = [];
  for await (const batch of lastLogitsInBatches(inspector, config, probeTokens(probes))) {
    for (const logits of batch) correct.push(argmax(logits) === probes[correct.length].answer);
    yield { label: 'prompts evaluated', done: correct.length, total: probes.length };
  }
  return correct;
}

const probeTokens = (probes: readonly RecallProbe[]) => probes.map(({ tokens }) => tokens);
