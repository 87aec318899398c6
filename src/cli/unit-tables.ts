// Readings of neurons, features and angles in tables; all count from 0, as on the rest of the command line.

import type {
  AndNeuron,
  AndTableResult,
  AnglesResult,
  CorrectCount,
  DictionaryResult,
  FactFeaturesResult,
  NeuronAblationResult,
  NeuronResult,
  TokenScore,
  TopActivationsResult,
} from '../workers/rpc/api/lab-api.ts';
import type { LensOptions } from './commands/lens.ts';
import type { LensOutput, QueryLens, TableLens } from './lens-tables.ts';
import { formatPercent, formatTable } from './text-table.ts';

export const UNIT_TABLE_LENSES: Readonly<Record<string, TableLens>> = {
  neuron: { requiredOptions: ['layer', 'neuron'], run: tabulateNeuron },
  'and-gates': { requiredOptions: ['subject', 'relation', 'layer'], run: tabulateAndGates },
  'and-facts': { requiredOptions: ['layer'], run: tabulateAndFacts },
  angles: { requiredOptions: [], run: tabulateAngles },
  features: { requiredOptions: ['layer'], run: tabulateFeatures },
};

async function tabulateNeuron(
  query: QueryLens,
  { layer = 0, neuron = 0, prompt }: LensOptions,
): Promise<LensOutput> {
  const result = await query('neuron', { layer, neuron, text: prompt });
  const { inText, asks } = result;
  const pairs = asks.pairs.map(({ first, second, score }) => [`${first} ${second}`, formatSigned(score)]);
  const lines = [
    ...(inText
      ? formatTable([
          ['in the prompt', ...inText.tokens.map(({ text }) => text)],
          ['sum', ...inText.pre.map(formatSigned)],
          ['activation', ...inText.post.map(formatSigned)],
        ])
      : []),
    ...titledTable('its row asks most for', asks.most.map(tokenRow)),
    ...titledTable('least for', asks.least.map(tokenRow)),
    ...titledTable('of pairs in the data, most for', pairs),
    ...unitLines(result),
  ];
  return { result, lines };
}

/** What neurons and features have alike: what they add, and where they are strong. */
function unitLines({
  writes,
  subjects,
  fires,
}: Pick<NeuronResult, 'writes' | 'subjects' | 'fires'>): string[] {
  return [
    ...titledTable('its column makes likelier', writes.promoted.map(tokenRow)),
    ...titledTable('less likely', writes.suppressed.map(tokenRow)),
    ...titledTable(
      'questions about these drive it most',
      subjects.map(({ subject, value }) => [subject, formatSigned(value)]),
    ),
    ...topActivationLines(fires),
  ];
}

async function tabulateAndGates(query: QueryLens, options: LensOptions): Promise<LensOutput> {
  const { subject = '', relation = '', layer = 0 } = options;
  const result = await query('andGates', { subject, relation, layer });
  const { byAnd, byContribution, switchedOff, sameFirst, sameLast } = result;
  const lines = [
    `${subject}: ${result.answer}; ${sameFirst} others share the first name, ${sameLast} the last`,
    ...(byAnd.length > 0 ? neuronLines('most AND-like', byAnd) : []),
    ...neuronLines('adding most to the answer', byContribution),
    ...ablationLines(switchedOff, subject),
  ];
  return { result, lines };
}

async function tabulateAndFacts(query: QueryLens, options: LensOptions): Promise<LensOutput> {
  const { layer = 0, count, relation, seed } = options;
  const result = await query('andFacts', { layer, count, relation, seed });
  const { subjects, facts, switchedOff, neurons: many } = result;
  const lines = [
    `${subjects.length} facts, each with ${many} neurons of layer ${layer} at 0; ${facts.withAnd} of ${facts.asked} have an AND neuron, ${facts.unitsEach.toFixed(1)} each`,
    ...ablationLines(switchedOff, 'the fact'),
  ];
  return { result, lines };
}

async function tabulateAngles(query: QueryLens, { layer = 0, seed }: LensOptions): Promise<LensOutput> {
  const result = await query('ownAngles', { layer, seed });
  const degrees = (value: number) => `${value.toFixed(1)}°`;
  const row = (name: string, { N, d, deviation, least, most, bound }: AnglesResult) => [
    name,
    String(N),
    String(d),
    ...[deviation, least, most, bound].map(degrees),
  ];
  const head = ['directions', 'how many', 'dimensions', 'spread', 'nearest pair', 'farthest pair', 'bound'];
  const rows = result.kinds.flatMap(({ of, own, random }) => [
    row(of === 'embeddings' ? of : `${of}, layer ${layer}`, own),
    row('  as many at random', random),
  ]);
  return { result, lines: formatTable([head, ...rows]) };
}

/** A dictionary learnt here and now: its most frequent features, those of one fact, and one of them, where they are named. */
async function tabulateFeatures(query: QueryLens, options: LensOptions): Promise<LensOutput> {
  const { layer = 0, count = 10, seed = 0, subject, relation, feature } = options;
  const neurons = (await query('angles', { of: 'what neurons add', layer })).N;
  const request = { layer, features: 2 * neurons, k: Math.min(8, 2 * neurons), steps: 300, seed };
  const result = await query('dictionary', request);
  const isFact = subject !== undefined && relation !== undefined;
  const fact = isFact ? await query('factFeatures', { subject, relation }) : undefined;
  const one = feature === undefined ? undefined : await query('feature', { feature });
  const lines = [
    ...dictionaryLines(result, count),
    ...(fact ? factFeatureLines(fact) : []),
    ...(one ? ['', `feature ${one.feature}`, ...unitLines(one)] : []),
  ];
  return { result: { ...result, fact, feature: one }, lines };
}

function dictionaryLines(result: DictionaryResult, count: number): string[] {
  const { features, neurons, explained, used, dead, summaries, facts } = result;
  const most = summaries
    .slice(0, count)
    .map(({ feature, frequency, strongest: { tokens, position } }) => [
      String(feature),
      formatPercent(frequency),
      tokens.slice(0, position + 1).join(' '),
    ]);
  return [
    `${features} features for ${neurons} neurons: ${formatPercent(explained)} of the variance with ${used.toFixed(1)} at a time, ${dead} never used`,
    ...(facts
      ? [
          `of ${facts.asked} people, ${facts.withFeature} have a feature of their own, ${facts.withNeuron} a neuron`,
        ]
      : []),
    ...formatTable([['feature', 'used at', 'most at the end of'], ...most]),
  ];
}

function factFeatureLines({ subject, features }: FactFeaturesResult): string[] {
  const rows = features.map(({ feature, table, isAnd, promotes }) => [
    `feature ${feature}${isAnd ? ' AND' : ''}`,
    ...andTableCells(table),
    promotes,
  ]);
  return ['', ...formatTable([[`for ${subject}`, ...AND_COLUMNS, 'likelier with it'], ...rows])];
}

const AND_COLUMNS = ['both names', 'first only', 'last only', 'neither'];

function neuronLines(title: string, rankedNeurons: readonly AndNeuron[]): string[] {
  const rows = rankedNeurons.map(({ neuron, table, isAnd, contribution }) => [
    `neuron ${neuron}${isAnd ? ' AND' : ''}`,
    ...andTableCells(table),
    formatSigned(contribution),
  ]);
  return ['', ...formatTable([[title, ...AND_COLUMNS, 'to the answer'], ...rows])];
}

function ablationLines(
  switchedOff: readonly (Omit<NeuronAblationResult, 'neurons'> & { readonly neurons?: readonly number[] })[],
  own: string,
): string[] {
  const rows = switchedOff.map(({ which, own, others }) => [
    which,
    countAndPercent(own),
    countAndPercent(others),
  ]);
  return ['', ...formatTable([['switched off', `right about ${own}`, 'about all others'], ...rows])];
}

const countAndPercent = ({ right, of }: CorrectCount) => `${right} of ${of} (${formatPercent(right / of)})`;

function andTableCells(table: AndTableResult | undefined): string[] {
  if (!table) return AND_COLUMNS.map(() => '–');
  return [table.both, table.firstOnly, table.secondOnly, table.neither].map(formatSigned);
}

function topActivationLines({ whole, places, active, mean, most }: TopActivationsResult): string[] {
  const rows = most.map(({ tokens, position, value, times }) => [
    tokens.slice(0, position + 1).join(' '),
    `× ${times}`,
    formatSigned(value),
  ]);
  return [
    '',
    `${whole ? 'over the whole data set' : 'over rows drawn from the data'}: above 0 at ${active} of ${places} tokens, ${formatSigned(mean)} on average`,
    ...(rows.length > 0 ? formatTable([['most at the last token of', 'rows', ''], ...rows]) : []),
  ];
}

const titledTable = (title: string, rows: readonly (readonly string[])[]) =>
  rows.length > 0 ? ['', ...formatTable([[title, ''], ...rows])] : [];

const tokenRow = ({ text, score }: TokenScore) => [text, formatSigned(score)];

const formatSigned = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
