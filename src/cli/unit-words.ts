// Readings of neurons, features and angles in tables; all count from 0, as on the rest of the command line.

import type {
  AndNeuron,
  AndTableReading,
  AnglesReading,
  DictionaryReading,
  FactFeaturesReading,
  FiringsReading,
  NeuronReading,
  Right,
  SwitchedOff,
  WordScore,
} from '../workers/lab-api.ts';
import type { LensOptions } from './lens.ts';
import type { Look, Told, ToldLens } from './lens-words.ts';
import { percent, table } from './tables.ts';

export const UNIT_LENSES: Readonly<Record<string, ToldLens>> = {
  neuron: { needs: ['layer', 'neuron'], look: tellNeuron },
  'and-gates': { needs: ['subject', 'relation', 'layer'], look: tellAndGates },
  'and-facts': { needs: ['layer'], look: tellAndFacts },
  angles: { needs: [], look: tellAngles },
  features: { needs: ['layer'], look: tellFeatures },
};

async function tellNeuron(look: Look, { layer = 0, neuron = 0, prompt }: LensOptions): Promise<Told> {
  const reading = await look('neuron', { layer, neuron, text: prompt });
  const { inText, asks } = reading;
  const pairs = asks.pairs.map(({ first, second, score }) => [`${first} ${second}`, signed(score)]);
  const lines = [
    ...(inText
      ? table([
          ['in the prompt', ...inText.tokens.map(({ text }) => text)],
          ['sum', ...inText.pre.map(signed)],
          ['activation', ...inText.post.map(signed)],
        ])
      : []),
    ...list('its row asks most for', asks.most.map(word)),
    ...list('least for', asks.least.map(word)),
    ...list('of pairs in the data, most for', pairs),
    ...card(reading),
  ];
  return { reading, lines };
}

/** What neurons and features have alike: what they add, and where they are strong. */
function card({ writes, subjects, fires }: Pick<NeuronReading, 'writes' | 'subjects' | 'fires'>): string[] {
  return [
    ...list('its column makes likelier', writes.promoted.map(word)),
    ...list('less likely', writes.suppressed.map(word)),
    ...list(
      'questions about these drive it most',
      subjects.map(({ subject, value }) => [subject, signed(value)]),
    ),
    ...firings(fires),
  ];
}

async function tellAndGates(look: Look, options: LensOptions): Promise<Told> {
  const { subject = '', relation = '', layer = 0 } = options;
  const reading = await look('andGates', { subject, relation, layer });
  const { byAnd, byContribution, switchedOff, sameFirst, sameLast } = reading;
  const lines = [
    `${subject}: ${reading.answer}; ${sameFirst} others share the first name, ${sameLast} the last`,
    ...(byAnd.length > 0 ? neurons('most AND-like', byAnd) : []),
    ...neurons('adding most to the answer', byContribution),
    ...switches(switchedOff, subject),
  ];
  return { reading, lines };
}

async function tellAndFacts(look: Look, options: LensOptions): Promise<Told> {
  const { layer = 0, count, relation, seed } = options;
  const reading = await look('andFacts', { layer, count, relation, seed });
  const { subjects, facts, switchedOff, neurons: many } = reading;
  const lines = [
    `${subjects.length} facts, each with ${many} neurons of layer ${layer} at 0; ${facts.withAnd} of ${facts.asked} have an AND neuron, ${facts.unitsEach.toFixed(1)} each`,
    ...switches(switchedOff, 'the fact'),
  ];
  return { reading, lines };
}

async function tellAngles(look: Look, { layer = 0, seed }: LensOptions): Promise<Told> {
  const reading = await look('ownAngles', { layer, seed });
  const degrees = (value: number) => `${value.toFixed(1)}°`;
  const row = (name: string, { N, d, deviation, least, most, bound }: AnglesReading) => [
    name,
    String(N),
    String(d),
    ...[deviation, least, most, bound].map(degrees),
  ];
  const head = ['directions', 'how many', 'dimensions', 'spread', 'nearest pair', 'farthest pair', 'bound'];
  const rows = reading.kinds.flatMap(({ of, own, random }) => [
    row(of === 'embeddings' ? of : `${of}, layer ${layer}`, own),
    row('  as many at random', random),
  ]);
  return { reading, lines: table([head, ...rows]) };
}

/** A dictionary learnt here and now: its most frequent features, those of one fact, and one of them, where they are named. */
async function tellFeatures(look: Look, options: LensOptions): Promise<Told> {
  const { layer = 0, count = 10, seed = 0, subject, relation, feature } = options;
  const neurons = (await look('angles', { of: 'what neurons add', layer })).N;
  const asked = { layer, features: 2 * neurons, k: Math.min(8, 2 * neurons), steps: 300, seed };
  const reading = await look('dictionary', asked);
  const isFact = subject !== undefined && relation !== undefined;
  const fact = isFact ? await look('factFeatures', { subject, relation }) : undefined;
  const one = feature === undefined ? undefined : await look('feature', { feature });
  const lines = [
    ...dictionary(reading, count),
    ...(fact ? featuresOf(fact) : []),
    ...(one ? ['', `feature ${one.feature}`, ...card(one)] : []),
  ];
  return { reading: { ...reading, fact, feature: one }, lines };
}

function dictionary(reading: DictionaryReading, count: number): string[] {
  const { features, neurons, explained, used, dead, summaries, facts } = reading;
  const most = summaries
    .slice(0, count)
    .map(({ feature, frequency, strongest: { tokens, position } }) => [
      String(feature),
      percent(frequency),
      tokens.slice(0, position + 1).join(' '),
    ]);
  return [
    `${features} features for ${neurons} neurons: ${percent(explained)} of the variance with ${used.toFixed(1)} at a time, ${dead} never used`,
    ...(facts
      ? [
          `of ${facts.asked} people, ${facts.withFeature} have a feature of their own, ${facts.withNeuron} a neuron`,
        ]
      : []),
    ...table([['feature', 'used at', 'most at the end of'], ...most]),
  ];
}

function featuresOf({ subject, features }: FactFeaturesReading): string[] {
  const rows = features.map(({ feature, table, isAnd, promotes }) => [
    `feature ${feature}${isAnd ? ' AND' : ''}`,
    ...cellsOf(table),
    promotes,
  ]);
  return ['', ...table([[`for ${subject}`, ...AND_COLUMNS, 'likelier with it'], ...rows])];
}

const AND_COLUMNS = ['both names', 'first only', 'last only', 'neither'];

function neurons(title: string, found: readonly AndNeuron[]): string[] {
  const rows = found.map(({ neuron, table, isAnd, contribution }) => [
    `neuron ${neuron}${isAnd ? ' AND' : ''}`,
    ...cellsOf(table),
    signed(contribution),
  ]);
  return ['', ...table([[title, ...AND_COLUMNS, 'to the answer'], ...rows])];
}

function switches(
  switchedOff: readonly (Omit<SwitchedOff, 'neurons'> & { readonly neurons?: readonly number[] })[],
  own: string,
): string[] {
  const rows = switchedOff.map(({ which, own, others }) => [which, share(own), share(others)]);
  return ['', ...table([['switched off', `right about ${own}`, 'about all others'], ...rows])];
}

const share = ({ right, of }: Right) => `${right} of ${of} (${percent(right / of)})`;

function cellsOf(table: AndTableReading | undefined): string[] {
  if (!table) return AND_COLUMNS.map(() => '–');
  return [table.both, table.firstOnly, table.secondOnly, table.neither].map(signed);
}

function firings({ whole, places, active, mean, most }: FiringsReading): string[] {
  const rows = most.map(({ tokens, position, value, times }) => [
    tokens.slice(0, position + 1).join(' '),
    `× ${times}`,
    signed(value),
  ]);
  return [
    '',
    `${whole ? 'over the whole data set' : 'over rows drawn from the data'}: above 0 at ${active} of ${places} tokens, ${signed(mean)} on average`,
    ...(rows.length > 0 ? table([['most at the last token of', 'rows', ''], ...rows]) : []),
  ];
}

const list = (title: string, rows: readonly (readonly string[])[]) =>
  rows.length > 0 ? ['', ...table([[title, ''], ...rows])] : [];

const word = ({ text, score }: WordScore) => [text, signed(score)];

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
