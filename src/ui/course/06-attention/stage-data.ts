// Fetches the data of the current view for the prompt and the selected head.

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
import type { Transformer } from '../../state/runs/lab-store.ts';
import type { ChapterData, ChapterRequest } from '../chapter-stage/chapter-stage.ts';
import { queryWithMap } from '../chapter-stage/map-query.ts';
import type { Choices } from './events.ts';
import type { Panel } from './panels.ts';
import { findSalientHead } from './salient-head.ts';

/** Parameters of a request; layer, head and token are 0-based. */
export interface StageRequest extends ChapterRequest, Pick<Choices, 'ablate' | 'seed' | 'keysText'> {
  /** Undefined while no panel is open. */
  readonly view: Panel | undefined;
  readonly layer: number;
  readonly head: number;
  /** Position of the query; default, and upper limit: the last token. */
  readonly token: number | undefined;
  /** Whether to select the head and query with the clearest attention, since the visitor has selected none. */
  readonly isAutoSelect: boolean;
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

/** A result is present if the view requested it. The request has the resolved head and query. */
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
  request: StageRequest,
): Promise<StageData> {
  const { run, prompt, view } = request;
  const patternNames = activationNames(run, 'hook_pattern');
  const scoreNames = request.isAutoSelect ? activationNames(run, 'hook_attn_scores') : [];
  // Only selects what to show; all numbers come from the query below. Tokens do not depend on the weights.
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
  if (preview.next.length === 0)
    return { request: focusedRequest, inspection: preview, patterns: [], mapValues: undefined };
  const position = Math.min(focusedRequest.token ?? last, last);
  const resolvedRequest = { ...focusedRequest, query: position, id: preview.tokens[position].id };
  const { layer, head, needsHeadScores, ablate } = focusedRequest;
  const names = ((view && LENSES_OF_PANEL[view]) || []).filter(
    (name) => !(name === 'headScores' && !needsHeadScores) && !(name === 'ablation' && !ablate),
  );
  const panelQuery = {
    prompt,
    activations: patternNames,
    lenses: {
      ...Object.fromEntries(names.map((name) => [LENS_NAMES[name], LENS_REQUESTS[name](resolvedRequest)])),
      'head-trace': { text: prompt, layer, head, query: position },
    },
  };
  const map = request.isAutoSelect
    ? { ...request.map, focus: { layer, head, token: focusedRequest.token } }
    : request.map;
  const { lenses, mapValues, ...inspection } = await queryWithMap(
    lab,
    panelQuery,
    map,
    run.model,
    preview.tokens.length,
  );
  return {
    request: focusedRequest,
    inspection,
    mapValues,
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
