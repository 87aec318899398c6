// The lenses on MLP neurons as the page asks for them: one neuron's card, and the neurons that look like an AND of two names.

import { paddedLength } from '../model/context.ts';
import { type Corpus, corpusOf } from '../model/data/corpus.ts';
import type { RecallProbe } from '../model/data/dataset.ts';
import type { Values } from '../model/inspector.ts';
import type { SubjectActivations } from '../model/lenses/and-gates.ts';
import { andsOverall, andTables, bySubject, isAnd, rankedByAnd } from '../model/lenses/and-gates.ts';
import { directAttribution } from '../model/lenses/direct-attribution.ts';
import { cosine } from '../model/lenses/embedding.ts';
import { answerActivations, corpusActivations } from '../model/lenses/firings.ts';
import { driveOfTokens, neuronsOff, neuronWeights, writesOfNeuron } from '../model/lenses/neuron.ts';
import { askAll } from '../model/lenses/replies.ts';
import type { InPieces } from '../model/pieces.ts';
import { random } from '../model/random.ts';
import type { Run, Still } from '../model/run.ts';
import { factsOf } from './fact-questions.ts';
import type {
  AndNeuron,
  AndReading,
  AndRequest,
  HoldingReading,
  HoldingRequest,
  NeuronReading,
  NeuronRequest,
  Right,
  SwitchedOff,
} from './lab-api.ts';
import type { Lens } from './lens.ts';
import { withStill } from './lens.ts';
import { checkTokens, readable, tokensOf } from './reading-text.ts';
import { checkMlp, describeFirings, drivenBy, extremes, questionsOf } from './units.ts';

export const NEURON_LENSES: { readonly [Name in 'neuron' | 'andGates' | 'holding']: Lens<Name> } = {
  neuron: (run, asked) => withStill(run, (still) => describeNeuron(still, asked)),
  andGates: (run, asked) => withStill(run, (still) => lookForAnds(still, asked)),
  holding: holdingOf,
};

async function holdingOf(run: Run, { text, layer, position, ids }: HoldingRequest): Promise<HoldingReading> {
  checkMlp(run, layer);
  checkTokens(run, ids);
  const { config } = run.plan;
  const tokens = readable(run, text, position);
  const at = position ?? tokens.length - 1;
  const T = paddedLength(tokens.length, config.T);
  const padded = new Int32Array(T);
  padded.set(tokens);
  const names = [`blocks.${layer}.hook_resid_mid`, `blocks.${layer}.hook_resid_post`] as const;
  const { activations } = await run.inspector.look({ B: 1, T, tokens: padded, names });
  const [before, after] = names.map((name) =>
    (activations.get(name) as Values).data.subarray(at * config.C, (at + 1) * config.C),
  );
  const rows = await run.weights.rows('transformer.wte.weight', ids);
  const directions = tokensOf(run, ids).map((token, i) => {
    const direction = rows.subarray(i * config.C, (i + 1) * config.C);
    return { ...token, before: cosine(before, direction), after: cosine(after, direction) };
  });
  return { step: run.step, token: tokensOf(run, [tokens[at]])[0], directions };
}

/** Neurons of each kind that are told of and switched off together. */
const TOLD = 10;

async function* describeNeuron(still: Still, asked: NeuronRequest): InPieces<NeuronReading> {
  const { plan, step, inspector } = still;
  const { config, dataset } = plan;
  const { layer, neuron, text } = asked;
  checkMlp(still, layer);
  if (!Number.isInteger(neuron) || neuron < 0 || neuron >= config.mlpWidth)
    throw new Error(
      `Each layer has ${config.mlpWidth} neurons, counted from 0; there is no neuron ${neuron}.`,
    );
  const weights = await still.weights.get(neuronWeights(config, layer));
  const inText = text === undefined ? undefined : await inTextOf(still, { layer, neuron, text });
  const corpus = dataset.withoutRows ? promptsOf(still, text) : corpusOf(dataset, config.T);
  const { vectors, spots } = yield* corpusActivations(inspector, config, layer, corpus.rows);
  const questions = questionsOf(still);
  const answers = yield* answerActivations(
    inspector,
    config,
    layer,
    questions.map(({ tokens }) => tokens),
  );
  const [most, least] = extremes(still, driveOfTokens(config, weights, { layer, neuron }));
  const bias = (weights.get(`transformer.h.${layer}.mlp.c_fc.bias`) as Float32Array)[neuron];
  const [promoted, suppressed] = extremes(
    still,
    writesOfNeuron(config, weights, { layer, neuron }, inText?.scale),
  );
  return {
    step,
    ...(inText && { inText: inText.reading }),
    asks: { most, least, bias },
    subjects: questions.length > 0 ? drivenBy(bySubject(questions, answers), neuron) : [],
    writes: { promoted, suppressed },
    fires: describeFirings(still, corpus, vectors, spots, neuron),
  };
}

/** Where there are no rows to walk through: the prompts that are there to try, and the one that is asked about. */
function promptsOf(still: Still, text: string | undefined): Corpus {
  const { prompts } = still.plan.dataset;
  const texts = new Set(text === undefined ? prompts : [text, ...prompts]);
  return { rows: [...texts].map((each) => readable(still, each)), whole: false };
}

/** The neuron in a text, and the last layer norm's scale at its end: what direct contributions are divided by there. */
async function inTextOf(still: Still, { layer, neuron, text }: Required<NeuronRequest>) {
  const { config } = still.plan;
  const ids = readable(still, text);
  const T = paddedLength(ids.length, config.T);
  const tokens = new Int32Array(T);
  tokens.set(ids);
  const { activations } = await still.inspector.look({
    B: 1,
    T,
    tokens,
    names: [`blocks.${layer}.mlp.hook_pre`, `blocks.${layer}.mlp.hook_post`, 'ln_final.hook_scale'],
  });
  const column = (name: 'hook_pre' | 'hook_post') => {
    const { data } = activations.get(`blocks.${layer}.mlp.${name}`) as Values;
    return ids.map((_, position) => data[position * config.mlpWidth + neuron]);
  };
  const scale = (activations.get('ln_final.hook_scale') as Values).data[ids.length - 1];
  return {
    scale,
    reading: { tokens: tokensOf(still, ids), pre: column('hook_pre'), post: column('hook_post') },
  };
}

async function* lookForAnds(still: Still, { subject, relation, layer }: AndRequest): InPieces<AndReading> {
  const { plan, step, inspector } = still;
  const { config } = plan;
  checkMlp(still, layer);
  const { questions } = factsOf(still);
  const own = questions.filter((each) => each.subject === subject && each.relation === relation);
  if (own.length === 0) throw new Error(`The data set knows no ${relation} of ${subject}.`);
  const alike = questions.filter((each) => each.relation === relation);
  const answers = yield* answerActivations(
    inspector,
    config,
    layer,
    alike.map(({ tokens }) => tokens),
  );
  const activations = bySubject(alike, answers);
  const place = activations.subjects.findIndex(({ first, last }) => `${first} ${last}` === subject);
  const tables = place < 0 ? undefined : andTables(activations, place);
  const contributions = await meanContributions(still, layer, own);
  const describe = (neuron: number): AndNeuron => {
    const table = tables?.[neuron];
    return { neuron, table, isAnd: table !== undefined && isAnd(table), contribution: contributions[neuron] };
  };
  const all = [...contributions.keys()];
  const chosen = {
    none: [],
    ...(tables && { 'most AND-like': rankedByAnd(tables).slice(0, TOLD) }),
    'largest contribution': [...all].sort((a, b) => contributions[b] - contributions[a]).slice(0, TOLD),
    random: random(0, 'neurons switched off', subject)
      .shuffle([...all])
      .slice(0, TOLD),
  };
  const switchedOff: SwitchedOff[] = [];
  for (const [which, neurons] of Object.entries(chosen) as [SwitchedOff['which'], number[]][]) {
    const verdicts = yield* askAll(inspector, config, questions, neuronsOff(config, layer, neurons));
    const asked = questions.map((question, i) => ({
      mine: own.includes(question),
      right: verdicts[i].rank === 1,
    }));
    const right = (mine: boolean) => countRight(asked.filter((each) => each.mine === mine));
    switchedOff.push({ which, neurons, own: right(true), others: right(false) });
  }
  return {
    step,
    layer,
    subject,
    relation,
    answer: plan.dataset.tokenizer.vocabulary[own[0].answer],
    ...partners(activations, place),
    byAnd: (chosen['most AND-like'] ?? []).map(describe),
    byContribution: chosen['largest contribution'].map(describe),
    switchedOff,
    facts: andsOverall(activations),
  };
}

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
