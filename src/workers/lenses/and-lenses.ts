// Chapter 7's AND-gates as the page asks for them: neurons that look like an AND of a fact's two names, those that add most
// to its answer, and what the network still knows with them switched off; for one fact, or over many.

import type { RecallProbe } from '../../model/data/dataset.ts';
import type { AndTable, SubjectActivations } from '../../model/lenses/and-gates.ts';
import {
  andsOverall,
  andTables,
  bySubject,
  isAnd,
  placeOf,
  rankedByAnd,
} from '../../model/lenses/and-gates.ts';
import { directAttribution } from '../../model/lenses/direct-attribution.ts';
import { answerActivations } from '../../model/lenses/firings.ts';
import { neuronsOff } from '../../model/lenses/neuron.ts';
import { askAll } from '../../model/lenses/replies.ts';
import type { InPieces } from '../../model/pieces.ts';
import { partOf } from '../../model/pieces.ts';
import { random } from '../../model/random.ts';
import type { Still } from '../../model/run.ts';
import type {
  AndFactsReading,
  AndFactsRequest,
  AndNeuron,
  AndReading,
  AndRequest,
  Right,
  SwitchedOff,
} from '../lab-api.ts';
import { factsOf } from './fact-questions.ts';
import type { Lens } from './lens.ts';
import { withStill } from './lens.ts';
import { checkMlp } from './units.ts';

export const AND_LENSES: { readonly [Name in 'andGates' | 'andFacts']: Lens<Name> } = {
  andGates: (run, asked) => withStill(run, (still) => lookForAnds(still, asked)),
  andFacts: (run, asked) => withStill(run, (still) => lookForAndsInMany(still, asked)),
};

/** Neurons of each kind that are told of and switched off together. */
const TOLD = 10;
const FACTS_ASKED = 20;

async function* lookForAnds(still: Still, { subject, relation, layer }: AndRequest): InPieces<AndReading> {
  checkMlp(still, layer);
  const scene = yield* sceneOf(still, layer, relation);
  const own = scene.questions.filter((each) => each.subject === subject && each.relation === relation);
  if (own.length === 0) throw new Error(`The data set knows no ${relation} of ${subject}.`);
  const { activations } = scene;
  const place = placeOf(activations, subject);
  const chosen = await chooseNeurons(still, scene, own);
  const { tables, contributions } = chosen;
  const describe = (neuron: number): AndNeuron => {
    const table = tables?.[neuron];
    return { neuron, table, isAnd: table !== undefined && isAnd(table), contribution: contributions[neuron] };
  };
  return {
    step: still.step,
    layer,
    subject,
    relation,
    answer: still.plan.dataset.tokenizer.vocabulary[own[0].answer],
    ...partners(activations, place),
    byAnd: (chosen.sets.get('most AND-like') ?? []).map(describe),
    byContribution: (chosen.sets.get('largest contribution') ?? []).map(describe),
    switchedOff: yield* switchOff(still, scene, own, chosen.sets),
    facts: andsOverall(activations),
  };
}

/** The same switches for facts drawn by the seed, each with neurons of its own; right answers added up. */
async function* lookForAndsInMany(still: Still, asked: AndFactsRequest): InPieces<AndFactsReading> {
  const { layer, count = FACTS_ASKED, seed = 0 } = asked;
  checkMlp(still, layer);
  const { facts } = factsOf(still);
  const relation = asked.relation ?? facts[0].relation;
  const scene = yield* sceneOf(still, layer, relation);
  const candidates = facts.filter((fact) => {
    const place = fact.relation === relation ? placeOf(scene.activations, fact.subject) : -1;
    return place >= 0 && andTables(scene.activations, place) !== undefined;
  });
  if (candidates.length === 0)
    throw new Error(
      `Of the relation '${relation}' nobody shares both names with others, so there is no AND to look for.`,
    );
  const chosen = random(seed, 'and', 'facts').shuffle(candidates).slice(0, count);
  const sums = new Map<SwitchedOff['which'], { own: Right; others: Right }>();
  for (const [done, { subject }] of chosen.entries()) {
    const progress = { what: 'facts switched off', done, total: chosen.length };
    const own = scene.questions.filter((each) => each.subject === subject && each.relation === relation);
    const { sets } = await chooseNeurons(still, scene, own);
    for (const { which, own: mine, others } of yield* partOf(progress, switchOff(still, scene, own, sets))) {
      const sum = sums.get(which);
      sums.set(which, { own: addRight(mine, sum?.own), others: addRight(others, sum?.others) });
    }
  }
  return {
    step: still.step,
    layer,
    relation,
    subjects: chosen.map(({ subject }) => subject),
    neurons: Math.min(TOLD, still.plan.config.mlpWidth),
    switchedOff: [...sums].map(([which, rights]) => ({ which, ...rights })),
    facts: andsOverall(scene.activations),
  };
}

/** Every question of the data, and the layer's neurons where those of one relation are answered. */
interface Scene {
  readonly layer: number;
  readonly questions: readonly RecallProbe[];
  readonly activations: SubjectActivations;
}

async function* sceneOf(still: Still, layer: number, relation: string): InPieces<Scene> {
  const { questions } = factsOf(still);
  const alike = questions.filter((each) => each.relation === relation);
  const prompts = alike.map(({ tokens }) => tokens);
  const answers = yield* answerActivations(still.inspector, still.plan.config, layer, prompts);
  return { layer, questions, activations: bySubject(alike, answers) };
}

interface ChosenNeurons {
  readonly tables?: readonly AndTable[];
  readonly contributions: Float64Array;
  readonly sets: ReadonlyMap<SwitchedOff['which'], readonly number[]>;
}

async function chooseNeurons(
  still: Still,
  { layer, activations }: Scene,
  own: readonly RecallProbe[],
): Promise<ChosenNeurons> {
  const [{ subject }] = own;
  const place = placeOf(activations, subject);
  const tables = place < 0 ? undefined : andTables(activations, place);
  const contributions = await meanContributions(still, layer, own);
  const all = [...contributions.keys()];
  const byContribution = [...all].sort((a, b) => contributions[b] - contributions[a]);
  const sets = new Map<SwitchedOff['which'], readonly number[]>([['none', []]]);
  if (tables) sets.set('most AND-like', rankedByAnd(tables).slice(0, TOLD));
  sets.set('largest contribution', byContribution.slice(0, TOLD));
  sets.set('random', random(0, 'neurons switched off', subject).shuffle(all).slice(0, TOLD));
  return { tables, contributions, sets };
}

/** What the network still knows with each set at 0: of one fact, and of all others. */
async function* switchOff(
  { inspector, plan: { config } }: Still,
  { layer, questions }: Scene,
  own: readonly RecallProbe[],
  sets: ChosenNeurons['sets'],
): InPieces<SwitchedOff[]> {
  const results: SwitchedOff[] = [];
  for (const [which, neurons] of sets) {
    const verdicts = yield* askAll(inspector, config, questions, neuronsOff(config, layer, neurons));
    const asked = questions.map((question, i) => ({
      mine: own.includes(question),
      right: verdicts[i].rank === 1,
    }));
    const right = (mine: boolean) => countRight(asked.filter((each) => each.mine === mine));
    results.push({ which, neurons: [...neurons], own: right(true), others: right(false) });
  }
  return results;
}

const addRight = (one: Right, other: Right = { right: 0, of: 0 }): Right => ({
  right: one.right + other.right,
  of: one.of + other.of,
});

function countRight(asked: readonly { readonly right: boolean }[]): Right {
  return { right: asked.filter(({ right }) => right).length, of: asked.length };
}

/** With whom a subject shares one name and not the other. */
function partners({ subjects }: SubjectActivations, place: number): { sameFirst: number; sameLast: number } {
  const me = subjects[place];
  const others = me ? subjects.filter((other) => other !== me) : [];
  return {
    sameFirst: others.filter(({ first }) => first === me.first).length,
    sameLast: others.filter(({ last }) => last === me.last).length,
  };
}

/**
 * By neuron: what it adds to the answer's logit beyond its mean over all tokens, as only differences count in a softmax;
 * meaned over the questions about one fact.
 */
async function meanContributions(
  { plan: { config }, inspector, weights }: Still,
  layer: number,
  questions: readonly RecallProbe[],
): Promise<Float64Array> {
  const values = await weights.get();
  const mean = new Float64Array(config.mlpWidth);
  for (const { tokens, answer } of questions) {
    const request = { B: 1, T: tokens.length, tokens: Int32Array.from(tokens) };
    const place = { row: 0, position: tokens.length - 1 };
    const { neurons } = await directAttribution(inspector, config, values, request, place);
    neurons[layer].forEach((logits, neuron) => {
      const average = logits.reduce((sum, each) => sum + each, 0) / config.V;
      mean[neuron] += (logits[answer] - average) / questions.length;
    });
  }
  return mean;
}
