// Readings in tables: what each lens of the command line is asked, and how its answer is told.

import type {
  EditedPromptResult,
  EditResult,
  EditSite,
  Lenses,
  LensName,
  RunInfo,
  TraceRow,
} from '../workers/rpc/api/lab-api.ts';
import type { LensOptions } from './commands/lens.ts';
import { formatPercent, formatTable } from './text-table.ts';
import { UNIT_TABLE_LENSES } from './unit-tables.ts';

export type QueryLens = <Name extends LensName>(
  name: Name,
  request: Lenses[Name]['request'],
) => Promise<Lenses[Name]['result']>;

export interface LensOutput {
  readonly result: unknown;
  readonly lines: string[];
}

export interface TableLens {
  readonly requiredOptions: readonly (keyof LensOptions)[];
  readonly run: (query: QueryLens, options: LensOptions, run: RunInfo) => Promise<LensOutput>;
}

export const TABLE_LENSES: Readonly<Record<string, TableLens>> = {
  facts: { requiredOptions: [], run: tabulateFacts },
  'logit-lens': { requiredOptions: ['prompt'], run: tabulateLogitLens },
  attribution: { requiredOptions: ['prompt'], run: tabulateAttribution },
  trace: { requiredOptions: ['prompt', 'subject'], run: tabulateTrace },
  'trace-facts': { requiredOptions: [], run: tabulateTraceFacts },
  edit: { requiredOptions: ['subject', 'relation', 'to'], run: tabulateEdit },
  'head-scores': { requiredOptions: [], run: tabulateHeadScores },
  ablation: { requiredOptions: ['prompt', 'layer', 'head'], run: tabulateAblation },
  stream: { requiredOptions: ['prompt'], run: tabulateStream },
  ...UNIT_TABLE_LENSES,
};

async function tabulateFacts(query: QueryLens, { relation, subject }: LensOptions): Promise<LensOutput> {
  const result = await query('facts', {});
  const facts = result.facts.filter(
    (fact) => (relation ?? fact.relation) === fact.relation && (subject ?? fact.subject) === fact.subject,
  );
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const rows = facts.map(({ subject, relation, answer, replies }) => [
    subject,
    relation,
    answer.text,
    `${replies.filter(({ rank }) => rank === 1).length}/${replies.length}`,
    formatPercent(mean(replies.map(({ probability }) => probability))),
    Math.min(...replies.map(({ margin }) => margin)).toFixed(2),
    [...new Set(replies.filter(({ rank }) => rank > 1).map(({ said }) => said.text))].join(', '),
  ]);
  const head = ['subject', 'relation', 'answer', 'right', 'probability', 'least margin', 'says instead'];
  return { result: { ...result, facts }, lines: formatTable([head, ...rows]) };
}

async function tabulateLogitLens(query: QueryLens, options: LensOptions, run: RunInfo): Promise<LensOutput> {
  const follow = tokenId(run, options.answer);
  const result = await query('logitLens', { text: options.prompt ?? '', follow });
  const rows = result.rows.map(({ meaning, cells }) => [
    meaning,
    ...cells.map(({ next }) => `${next[0].text} ${formatPercent(next[0].probability)}`),
    `${formatPercent(cells[cells.length - 1].followed.probability)}, rank ${cells[cells.length - 1].followed.rank}`,
  ]);
  const head = [
    'if it stopped',
    ...result.tokens.map(({ text }) => text),
    `${result.followed.text} at the end`,
  ];
  return { result, lines: formatTable([head, ...rows]) };
}

async function tabulateAttribution(
  query: QueryLens,
  options: LensOptions,
  run: RunInfo,
): Promise<LensOutput> {
  const { prompt = '', position } = options;
  const answer = tokenId(run, options.answer);
  const rival = tokenId(run, options.rival);
  const result = await query('attribution', { text: prompt, answer, rival, position });
  const parts: [string, number][] = [
    ['embedding', result.embed],
    ['position', result.positionEmbed],
    ...result.heads.flatMap((layer, l) =>
      layer.map((value, h): [string, number] => [`layer ${l}, head ${h}`, value]),
    ),
    ...result.mlps.map((value, l): [string, number] => [`layer ${l}, all neurons`, value]),
    ['biases', [...result.attentionBias, ...result.mlpBias, result.finalBias].reduce((a, b) => a + b)],
    [`${result.answer.text}${result.rival ? ` less ${result.rival.text}` : ''}, in all`, result.total],
  ];
  const neurons = result.neurons
    .flatMap((layer, l) => layer.map((value, n) => ({ name: `layer ${l}, neuron ${n}`, value })))
    .sort((one, other) => Math.abs(other.value) - Math.abs(one.value))
    .slice(0, 10);
  const lines = [
    ...formatTable([['part', 'adds'], ...parts.map(([name, value]) => [name, value.toFixed(3)])]),
    '',
    ...formatTable([
      ['strongest neurons', 'adds'],
      ...neurons.map(({ name, value }) => [name, value.toFixed(3)]),
    ]),
  ];
  return { result, lines };
}

async function tabulateTrace(query: QueryLens, options: LensOptions, run: RunInfo): Promise<LensOutput> {
  const { prompt = '', subject = '', samples, noise, seed } = options;
  const answer = tokenId(run, options.answer);
  const result = await query('trace', { text: prompt, subject, answer, samples, noise, seed });
  const head = ['put back', ...result.tokens.map(({ text }) => text)];
  const gap = `${result.answer.text}: ${formatPercent(result.clean)}, with noise on the subject ${formatPercent(result.corrupted)}`;
  return { result, lines: [gap, ...formatTable([head, ...recoveredRows(result.rows)])] };
}

async function tabulateTraceFacts(query: QueryLens, options: LensOptions): Promise<LensOutput> {
  const { count, relation, samples, noise, seed } = options;
  const result = await query('traceFacts', { count, relation, samples, noise, seed });
  const { traced, unknown, clean, corrupted, places, strongestMlp } = result;
  const lines = [
    `${traced} questions, ${unknown} left out as unknown; ${formatPercent(clean)}, with noise on the subject ${formatPercent(corrupted)}`,
    ...formatTable([['put back', ...places], ...recoveredRows(result.rows)]),
    ...(strongestMlp ? [`strongest MLP: layer ${strongestMlp.layer}, ${strongestMlp.place}`] : []),
  ];
  return { result, lines };
}

function recoveredRows(rows: readonly TraceRow[]): string[][] {
  return rows.map(({ kind, layer, recovered }) => [
    kind === 'embedding' ? kind : `${kind} ${layer}`,
    ...recovered.map(formatPercent),
  ]);
}

async function tabulateEdit(query: QueryLens, options: LensOptions, run: RunInfo): Promise<LensOutput> {
  const { subject = '', relation = '', to = '', protect, seed } = options;
  const site = editSite(options, run);
  const result = await query('edit', { subject, relation, newAnswer: to, site, protect, seed });
  return { result, lines: editLines(result) };
}

/** Where an edit is made; undefined where the options leave that to the lab. */
export function editSite({ layer, at }: LensOptions, { model }: RunInfo): EditSite | undefined {
  if (layer === undefined && at === undefined) return undefined;
  return { layer: layer ?? (model.tied ? model.L - 1 : 0), at: at ?? 'answer' };
}

function editLines(result: EditResult): string[] {
  const { site, others, sameFirstName, sameLastName, changed } = result;
  const replies = (kind: string, all: readonly EditedPromptResult[]) =>
    all.map(({ before, after }) => [
      kind,
      before.prompt,
      formatPercent(before.probability),
      formatPercent(after.probability),
      after.said.text,
    ]);
  return [
    `${result.relation} of ${result.subject}: ${result.oldAnswer} → ${result.newAnswer}, layer ${site.layer}, at the ${site.at === 'answer' ? 'answer' : 'subject’s last token'}`,
    ...formatTable([
      ['question', '', 'before', 'after', 'says'],
      ...replies('fitted', result.fitted),
      ...replies('other wording', result.paraphrases),
      ...replies('behind other text', result.withText),
    ]),
    `other questions answered as before: ${others.kept} of ${others.of}; same first name ${sameFirstName.kept} of ${sameFirstName.of}, same last name ${sameLastName.kept} of ${sameLastName.of}`,
    ...changed.map(({ prompt, before, after }) => `  ${prompt}: ${before} → ${after}`),
  ];
}

async function tabulateHeadScores(query: QueryLens, { prompt }: LensOptions): Promise<LensOutput> {
  const result = await query('headScores', { text: prompt });
  const { habits } = result;
  const head = ['head', ...habits.map(({ habit }) => habit)];
  const rows = habits[0].scores.flatMap((layer, l) =>
    layer.map((_, h) => [
      `layer ${l}, head ${h}`,
      ...habits.map(({ scores }) => formatPercent(scores[l][h])),
    ]),
  );
  return {
    result,
    lines: formatTable([head, ...rows, ['chance', ...habits.map(({ chance }) => formatPercent(chance))]]),
  };
}

async function tabulateAblation(query: QueryLens, options: LensOptions): Promise<LensOutput> {
  const { prompt = '', layer = 0, head = 0, kind = 'zero', seed = 0 } = options;
  const result = await query('ablation', { text: prompt, layer, head, kind, seed });
  const side = (name: string, { loss, next, text }: typeof result.whole) => [
    name,
    loss.toFixed(4),
    `${next[0].text} ${formatPercent(next[0].probability)}`,
    text,
  ];
  const rows = [side('whole', result.whole), side(`without layer ${layer}, head ${head}`, result.ablated)];
  return { result, lines: formatTable([['network', 'loss', 'says', 'goes on'], ...rows]) };
}

async function tabulateStream(query: QueryLens, { prompt = '' }: LensOptions): Promise<LensOutput> {
  const result = await query('stream', { text: prompt });
  const rows = result.stages.map(({ meaning, norm, added, turn, next }) => [
    meaning,
    norm.toFixed(2),
    added.toFixed(2),
    turn.toFixed(2),
    `${next[0].text} ${formatPercent(next[0].probability)}`,
  ]);
  return {
    result,
    lines: formatTable([['last token', 'length', 'added', 'cosine with before', 'would say'], ...rows]),
  };
}

function tokenId({ vocabulary }: RunInfo, word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const id = vocabulary.indexOf(word);
  if (id < 0) throw new Error(`The model does not know “${word}”; choose a token of its vocabulary.`);
  return id;
}
