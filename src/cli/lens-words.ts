// Readings in tables: what each lens of the command line is asked, and how its answer is told.

import type {
  EditedReply,
  EditReading,
  EditSite,
  Lenses,
  LensName,
  RunInfo,
  TraceRow,
} from '../workers/lab-api.ts';
import type { LensOptions } from './lens.ts';
import { percent, table } from './tables.ts';
import { UNIT_LENSES } from './unit-words.ts';

export type Look = <Name extends LensName>(
  name: Name,
  asks: Lenses[Name]['asks'],
) => Promise<Lenses[Name]['answers']>;

export interface Told {
  readonly reading: unknown;
  readonly lines: string[];
}

export interface ToldLens {
  readonly needs: readonly (keyof LensOptions)[];
  readonly look: (look: Look, options: LensOptions, run: RunInfo) => Promise<Told>;
}

export const TOLD_LENSES: Readonly<Record<string, ToldLens>> = {
  facts: { needs: [], look: tellFacts },
  'logit-lens': { needs: ['prompt'], look: tellLogitLens },
  attribution: { needs: ['prompt'], look: tellAttribution },
  trace: { needs: ['prompt', 'subject'], look: tellTrace },
  'trace-facts': { needs: [], look: tellTraceFacts },
  edit: { needs: ['subject', 'relation', 'to'], look: tellEdit },
  'head-scores': { needs: [], look: tellHeadScores },
  ablation: { needs: ['prompt', 'layer', 'head'], look: tellAblation },
  stream: { needs: ['prompt'], look: tellStream },
  ...UNIT_LENSES,
};

async function tellFacts(look: Look, { relation, subject }: LensOptions): Promise<Told> {
  const reading = await look('facts', {});
  const facts = reading.facts.filter(
    (fact) => (relation ?? fact.relation) === fact.relation && (subject ?? fact.subject) === fact.subject,
  );
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const rows = facts.map(({ subject, relation, answer, replies }) => [
    subject,
    relation,
    answer.text,
    `${replies.filter(({ rank }) => rank === 1).length}/${replies.length}`,
    percent(mean(replies.map(({ probability }) => probability))),
    Math.min(...replies.map(({ margin }) => margin)).toFixed(2),
    [...new Set(replies.filter(({ rank }) => rank > 1).map(({ said }) => said.text))].join(', '),
  ]);
  const head = ['subject', 'relation', 'answer', 'right', 'probability', 'least margin', 'says instead'];
  return { reading: { ...reading, facts }, lines: table([head, ...rows]) };
}

async function tellLogitLens(look: Look, options: LensOptions, run: RunInfo): Promise<Told> {
  const follow = tokenId(run, options.answer);
  const reading = await look('logitLens', { text: options.prompt ?? '', follow });
  const rows = reading.rows.map(({ meaning, cells }) => [
    meaning,
    ...cells.map(({ next }) => `${next[0].text} ${percent(next[0].probability)}`),
    `${percent(cells[cells.length - 1].followed.probability)}, rank ${cells[cells.length - 1].followed.rank}`,
  ]);
  const head = [
    'if it stopped',
    ...reading.tokens.map(({ text }) => text),
    `${reading.followed.text} at the end`,
  ];
  return { reading, lines: table([head, ...rows]) };
}

async function tellAttribution(look: Look, options: LensOptions, run: RunInfo): Promise<Told> {
  const { prompt = '', position } = options;
  const answer = tokenId(run, options.answer);
  const rival = tokenId(run, options.rival);
  const reading = await look('attribution', { text: prompt, answer, rival, position });
  const parts: [string, number][] = [
    ['embedding', reading.embed],
    ['position', reading.positionEmbed],
    ...reading.heads.flatMap((layer, l) =>
      layer.map((value, h): [string, number] => [`layer ${l}, head ${h}`, value]),
    ),
    ...reading.mlps.map((value, l): [string, number] => [`layer ${l}, all neurons`, value]),
    ['biases', [...reading.attentionBias, ...reading.mlpBias, reading.finalBias].reduce((a, b) => a + b)],
    [`${reading.answer.text}${reading.rival ? ` less ${reading.rival.text}` : ''}, in all`, reading.total],
  ];
  const neurons = reading.neurons
    .flatMap((layer, l) => layer.map((value, n) => ({ name: `layer ${l}, neuron ${n}`, value })))
    .sort((one, other) => Math.abs(other.value) - Math.abs(one.value))
    .slice(0, 10);
  const lines = [
    ...table([['part', 'adds'], ...parts.map(([name, value]) => [name, value.toFixed(3)])]),
    '',
    ...table([['strongest neurons', 'adds'], ...neurons.map(({ name, value }) => [name, value.toFixed(3)])]),
  ];
  return { reading, lines };
}

async function tellTrace(look: Look, options: LensOptions, run: RunInfo): Promise<Told> {
  const { prompt = '', subject = '', samples, noise, seed } = options;
  const answer = tokenId(run, options.answer);
  const reading = await look('trace', { text: prompt, subject, answer, samples, noise, seed });
  const head = ['put back', ...reading.tokens.map(({ text }) => text)];
  const gap = `${reading.answer.text}: ${percent(reading.clean)}, with noise on the subject ${percent(reading.corrupted)}`;
  return { reading, lines: [gap, ...table([head, ...recovered(reading.rows)])] };
}

async function tellTraceFacts(look: Look, options: LensOptions): Promise<Told> {
  const { count, relation, samples, noise, seed } = options;
  const reading = await look('traceFacts', { count, relation, samples, noise, seed });
  const { traced, unknown, clean, corrupted, places, strongestMlp } = reading;
  const lines = [
    `${traced} questions, ${unknown} left out as unknown; ${percent(clean)}, with noise on the subject ${percent(corrupted)}`,
    ...table([['put back', ...places], ...recovered(reading.rows)]),
    ...(strongestMlp ? [`strongest MLP: layer ${strongestMlp.layer}, ${strongestMlp.place}`] : []),
  ];
  return { reading, lines };
}

function recovered(rows: readonly TraceRow[]): string[][] {
  return rows.map(({ kind, layer, recovered }) => [
    kind === 'embedding' ? kind : `${kind} ${layer}`,
    ...recovered.map(percent),
  ]);
}

async function tellEdit(look: Look, options: LensOptions, run: RunInfo): Promise<Told> {
  const { subject = '', relation = '', to = '', protect, seed } = options;
  const site = siteOf(options, run);
  const reading = await look('edit', { subject, relation, newAnswer: to, site, protect, seed });
  return { reading, lines: editLines(reading) };
}

/** Where an edit is made; undefined where the options leave that to the lab. */
export function siteOf({ layer, at }: LensOptions, { model }: RunInfo): EditSite | undefined {
  if (layer === undefined && at === undefined) return undefined;
  return { layer: layer ?? (model.tied ? model.L - 1 : 0), at: at ?? 'answer' };
}

function editLines(reading: EditReading): string[] {
  const { site, others, sameFirstName, sameLastName, changed } = reading;
  const replies = (kind: string, all: readonly EditedReply[]) =>
    all.map(({ before, after }) => [
      kind,
      before.prompt,
      percent(before.probability),
      percent(after.probability),
      after.said.text,
    ]);
  return [
    `${reading.relation} of ${reading.subject}: ${reading.oldAnswer} → ${reading.newAnswer}, layer ${site.layer}, at the ${site.at === 'answer' ? 'answer' : 'subject’s last token'}`,
    ...table([
      ['question', '', 'before', 'after', 'says'],
      ...replies('fitted', reading.fitted),
      ...replies('other wording', reading.paraphrases),
      ...replies('behind other text', reading.withText),
    ]),
    `other questions answered as before: ${others.kept} of ${others.of}; same first name ${sameFirstName.kept} of ${sameFirstName.of}, same last name ${sameLastName.kept} of ${sameLastName.of}`,
    ...changed.map(({ prompt, before, after }) => `  ${prompt}: ${before} → ${after}`),
  ];
}

async function tellHeadScores(look: Look, { prompt }: LensOptions): Promise<Told> {
  const reading = await look('headScores', { text: prompt });
  const { habits } = reading;
  const head = ['head', ...habits.map(({ habit }) => habit)];
  const rows = habits[0].scores.flatMap((layer, l) =>
    layer.map((_, h) => [`layer ${l}, head ${h}`, ...habits.map(({ scores }) => percent(scores[l][h]))]),
  );
  return {
    reading,
    lines: table([head, ...rows, ['chance', ...habits.map(({ chance }) => percent(chance))]]),
  };
}

async function tellAblation(look: Look, options: LensOptions): Promise<Told> {
  const { prompt = '', layer = 0, head = 0, kind = 'zero', seed = 0 } = options;
  const reading = await look('ablation', { text: prompt, layer, head, kind, seed });
  const side = (name: string, { loss, next, text }: typeof reading.whole) => [
    name,
    loss.toFixed(4),
    `${next[0].text} ${percent(next[0].probability)}`,
    text,
  ];
  const rows = [side('whole', reading.whole), side(`without layer ${layer}, head ${head}`, reading.ablated)];
  return { reading, lines: table([['network', 'loss', 'says', 'goes on'], ...rows]) };
}

async function tellStream(look: Look, { prompt = '' }: LensOptions): Promise<Told> {
  const reading = await look('stream', { text: prompt });
  const rows = reading.stages.map(({ meaning, norm, added, turn, next }) => [
    meaning,
    norm.toFixed(2),
    added.toFixed(2),
    turn.toFixed(2),
    `${next[0].text} ${percent(next[0].probability)}`,
  ]);
  return {
    reading,
    lines: table([['last token', 'length', 'added', 'cosine with before', 'would say'], ...rows]),
  };
}

function tokenId({ vocabulary }: RunInfo, word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const id = vocabulary.indexOf(word);
  if (id < 0) throw new Error(`The model does not know “${word}”; choose a token of its vocabulary.`);
  return id;
}
