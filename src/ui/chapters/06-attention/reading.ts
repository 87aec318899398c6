// What the stage has to be told about the prompt and the head in focus, and the looks that tell it.

import type {
  ActivationName,
  HeadChainReading,
  Inspection,
  Lenses,
  LensName,
  RunInfo,
  Tensor,
} from '../../../workers/lab-api.ts';
import type { Lab } from '../../controllers/lab-store.ts';
import { clearestPlace } from './clearest.ts';
import type { Choices } from './events.ts';
import type { ViewName } from './panel-views.ts';

/** What a look depends on; layer, head and token count from 0. */
export interface Question extends Pick<Choices, 'view' | 'ablate' | 'seed' | 'keysText'> {
  readonly run: RunInfo;
  /** The run's step when it was asked. */
  readonly step: number;
  readonly prompt: string;
  readonly layer: number;
  readonly head: number;
  /** The query; the last token where it is left out or beyond. */
  readonly token: number | undefined;
  /** Whether nobody has chosen head or query: then those are taken where the prompt's attention is clearest. */
  readonly open: boolean;
  /** Whether heads are to be scored: not while the training itself tells their scores. */
  readonly score: boolean;
}

/** The lenses this chapter looks through, beside `head`, which every view needs. */
type Looked =
  | 'ablation'
  | 'cross'
  | 'embedding'
  | 'headMatrices'
  | 'headScores'
  | 'neighbours'
  | 'parameters'
  | 'phrases'
  | 'prefixes'
  | 'relations'
  | 'stream';

type Answers = { readonly [Name in Looked]?: Lenses[Name]['answers'] };

/** An answer is there where the view asked for it. */
export interface Reading extends Answers {
  /** With the head and the query that were taken. */
  readonly question: Question;
  readonly inspection: Inspection;
  /** A `hook_pattern` [H, T, T] for each layer. */
  readonly patterns: readonly Tensor[];
  /** Absent where the prompt cannot be read. */
  readonly chain?: HeadChainReading;
}

const LENSES_OF: { readonly [View in ViewName]?: readonly Looked[] } = {
  words: ['embedding', 'neighbours', 'relations'],
  senses: ['phrases'],
  growing: ['phrases'],
  blocks: ['stream'],
  prefixes: ['prefixes'],
  depth: ['stream'],
  task: ['headScores'],
  query: ['headMatrices'],
  key: ['headMatrices'],
  value: ['headMatrices'],
  grid: ['ablation'],
  kinds: ['headScores'],
  sum: ['headScores'],
  factors: ['headMatrices'],
  output: ['headMatrices'],
  'count-query-key': ['parameters'],
  'count-head': ['parameters'],
  'count-all': ['parameters'],
  cross: ['cross'],
};

/** Tokens told to be like the one in focus. */
const NEIGHBOURS = 6;

const words = (text: string) => text.split(' ').length;

/** Where cross-attention's keys come from: the text chosen, or a prompt of the data as long as makes a rectangle. */
export const keysTextOf = ({ run, prompt, keysText }: Question): string =>
  keysText ?? run.prompts.find((text) => words(text) !== words(prompt)) ?? run.prompts[0] ?? prompt;

export async function read(lab: Pick<Lab, 'inspect' | 'lens'>, asked: Question): Promise<Reading> {
  const { run, prompt: text, view } = asked;
  const named = (hook: 'hook_pattern' | 'hook_attn_scores') =>
    Array.from({ length: run.model.L }, (_, l): ActivationName => `blocks.${l}.attn.${hook}`);
  const names = { patterns: named('hook_pattern'), scores: asked.open ? named('hook_attn_scores') : [] };
  const inspection = await lab.inspect({ text, names: [...names.patterns, ...names.scores] });
  const tensorsOf = (names: readonly ActivationName[]) =>
    names.map((name) => inspection.activations[name]).filter((each) => each !== undefined);
  const patterns = tensorsOf(names.patterns);
  const question = { ...asked, ...(asked.open && clearestPlace(patterns, tensorsOf(names.scores))) };
  const { layer, head, token } = question;
  const last = inspection.tokens.length - 1;
  if (patterns.length === 0) return { question, inspection, patterns };
  const query = Math.min(token ?? last, last);
  const wanted = (LENSES_OF[view] ?? []).filter(
    (name) => !(name === 'headScores' && !question.score) && !(name === 'ablation' && !question.ablate),
  );
  const place = { ...question, query, id: inspection.tokens[query].id };
  const [chain, ...answers] = await Promise.all([
    lab.lens('head', { text, layer, head, query }),
    ...wanted.map(async (name) => [name, await ASKS[name](lab, place)] as const),
  ]);
  return { question, inspection, patterns, chain, ...Object.fromEntries(answers) };
}

/** A question whose query is known, by its place and its token. */
type Place = Question & { readonly query: number; readonly id: number };

const ASKS: {
  readonly [Name in Looked & LensName]: (
    lab: Pick<Lab, 'lens'>,
    place: Place,
  ) => Promise<Lenses[Name]['answers']>;
} = {
  ablation: (lab, { prompt: text, layer, head, ablate: kind = 'zero', seed }) =>
    lab.lens('ablation', { text, layer, head, kind, seed }),
  cross: (lab, place) =>
    lab.lens('cross', {
      text: place.prompt,
      keysText: keysTextOf(place),
      layer: place.layer,
      head: place.head,
    }),
  embedding: (lab) => lab.lens('embedding', {}),
  headMatrices: (lab, { layer, head }) => lab.lens('headMatrices', { layer, head }),
  headScores: (lab) => lab.lens('headScores', {}),
  neighbours: (lab, { id }) => lab.lens('neighbours', { id, by: 'cosine', count: NEIGHBOURS }),
  parameters: (lab) => lab.lens('parameters', {}),
  phrases: (lab, { prompt: text, query: token, view }) =>
    lab.lens('phrases', { text, token, by: view === 'growing' ? 'growing' : 'contexts' }),
  prefixes: (lab, { prompt: text }) => lab.lens('prefixes', { text }),
  relations: (lab) => lab.lens('relations', {}),
  stream: (lab, { prompt: text }) => lab.lens('stream', { text }),
};
