// Neurons that look like an AND of a fact's two names, neurons that contribute most to its answer, and the model without them.

import type { FactKey } from '../../../model/data/dataset.ts';
import { FACT_KEY_ENTRIES } from '../../../model/data/facts/fact-schema.ts';
import type { FrozenModel } from '../../../model/training/run.ts';
import type { Job } from '../../../shared/job.ts';
import {
  AND_COLUMNS,
  type AndTable,
  type AndUnitCounts,
  countAndUnits,
  isAnd,
  type SubjectActivations,
  subjectIndex,
} from '../../shared/and-gates.ts';
import { defineFrozenLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';
import { columnTable, signed } from '../../shared/text-table.ts';
import { assertMlpLayer } from '../../shared/unit-results.ts';
import {
  ablateSets,
  ablationLines,
  loadFactActivations,
  type NeuronAblationResult,
  selectNeurons,
} from '../neuron-sets.ts';

export type { AndTable as AndTableResult } from '../../shared/and-gates.ts';
export type { CorrectCount, NeuronAblationResult } from '../neuron-sets.ts';

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
