// The ablations of `and-gates` for many facts, each with its own neurons; correct answers are summed.

import type { FrozenModel } from '../../../model/training/run.ts';
import { type Job, withOverallProgress } from '../../../shared/job.ts';
import { random } from '../../../shared/random.ts';
import { loadFacts } from '../../facts/fact-prompts.ts';
import { type AndUnitCounts, andTables, countAndUnits, subjectIndex } from '../../shared/and-gates.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';
import { assertMlpLayer } from '../../shared/unit-results.ts';
import {
  ablateSets,
  ablationLines,
  type CorrectCount,
  loadFactActivations,
  NEURONS_PER_SET,
  type NeuronAblationResult,
  selectNeurons,
} from '../neuron-sets.ts';

export interface AndFactsResult {
  step: number;
  layer: number;
  relation: string;
  /** One ablation each, and the number of neurons in a set. */
  subjects: string[];
  neurons: number;
  switchedOff: Omit<NeuronAblationResult, 'neurons'>[];
  facts: AndUnitCounts;
}

const DEFAULT_COUNT = 20;

// `count`: facts chosen by the seed; 20 by default. `relation`: by default the data set's first.
const REQUEST = v.strictObject({
  layer: v.anyNumber,
  count: v.optional(v.COUNT),
  relation: v.optional(v.WORD),
  seed: v.optional(v.SEED),
});

export const andGatesFactsLens = defineFrozenLens({
  name: 'and-gates-facts',
  aliases: ['andFacts', 'and-facts'],
  request: REQUEST,
  compute: ablateFacts,
  table: {
    requiredOptions: ['layer'],
    toRequest: ({ layer = 0, count, relation, seed }) => ({ layer, count, relation, seed }),
    format: ({ subjects, neurons, layer, facts, switchedOff }) => [
      `${subjects.length} facts, each with ${neurons} neurons of layer ${layer} ablated; ${facts.withAnd} of ${facts.asked} have an AND neuron, ${facts.unitsEach.toFixed(1)} each; by chance ${facts.withAndByChance.toFixed(1)}`,
      ...ablationLines(switchedOff, 'the fact'),
    ],
  },
});

async function* ablateFacts(
  frozen: FrozenModel,
  request: v.InferOutput<typeof REQUEST>,
): Job<AndFactsResult> {
  const { layer, count = DEFAULT_COUNT, seed = 0 } = request;
  assertMlpLayer(frozen, layer);
  const { facts } = loadFacts(frozen);
  const relation = request.relation ?? facts[0].relation;
  const context = yield* loadFactActivations(frozen, layer, relation);
  const candidates = facts.filter((fact) => {
    const index = fact.relation === relation ? subjectIndex(context.activations, fact.subject) : -1;
    return index >= 0 && andTables(context.activations, index) !== undefined;
  });
  if (candidates.length === 0)
    throw new Error(`No subject of the relation '${relation}' shares both its names, so there is no AND.`);
  const chosen = random(seed, 'and', 'facts').shuffle(candidates).slice(0, count);
  const sums = new Map<NeuronAblationResult['which'], Omit<NeuronAblationResult, 'which' | 'neurons'>>();
  for (const [done, { subject }] of chosen.entries()) {
    const progress = { label: 'facts ablated', done, total: chosen.length };
    const own = context.prompts.filter((each) => each.subject === subject && each.relation === relation);
    const { sets } = await selectNeurons(frozen, context, own);
    const results = yield* withOverallProgress(progress, ablateSets(frozen, context, own, sets));
    for (const { which, own, others, ownAtMean } of results) {
      const sum = sums.get(which);
      sums.set(which, {
        own: addCounts(own, sum?.own),
        others: addCounts(others, sum?.others),
        ownAtMean: addCounts(ownAtMean, sum?.ownAtMean),
      });
    }
  }
  return {
    step: frozen.step,
    layer,
    relation,
    subjects: chosen.map(({ subject }) => subject),
    neurons: Math.min(NEURONS_PER_SET, frozen.plan.config.mlpWidth),
    switchedOff: [...sums].map(([which, counts]) => ({ which, ...counts })),
    facts: yield* countAndUnits(context.activations),
  };
}

const addCounts = (one: CorrectCount, other: CorrectCount = { right: 0, of: 0 }): CorrectCount => ({
  right: one.right + other.right,
  of: one.of + other.of,
});
