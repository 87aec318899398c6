// Sets of neurons for one fact, and the accuracy of the model with each set ablated.

import type { RecallProbe } from '../../model/data/dataset.ts';
import { answerActivations } from '../../model/inspection/corpus-activations.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { rowOf, sum } from '../../shared/numbers.ts';
import { random } from '../../shared/random.ts';
import { directAttribution } from '../attribution/direct-attribution.ts';
import { evaluateFacts } from '../facts/answer-rank.ts';
import { loadFacts } from '../facts/fact-prompts.ts';
import {
  type AndTable,
  andTables,
  groupBySubject,
  rankByAndMargin,
  type SubjectActivations,
  subjectIndex,
} from '../shared/and-gates.ts';
import { columnTable, formatPercent } from '../shared/text-table.ts';
import { ablateNeurons } from './neuron.ts';

/** Prompts answered correctly. */
export interface CorrectCount {
  right: number;
  of: number;
}

type SetName = 'none' | 'most AND-like' | 'largest contribution' | 'most active' | 'random';

export interface NeuronAblationResult {
  which: SetName;
  neurons: number[];
  /** Prompts about the fact, and about all others, with the neurons at zero. */
  own: CorrectCount;
  others: CorrectCount;
  /** Prompts about the fact with the neurons at their mean over the subjects, which takes away less than zero does. */
  ownAtMean: CorrectCount;
}

export const NEURONS_PER_SET = 10;

/** All prompts of the data, and the layer's neurons where the prompts of one relation are answered. */
export interface FactActivations {
  readonly layer: number;
  readonly prompts: readonly RecallProbe[];
  readonly activations: SubjectActivations;
}

export async function* loadFactActivations(
  frozen: FrozenModel,
  layer: number,
  relation: string,
): Job<FactActivations> {
  const { prompts } = loadFacts(frozen);
  const relationPrompts = prompts.filter((each) => each.relation === relation);
  const tokenRows = relationPrompts.map(({ tokens }) => tokens);
  const name = `blocks.${layer}.mlp.hook_post` as const;
  const answers = yield* answerActivations(frozen.inspector, frozen.plan.config, name, tokenRows);
  return { layer, prompts, activations: groupBySubject(relationPrompts, answers) };
}

export interface NeuronSelection {
  /** By neuron; absent if the subject shares no name. */
  readonly tables?: readonly AndTable[];
  readonly contributions: Float64Array;
  readonly sets: ReadonlyMap<SetName, readonly number[]>;
}

/** `factPrompts`: all prompts about one fact. */
export async function selectNeurons(
  frozen: FrozenModel,
  { layer, activations }: FactActivations,
  factPrompts: readonly RecallProbe[],
): Promise<NeuronSelection> {
  const [{ subject }] = factPrompts;
  const index = subjectIndex(activations, subject);
  const tables = index < 0 ? undefined : andTables(activations, index);
  const contributions = await meanContributions(frozen, layer, factPrompts);
  const all = [...contributions.keys()];
  const byContribution = [...all].sort((a, b) => contributions[b] - contributions[a]);
  const sets = new Map<SetName, readonly number[]>([['none', []]]);
  if (tables) sets.set('most AND-like', rankByAndMargin(tables).slice(0, NEURONS_PER_SET));
  sets.set('largest contribution', byContribution.slice(0, NEURONS_PER_SET));
  if (index >= 0) sets.set('most active', mostActive(activations, index));
  sets.set('random', random(0, 'neurons switched off', subject).shuffle(all).slice(0, NEURONS_PER_SET));
  return { tables, contributions, sets };
}

function mostActive({ values, units }: SubjectActivations, subject: number): number[] {
  const own = rowOf(values, subject, units);
  return [...own.keys()].sort((a, b) => own[b] - own[a]).slice(0, NEURONS_PER_SET);
}

export async function* ablateSets(
  { inspector, plan: { config } }: FrozenModel,
  { layer, prompts, activations }: FactActivations,
  factPrompts: readonly RecallProbe[],
  sets: NeuronSelection['sets'],
): Job<NeuronAblationResult[]> {
  const results: NeuronAblationResult[] = [];
  const means = meanActivations(activations);
  for (const [which, neurons] of sets) {
    const ranks = yield* evaluateFacts(inspector, config, prompts, ablateNeurons(config, layer, neurons));
    const [own, others] = [true, false].map((isOwn) =>
      countCorrect(ranks.filter((_, i) => factPrompts.includes(prompts[i]) === isOwn)),
    );
    const atMean = ablateNeurons(config, layer, neurons, means);
    const ownAtMean = countCorrect(yield* evaluateFacts(inspector, config, factPrompts, atMean));
    results.push({ which, neurons: [...neurons], own, others, ownAtMean });
  }
  return results;
}

const countCorrect = (ranks: readonly { readonly rank: number }[]): CorrectCount => ({
  right: ranks.filter(({ rank }) => rank === 1).length,
  of: ranks.length,
});

/** By neuron, over the subjects. */
function meanActivations({ subjects, values, units }: SubjectActivations): Float64Array {
  const means = new Float64Array(units);
  values.forEach((value, i) => {
    means[i % units] += value / subjects.length;
  });
  return means;
}

/**
 * By neuron: the direct contribution to the answer's logit, less the mean contribution to all logits, because softmax depends
 * on differences only; mean over the prompts.
 */
async function meanContributions(
  { plan: { config }, inspector, weights }: FrozenModel,
  layer: number,
  prompts: readonly RecallProbe[],
): Promise<Float64Array> {
  const values = await weights.get();
  const contributions = new Float64Array(config.mlpWidth);
  for (const { tokens, answer } of prompts) {
    const request = { B: 1, T: tokens.length, tokens: Int32Array.from(tokens) };
    const at = { row: 0, position: tokens.length - 1 };
    const { neurons } = await directAttribution(inspector, config, values, request, at);
    neurons[layer].forEach((logits, neuron) => {
      contributions[neuron] += (logits[answer] - sum(logits) / config.V) / prompts.length;
    });
  }
  return contributions;
}

/** For the command line. */
export function ablationLines(
  results: readonly Omit<NeuronAblationResult, 'neurons'>[],
  fact: string,
): string[] {
  const cell = ({ right, of }: CorrectCount) => `${right} of ${of} (${formatPercent(right / of)})`;
  const lines = columnTable(results, [
    ['ablated', ({ which }) => which],
    [`correct about ${fact}`, ({ own }) => cell(own)],
    ['at their mean', ({ ownAtMean }) => cell(ownAtMean)],
    ['about all others', ({ others }) => cell(others)],
  ]);
  return ['', ...lines];
}
