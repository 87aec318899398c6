// Chapter 7's AND-gates as the page asks for them: neurons that look like an AND of a fact's two names, those that add most
// to its answer, and what the network still knows with them switched off; for one fact, or over many.

import type { RecallProbe } from '../../model/data/dataset.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { withOverallProgress } from '../../shared/job.ts';
import { random } from '../../shared/random.ts';
import type {
  AndFactsRequest,
  AndFactsResult,
  AndGatesRequest,
  AndGatesResult,
  AndNeuron,
  CorrectCount,
  NeuronAblationResult,
} from '../../workers/rpc/api/lab-api.ts';
import { directAttribution } from '../attribution/direct-attribution.ts';
import { evaluateFacts } from '../facts/answer-rank.ts';
import { loadFacts } from '../facts/fact-prompts.ts';
import type { Lens } from '../lens.ts';
import { withFrozenModel } from '../lens.ts';
import { assertMlpLayer } from '../shared/unit-results.ts';
import type { AndTable, SubjectActivations } from './and-gates.ts';
import {
  andTables,
  countAndUnits,
  groupBySubject,
  isAnd,
  rankByAndMargin,
  subjectIndex,
} from './and-gates.ts';
import { ablateNeurons } from './neuron.ts';
import { answerActivations } from './top-activations.ts';

export const AND_GATE_LENSES: { readonly [Name in 'andGates' | 'andFacts']: Lens<Name> } = {
  andGates: (run, request) => withFrozenModel(run, (frozen) => findAndGates(frozen, request)),
  andFacts: (run, request) => withFrozenModel(run, (frozen) => findAndGatesOfFacts(frozen, request)),
};

/** Neurons of each kind that are told of and switched off together. */
const NEURONS_PER_SET = 10;
const DEFAULT_FACT_COUNT = 20;

async function* findAndGates(
  frozen: FrozenModel,
  { subject, relation, layer }: AndGatesRequest,
): Job<AndGatesResult> {
  assertMlpLayer(frozen, layer);
  const context = yield* loadAndGateContext(frozen, layer, relation);
  const factPrompts = context.prompts.filter(
    (each) => each.subject === subject && each.relation === relation,
  );
  if (factPrompts.length === 0) throw new Error(`The data set knows no ${relation} of ${subject}.`);
  const { activations } = context;
  const subjectPosition = subjectIndex(activations, subject);
  const selection = await selectNeurons(frozen, context, factPrompts);
  const { tables, contributions } = selection;
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
    ...countNameSharers(activations, subjectPosition),
    byAnd: (selection.sets.get('most AND-like') ?? []).map(toAndNeuron),
    byContribution: (selection.sets.get('largest contribution') ?? []).map(toAndNeuron),
    switchedOff: yield* ablateSets(frozen, context, factPrompts, selection.sets),
    facts: countAndUnits(activations),
  };
}

/** The same switches for facts drawn by the seed, each with neurons of its own; right answers added up. */
async function* findAndGatesOfFacts(frozen: FrozenModel, request: AndFactsRequest): Job<AndFactsResult> {
  const { layer, count = DEFAULT_FACT_COUNT, seed = 0 } = request;
  assertMlpLayer(frozen, layer);
  const { facts } = loadFacts(frozen);
  const relation = request.relation ?? facts[0].relation;
  const context = yield* loadAndGateContext(frozen, layer, relation);
  const candidates = facts.filter((fact) => {
    const subjectPosition = fact.relation === relation ? subjectIndex(context.activations, fact.subject) : -1;
    return subjectPosition >= 0 && andTables(context.activations, subjectPosition) !== undefined;
  });
  if (candidates.length === 0)
    throw new Error(
      `Of the relation '${relation}' nobody shares both names with others, so there is no AND to look for.`,
    );
  const chosen = random(seed, 'and', 'facts').shuffle(candidates).slice(0, count);
  const sums = new Map<NeuronAblationResult['which'], { own: CorrectCount; others: CorrectCount }>();
  for (const [done, { subject }] of chosen.entries()) {
    const progress = { label: 'facts switched off', done, total: chosen.length };
    const own = context.prompts.filter((each) => each.subject === subject && each.relation === relation);
    const { sets } = await selectNeurons(frozen, context, own);
    for (const { which, own: ownCount, others } of yield* withOverallProgress(
      progress,
      ablateSets(frozen, context, own, sets),
    )) {
      const sum = sums.get(which);
      sums.set(which, { own: addCounts(ownCount, sum?.own), others: addCounts(others, sum?.others) });
    }
  }
  return {
    step: frozen.step,
    layer,
    relation,
    subjects: chosen.map(({ subject }) => subject),
    neurons: Math.min(NEURONS_PER_SET, frozen.plan.config.mlpWidth),
    switchedOff: [...sums].map(([which, counts]) => ({ which, ...counts })),
    facts: countAndUnits(context.activations),
  };
}

/** Every question of the data, and the layer's neurons where those of one relation are answered. */
interface AndGateContext {
  readonly layer: number;
  readonly prompts: readonly RecallProbe[];
  readonly activations: SubjectActivations;
}

async function* loadAndGateContext(
  frozen: FrozenModel,
  layer: number,
  relation: string,
): Job<AndGateContext> {
  const { prompts } = loadFacts(frozen);
  const relationPrompts = prompts.filter((each) => each.relation === relation);
  const tokenRows = relationPrompts.map(({ tokens }) => tokens);
  const answers = yield* answerActivations(frozen.inspector, frozen.plan.config, layer, tokenRows);
  return { layer, prompts, activations: groupBySubject(relationPrompts, answers) };
}

interface NeuronSelection {
  readonly tables?: readonly AndTable[];
  readonly contributions: Float64Array;
  readonly sets: ReadonlyMap<NeuronAblationResult['which'], readonly number[]>;
}

async function selectNeurons(
  frozen: FrozenModel,
  { layer, activations }: AndGateContext,
  factPrompts: readonly RecallProbe[],
): Promise<NeuronSelection> {
  const [{ subject }] = factPrompts;
  const subjectPosition = subjectIndex(activations, subject);
  const tables = subjectPosition < 0 ? undefined : andTables(activations, subjectPosition);
  const contributions = await meanContributions(frozen, layer, factPrompts);
  const all = [...contributions.keys()];
  const byContribution = [...all].sort((a, b) => contributions[b] - contributions[a]);
  const sets = new Map<NeuronAblationResult['which'], readonly number[]>([['none', []]]);
  if (tables) sets.set('most AND-like', rankByAndMargin(tables).slice(0, NEURONS_PER_SET));
  sets.set('largest contribution', byContribution.slice(0, NEURONS_PER_SET));
  sets.set('random', random(0, 'neurons switched off', subject).shuffle(all).slice(0, NEURONS_PER_SET));
  return { tables, contributions, sets };
}

/** What the network still knows with each set at 0: of one fact, and of all others. */
async function* ablateSets(
  { inspector, plan: { config } }: FrozenModel,
  { layer, prompts }: AndGateContext,
  factPrompts: readonly RecallProbe[],
  sets: NeuronSelection['sets'],
): Job<NeuronAblationResult[]> {
  const results: NeuronAblationResult[] = [];
  for (const [which, neurons] of sets) {
    const ranks = yield* evaluateFacts(inspector, config, prompts, ablateNeurons(config, layer, neurons));
    const answers = prompts.map((prompt, i) => ({
      mine: factPrompts.includes(prompt),
      right: ranks[i].rank === 1,
    }));
    const right = (mine: boolean) => countCorrect(answers.filter((each) => each.mine === mine));
    results.push({ which, neurons: [...neurons], own: right(true), others: right(false) });
  }
  return results;
}

const addCounts = (one: CorrectCount, other: CorrectCount = { right: 0, of: 0 }): CorrectCount => ({
  right: one.right + other.right,
  of: one.of + other.of,
});

function countCorrect(answers: readonly { readonly right: boolean }[]): CorrectCount {
  return { right: answers.filter(({ right }) => right).length, of: answers.length };
}

/** With whom a subject shares one name and not the other. */
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

/**
 * By neuron: what it adds to the answer's logit beyond its mean over all tokens, as only differences count in a softmax;
 * meaned over the questions about one fact.
 */
async function meanContributions(
  { plan: { config }, inspector, weights }: FrozenModel,
  layer: number,
  prompts: readonly RecallProbe[],
): Promise<Float64Array> {
  const values = await weights.get();
  const mean = new Float64Array(config.mlpWidth);
  for (const { tokens, answer } of prompts) {
    const request = { B: 1, T: tokens.length, tokens: Int32Array.from(tokens) };
    const at = { row: 0, position: tokens.length - 1 };
    const { neurons } = await directAttribution(inspector, config, values, request, at);
    neurons[layer].forEach((logits, neuron) => {
      const average = logits.reduce((sum, each) => sum + each, 0) / config.V;
      mean[neuron] += (logits[answer] - average) / prompts.length;
    });
  }
  return mean;
}
