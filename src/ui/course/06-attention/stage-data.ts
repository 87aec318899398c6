// Fetches the data of the current view for the prompt and the selected head.

import type {
  ActivationName,
  HeadTraceResult,
  LensName,
  LensRequest,
  LensResult,
  Tensor,
} from '../../../workers/rpc/api/lab-api.ts';
import type { Transformer } from '../../state/runs/lab-store.ts';
import type { ChapterData, ChapterRequest, ResolvedRequest } from '../chapter-stage/chapter-stage.ts';
import { queryWithMap } from '../chapter-stage/map-query.ts';
import type { Choices } from './events.ts';
import type { Panel } from './panels.ts';

/** What the panel needs. */
export interface StageRequest extends ChapterRequest, Pick<Choices, 'ablate' | 'seed' | 'keysText'> {
  /** Undefined while no panel is open. */
  readonly view: Panel | undefined;
  /** Whether to score heads; false while training provides the scores. */
  readonly needsHeadScores: boolean;
}

/** Results by lens, besides `head-trace`, which every view needs. */
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

/** A result is present if the view requested it. */
export interface StageData extends LensResults, ChapterData<StageRequest> {
  /** `hook_pattern` [H, T, T] of each layer. */
  readonly patterns: readonly Tensor[];
  /** Undefined if the prompt is invalid. */
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

/** Number of nearest neighbours of the selected token. */
const NEIGHBOUR_COUNT = 6;

const wordCount = (text: string) => text.split(' ').length;

/** Text of the keys in cross-attention: the selected one, or a prompt of the data set with another number of tokens. */
export const crossAttentionKeysText = ({ run, prompt, keysText }: StageRequest): string =>
  keysText ?? run.prompts.find((text) => wordCount(text) !== wordCount(prompt)) ?? run.prompts[0] ?? prompt;

export async function fetchStageData(
  lab: Pick<Transformer, 'query'>,
  request: ResolvedRequest<StageRequest>,
): Promise<StageData> {
  const { run, prompt, view, layer, head, needsHeadScores, ablate } = request;
  const patternNames = Array.from(
    { length: run.model.L },
    (_, l): ActivationName => `blocks.${l}.attn.hook_pattern`,
  );
  const last = Math.max(0, request.tokens.length - 1);
  const query = Math.min(request.token ?? last, last);
  const resolvedRequest = { ...request, query, id: request.tokens[query]?.id ?? 0 };
  const names = ((view && LENSES_OF_PANEL[view]) || []).filter(
    (name) => !(name === 'headScores' && !needsHeadScores) && !(name === 'ablation' && !ablate),
  );
  const panelQuery = {
    prompt,
    activations: patternNames,
    lenses: {
      ...Object.fromEntries(names.map((name) => [LENS_NAMES[name], LENS_REQUESTS[name](resolvedRequest)])),
      'head-trace': { text: prompt, layer, head, query },
    },
  };
  const { lenses, mapValues, ...inspection } = await queryWithMap(
    lab,
    panelQuery,
    request.map,
    run.model,
    request.tokens.length,
  );
  return {
    request,
    inspection,
    mapValues,
    patterns: patternNames.flatMap((name) => inspection.activations[name] ?? []),
    headTrace: lenses['head-trace'],
    ...Object.fromEntries(names.map((name) => [name, lenses[LENS_NAMES[name]]])),
  };
}

/** With the position of the query, and the id of its token. */
type QueryRequest = ResolvedRequest<StageRequest> & { readonly query: number; readonly id: number };

const LENS_REQUESTS: {
  readonly [Key in ChapterLens]: (request: QueryRequest) => LensRequest<ChapterLenses[Key]>;
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
