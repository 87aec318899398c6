// What the stage has to be told about the prompt and the head in focus, and the looks that tell it.

import type {
  ActivationName,
  HeadTraceResult,
  Inspection,
  LensName,
  LensRequest,
  LensResult,
  RunInfo,
  Tensor,
} from '../../../workers/rpc/api/lab-api.ts';
import { query } from '../../state/query-lenses.ts';
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
const LENS_NAMES = {
  ablation: 'head-ablation',
  cross: 'cross-attention',
  embedding: 'embedding',
  headMatrices: 'head-matrices',
  headScores: 'head-patterns',
  neighbours: 'nearest-tokens',
  parameters: 'parameters',
  phrases: 'context-comparison',
  prefixes: 'next-token',
  relations: 'relations',
  stream: 'residual-stream',
} as const satisfies Record<string, LensName>;

type ChapterLenses = typeof LENS_NAMES;

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
  lab: Pick<Transformer, 'query'>,
  request: StageRequest,
): Promise<StageData> {
  const { run, prompt, view } = request;
  const patternNames = activationNames(run, 'hook_pattern');
  const scoreNames = request.isAutoSelect ? activationNames(run, 'hook_attn_scores') : [];
  // Chooses what to show; every number of the picture is of the query below. Tokens do not depend on the weights.
  const preview = await lab.query({
    prompt,
    activations: request.isAutoSelect ? [...patternNames, ...scoreNames] : [],
  });
  const focusedRequest = {
    ...request,
    ...(request.isAutoSelect &&
      findSalientHead(tensorsOf(preview, patternNames), tensorsOf(preview, scoreNames))),
  };
  const last = preview.tokens.length - 1;
  if (preview.next.length === 0) return { request: focusedRequest, inspection: preview, patterns: [] };
  const position = Math.min(focusedRequest.token ?? last, last);
  const resolvedRequest = { ...focusedRequest, query: position, id: preview.tokens[position].id };
  const { layer, head, needsHeadScores, ablate } = focusedRequest;
  const names = (LENSES_OF_PANEL[view] ?? []).filter(
    (name) => !(name === 'headScores' && !needsHeadScores) && !(name === 'ablation' && !ablate),
  );
  const { lenses, ...inspection } = await query(lab, {
    prompt,
    activations: patternNames,
    lenses: {
      ...Object.fromEntries(names.map((name) => [LENS_NAMES[name], LENS_REQUESTS[name](resolvedRequest)])),
      'head-trace': { text: prompt, layer, head, query: position },
    },
  });
  return {
    request: focusedRequest,
    inspection,
    patterns: tensorsOf(inspection, patternNames),
    headTrace: lenses['head-trace'],
    ...Object.fromEntries(names.map((name) => [name, lenses[LENS_NAMES[name]]])),
  };
}

const activationNames = ({ model }: RunInfo, hook: 'hook_pattern' | 'hook_attn_scores') =>
  Array.from({ length: model.L }, (_, l): ActivationName => `blocks.${l}.attn.${hook}`);

const tensorsOf = ({ activations }: Inspection, names: readonly ActivationName[]) =>
  names.map((name) => activations[name]).filter((each) => each !== undefined);

/** A request with its query resolved: the position, and the id of its token. */
type ResolvedRequest = StageRequest & { readonly query: number; readonly id: number };

const LENS_REQUESTS: {
  readonly [Key in ChapterLens]: (request: ResolvedRequest) => LensRequest<ChapterLenses[Key]>;
} = {
  ablation: ({ prompt: text, layer, head, ablate: kind = 'zero', seed }) => ({
    text,
    layer,
    head,
    kind,
    seed,
  }),
  cross: (request) => ({
    text: request.prompt,
    keysText: crossAttentionKeysText(request),
    layer: request.layer,
    head: request.head,
  }),
  embedding: () => ({}),
  headMatrices: ({ layer, head }) => ({ layer, head }),
  headScores: () => ({}),
  neighbours: ({ id }) => ({ id, by: 'cosine', count: NEIGHBOUR_COUNT }),
  parameters: () => ({}),
  phrases: ({ prompt: text, query: token, view }) => ({
    text,
    token,
    by: view === 'growing' ? 'growing' : 'contexts',
  }),
  prefixes: ({ prompt: text }) => ({ text }),
  relations: () => ({}),
  stream: ({ prompt: text }) => ({ text }),
};
