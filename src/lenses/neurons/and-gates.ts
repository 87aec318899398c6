// AND neurons of one fact, and of many: their activations by subject, and the model without them (chapter 7, 8:15 to 11:25).

import type { FactKey } from '../../model/data/dataset.ts';
import { FACT_KEY_ENTRIES } from '../../model/data/facts/fact-schema.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import { type Job, withOverallProgress } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import { loadFacts } from '../facts/fact-prompts.ts';
import {
  AND_COLUMNS,
  type AndTable,
  type AndUnitCounts,
  andTables,
  countAndUnits,
  isAnd,
  type SubjectActivations,
  subjectIndex,
} from '../shared/and-gates.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, signed } from '../shared/text-table.ts';
import { assertMlpLayer } from '../shared/unit-results.ts';
import {
  ablateSets,
  ablationLines,
  type CorrectCount,
  loadFactActivations,
  NEURONS_PER_SET,
  type NeuronAblationResult,
  selectNeurons,
} from './neuron-sets.ts';

export type { AndTable as AndTableResult } from '../shared/and-gates.ts';
export type { CorrectCount, NeuronAblationResult } from './neuron-sets.ts';

export interface AndNeuron {
  neuron: number;
  /** Absent if no other subject shares the first name, or none the last name. */
  table?: AndTable;
  isAnd: boolean;
  /** Direct contribution to the answer's logit, less the mean contribution to all logits. */
  contribution: number;
}

export interface AndGatesResult extends FactKey {
  step: number;
  layer: number;
  answer: string;
  /** Other subjects with the same first name, and with the same last name. */
  sameFirst: number;
  sameLast: number;
  /** Most AND-like first, and largest contribution first. */
  byAnd: AndNeuron[];
  byContribution: AndNeuron[];
  /** Accuracy with each set of neurons ablated. */
  switchedOff: NeuronAblationResult[];
  facts: AndUnitCounts;
}

const REQUEST = v.strictObject({ ...FACT_KEY_ENTRIES, layer: v.anyNumber });

/**
 * Neurons that look like an AND of a fact's two names, neurons that contribute most to its answer, and the model without them.
 */
export const andGatesLens = defineFrozenLens({
  name: 'and-gates',
  aliases: ['andGates'],
  request: REQUEST,
  compute: findAndGates,
  table: {
    requiredOptions: ['subject', 'relation', 'layer'],
    toRequest: ({ subject = '', relation = '', layer = 0 }) => ({ subject, relation, layer }),
    format: ({ subject, answer, sameFirst, sameLast, byAnd, byContribution, switchedOff }) => [
      `${subject}: ${answer}; ${sameFirst} others share the first name, ${sameLast} the last`,
      ...(byAnd.length > 0 ? neuronLines('most AND-like', byAnd) : []),
      ...neuronLines('largest contribution', byContribution),
      ...ablationLines(switchedOff, subject),
    ],
  },
});

async function* findAndGates(
  frozen: FrozenModel,
  { subject, relation, layer }: v.InferOutput<typeof REQUEST>,
): Job<AndGatesResult> {
  assertMlpLayer(frozen, layer);
  const context = yield* loadFactActivations(frozen, layer, relation);
  const factPrompts = context.prompts.filter(
    (each) => each.subject === subject && each.relation === relation,
  );
  if (factPrompts.length === 0) throw new Error(`The data set has no ${relation} of ${subject}.`);
  const { activations } = context;
  const { tables, contributions, sets } = await selectNeurons(frozen, context, factPrompts);
  const toAndNeuron = (neuron: number): AndNeuron => {
    const table = tables?.[neuron];
    return { neuron, table, isAnd: table !== undefined && isAnd(table), contribution: contributions[neuron] };
  };
  return {
    step: frozen.step,
    layer,
    subject,
    relation,
    answer: frozen.plan.dataset.tokenizer.vocabulary[factPrompts[0].answer],
    ...countNameSharers(activations, subjectIndex(activations, subject)),
    byAnd: (sets.get('most AND-like') ?? []).map(toAndNeuron),
    byContribution: (sets.get('largest contribution') ?? []).map(toAndNeuron),
    switchedOff: yield* ablateSets(frozen, context, factPrompts, sets),
    facts: yield* countAndUnits(activations),
  };
}

/** Subjects that share exactly the first or the last name. */
function countNameSharers(
  { subjects }: SubjectActivations,
  index: number,
): { sameFirst: number; sameLast: number } {
  const own = subjects[index];
  const others = own ? subjects.filter((other) => other !== own) : [];
  return {
    sameFirst: others.filter(({ first }) => first === own.first).length,
    sameLast: others.filter(({ last }) => last === own.last).length,
  };
}

function neuronLines(title: string, neurons: readonly AndNeuron[]): string[] {
  const lines = columnTable(neurons, [
    [title, ({ neuron, isAnd }) => `neuron ${neuron}${isAnd ? ' AND' : ''}`],
    ...AND_COLUMNS,
    signed('contribution', ({ contribution }) => contribution),
  ]);
  return ['', ...lines];
}

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
const FACTS_REQUEST = v.strictObject({
  layer: v.anyNumber,
  count: v.optional(v.COUNT),
  relation: v.optional(v.WORD),
  seed: v.optional(v.SEED),
});

/** The ablations of `and-gates` for many facts, each with its own neurons; correct answers are summed. */
export const andGatesFactsLens = defineFrozenLens({
  name: 'and-gates-facts',
  aliases: ['andFacts', 'and-facts'],
  request: FACTS_REQUEST,
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
  request: v.InferOutput<typeof FACTS_REQUEST>,
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
