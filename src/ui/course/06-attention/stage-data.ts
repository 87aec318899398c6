// What the stage has to be told about the prompt and the head in focus, and the looks that tell it.

import type {
  ActivationName,
  HeadTraceResult,
  Inspection,
  LensResult,
  RunInfo,
  Tensor,
} from '../../../workers/rpc/api/lab-api.ts';
import type { Transformer } from '../../state/runs/lab-store.ts';
import type { Choices } from './events.ts';
import type { Panel } from './panels.ts';
import { findSalientHead } from './salient-head.ts';

/** What a look depends on; layer, head and token count from 0. */
export interface StageRequest extends Pick<Choices, 'view' | 'ablate' | 'seed' | 'keysText'> {
  readonly run: RunInfo;
  /** The run's step when it was asked. */
  readonly step: number;
  readonly prompt: string;
  readonly layer: number;
  readonly head: number;
  /** The query; the last token where it is left out or beyond. */
  readonly token: number | undefined;
  /** Whether nobody has chosen head or query: then those are taken where the prompt's attention is clearest. */
  readonly isAutoSelect: boolean;
  /** Whether heads are to be scored: not while the training itself tells their scores. */
  readonly needsHeadScores: boolean;
}

/** The lens of each result, beside `head-trace`, which every view needs. */
interface ChapterLenses {
  ablation: 'head-ablation';
  cross: 'cross-attention';
  embedding: 'embedding';
  headMatrices: 'head-matrices';
  headScores: 'head-patterns';
  neighbours: 'nearest-tokens';
  parameters: 'parameters';
  phrases: 'context-comparison';
  prefixes: 'next-token';
  relations: 'relations';
  stream: 'residual-stream';
}

type ChapterLens = keyof ChapterLenses;
type LensResults = { readonly [Key in ChapterLens]?: LensResult<ChapterLenses[Key]> };

/** An answer is there where the view asked for it. */
export interface StageData extends LensResults {
  /** With the head and the query that were taken. */
  readonly request: StageRequest;
  readonly inspection: Inspection;
  /** A `hook_pattern` [H, T, T] for each layer. */
  readonly patterns: readonly Tensor[];
  /** Absent where the prompt cannot be read. */
  readonly headTrace?: HeadTraceResult;
}

const LENSES_OF_PANEL: { readonly [View in Panel]?: readonly ChapterLens[] } = {
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
const NEIGHBOUR_COUNT = 6;

const wordCount = (text: string) => text.split(' ').length;

/** Where cross-attention's keys come from: the text chosen, or a prompt of the data as long as makes a rectangle. */
export const crossAttentionKeysText = ({ run, prompt, keysText }: StageRequest): string =>
  keysText ?? run.prompts.find((text) => wordCount(text) !== wordCount(prompt)) ?? run.prompts[0] ?? prompt;

export async function fetchStageData(
  lab: Pick<Transformer, 'inspect' | 'lens'>,
  request: StageRequest,
): Promise<StageData> {
  const { run, prompt: text, view } = request;
  const named = (hook: 'hook_pattern' | 'hook_attn_scores') =>
    Array.from({ length: run.model.L }, (_, l): ActivationName => `blocks.${l}.attn.${hook}`);
  const names = {
    patterns: named('hook_pattern'),
    scores: request.isAutoSelect ? named('hook_attn_scores') : [],
  };
  const inspection = await lab.inspect({ text, names: [...names.patterns, ...names.scores] });
  const tensorsOf = (names: readonly ActivationName[]) =>
    names.map((name) => inspection.activations[name]).filter((each) => each !== undefined);
  const patterns = tensorsOf(names.patterns);
  const focusedRequest = {
    ...request,
    ...(request.isAutoSelect && findSalientHead(patterns, tensorsOf(names.scores))),
  };
  const { layer, head, token } = focusedRequest;
  const last = inspection.tokens.length - 1;
  if (patterns.length === 0) return { request: focusedRequest, inspection, patterns };
  const query = Math.min(token ?? last, last);
  const lenses = (LENSES_OF_PANEL[view] ?? []).filter(
    (name) =>
      !(name === 'headScores' && !focusedRequest.needsHeadScores) &&
      !(name === 'ablation' && !focusedRequest.ablate),
  );
  const resolvedRequest = { ...focusedRequest, query, id: inspection.tokens[query].id };
  const [headTrace, ...results] = await Promise.all([
    lab.lens('head-trace', { text, layer, head, query }),
    ...lenses.map(async (name) => [name, await LENS_FETCHERS[name](lab, resolvedRequest)] as const),
  ]);
  return { request: focusedRequest, inspection, patterns, headTrace, ...Object.fromEntries(results) };
}

/** A question whose query is known, by its place and its token. */
type ResolvedRequest = StageRequest & { readonly query: number; readonly id: number };

const LENS_FETCHERS: {
  readonly [Key in ChapterLens]: (
    lab: Pick<Transformer, 'lens'>,
    place: ResolvedRequest,
  ) => Promise<LensResult<ChapterLenses[Key]>>;
} = {
  ablation: (lab, { prompt: text, layer, head, ablate: kind = 'zero', seed }) =>
    lab.lens('head-ablation', { text, layer, head, kind, seed }),
  cross: (lab, place) =>
    lab.lens('cross-attention', {
      text: place.prompt,
      keysText: crossAttentionKeysText(place),
      layer: place.layer,
      head: place.head,
    }),
  embedding: (lab) => lab.lens('embedding', {}),
  headMatrices: (lab, { layer, head }) => lab.lens('head-matrices', { layer, head }),
  headScores: (lab) => lab.lens('head-patterns', {}),
  neighbours: (lab, { id }) => lab.lens('nearest-tokens', { id, by: 'cosine', count: NEIGHBOUR_COUNT }),
  parameters: (lab) => lab.lens('parameters', {}),
  phrases: (lab, { prompt: text, query: token, view }) =>
    lab.lens('context-comparison', { text, token, by: view === 'growing' ? 'growing' : 'contexts' }),
  prefixes: (lab, { prompt: text }) => lab.lens('next-token', { text }),
  relations: (lab) => lab.lens('relations', {}),
  stream: (lab, { prompt: text }) => lab.lens('residual-stream', { text }),
};
