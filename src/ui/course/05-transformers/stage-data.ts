// Fetches the data of the current view in one query.

import type {
  ActivationName,
  Generation,
  LensName,
  LensRequest,
  LensResult,
  ModelConfig,
  Query,
  TokenProbability,
} from '../../../workers/rpc/api/lab-api.ts';
import type { Transformer } from '../../state/runs/lab-store.ts';
import type { ChapterData, ChapterRequest, ResolvedRequest } from '../chapter-stage/chapter-stage.ts';
import { queryWithMap } from '../chapter-stage/map-query.ts';
import type { BytePairOptions } from './events.ts';
import type { SelectedWords } from './selected-words.ts';

/** A generated token with its probability at sampling. */
export interface GeneratedToken {
  readonly id: number;
  readonly text: string;
  readonly probability: number;
}

/** Parameters of a request. */
export interface StageRequest extends ChapterRequest {
  /** The moment's view and its variant, such as `softmax` and `names`; empty while no panel is open. */
  readonly view: string;
  readonly variant: string;
  /** The tokens generated after it. */
  readonly generated: readonly GeneratedToken[];
  readonly words: SelectedWords;
  readonly pairs: BytePairOptions;
  /** Seed of the samples. */
  readonly seed: number;
}

/** The lens of each result. */
const LENS_NAMES = {
  embedding: 'embedding',
  neighbours: 'nearest-tokens',
  analogy: 'analogy',
  direction: 'direction-projection',
  pair: 'dot-product',
  relations: 'relations',
  stream: 'residual-stream',
  parameters: 'parameters',
  weights: 'weights',
  prefixes: 'next-token',
  phrases: 'context-comparison',
  bytePairs: 'byte-pairs',
  cuts: 'tokenizations',
} as const satisfies Record<string, LensName>;

type ChapterLenses = typeof LENS_NAMES;

type ChapterLens = keyof ChapterLenses;
type LensResults = { readonly [Key in ChapterLens]?: LensResult<ChapterLenses[Key]> };

/** Predictions from the last few tokens alone. */
export interface WindowPrediction {
  readonly size: number;
  readonly next: readonly TokenProbability[];
}

/** A story generated at one temperature. */
export interface Story extends Generation {
  readonly temperature: number;
}

export interface StageData extends LensResults, ChapterData<StageRequest> {
  /** Logits of the next token (V); empty if the prompt is invalid. */
  readonly logits: Float32Array;
  /** Input of the unembedding (C): the last token's vector after the final norm. */
  readonly lastVector: Float32Array;
  /** Predictions from shorter contexts. */
  readonly windows?: readonly WindowPrediction[];
  readonly stories?: readonly Story[];
}

/** Additional lenses by view, or by view and variant. */
const LENSES_OF_VIEW: Readonly<Record<string, readonly ChapterLens[]>> = {
  'embedding-lookup': ['embedding'],
  'matrix-notation': ['weights'],
  'embedding-space-3d': ['embedding', 'neighbours'],
  analogy: ['analogy', 'relations'],
  'dot-product angle': ['pair'],
  'dot-product direction': ['relations', 'direction'],
  'param-ledger': ['parameters'],
  'residual-stack': ['stream'],
  'token-splitter': ['cuts', 'bytePairs'],
  unembedding: ['prefixes'],
  'transformer-pipeline attention': ['phrases'],
  'transformer-pipeline all': ['stream'],
};

/** Activations by view and variant. */
function activationNamesOf({ view, variant, run: { model } }: StageRequest): ActivationName[] {
  if (view !== 'transformer-pipeline') return [];
  if (variant === 'mlp' && model.mlpWidth > 0) return ['blocks.0.mlp.hook_post'];
  return variant === 'shapes' ? ['hook_embed', lastResidual(model)] : [];
}

/** Output of the last block. */
export const lastResidual = ({ L }: ModelConfig): ActivationName => `blocks.${L - 1}.hook_resid_post`;

/** Number of nearest neighbours listed. */
const NEIGHBOUR_COUNT = 8;

/** Temperatures as in the video: 0, 1, the maximum of most services, and 5 with the 20 most probable tokens. */
const STORIES = [
  { temperature: 0 },
  { temperature: 0.7 },
  { temperature: 1 },
  { temperature: 2 },
  { temperature: 5, topK: 20 },
];
const STORY_TOKENS = { words: 30, 'words-and-bytes': 30, characters: 120, 'byte-pair': 50 };

export async function fetchStageData(
  lab: Pick<Transformer, 'query' | 'generate'>,
  request: ResolvedRequest<StageRequest>,
): Promise<StageData> {
  const { view, variant, prompt, run, map } = request;
  const generated = request.generated.map(({ id }) => id);
  const ids = [...request.tokens.map(({ id }) => id), ...generated];
  const names = [...(LENSES_OF_VIEW[view] ?? []), ...(LENSES_OF_VIEW[`${view} ${variant}`] ?? [])];
  const hasWindows = variant === 'scene' || view === 'context-window';
  const windows = hasWindows ? windowSizes(ids.length) : [];
  const panelQuery = {
    prompt,
    generated,
    activations: ['logits', 'ln_final.hook_normalized', ...activationNamesOf(request)],
    variants: Object.fromEntries(
      windows.map((size) => [`${size}`, { prompt: '', generated: ids.slice(-size) }]),
    ),
    lenses: lensRequests(request, names, request.token ?? ids.length - 1),
  } satisfies Query;
  const { variants, lenses, mapValues, ...result } = await queryWithMap(
    lab,
    panelQuery,
    map,
    run.model,
    ids.length,
  );
  const { logits, 'ln_final.hook_normalized': normalized } = result.activations;
  return {
    request,
    inspection: result,
    mapValues,
    logits: logits?.data.subarray(-run.model.V) ?? new Float32Array(),
    lastVector: normalized?.data.subarray(-run.model.C) ?? new Float32Array(),
    ...Object.fromEntries(names.map((name) => [name, lenses[LENS_NAMES[name]]])),
    ...(logits && hasWindows && { windows: windows.map((size) => ({ size, next: variants[size].next })) }),
    ...(logits && variant === 'stories' && { stories: await fetchStories(lab, request) }),
  };
}

function lensRequests(
  { run, prompt: text, words, pairs }: StageRequest,
  names: readonly ChapterLens[],
  token: number,
): Query['lenses'] {
  const { word, likeness, a, b, c, expected, from, to, one, other } = words;
  const requests: { readonly [Key in ChapterLens]: LensRequest<ChapterLenses[Key]> } = {
    embedding: {},
    relations: {},
    parameters: {},
    neighbours: { id: word, by: likeness, count: NEIGHBOUR_COUNT },
    analogy: { a, b, c, expected, count: NEIGHBOUR_COUNT },
    direction: { from, to, ids: [...run.vocabulary.keys()] },
    pair: { one, other },
    weights: { view: 'unembedding' },
    stream: { text },
    cuts: { text },
    prefixes: { text },
    phrases: { text, token, by: 'contexts' },
    bytePairs: { text, ...pairs },
  };
  return Object.fromEntries(names.map((name) => [LENS_NAMES[name], requests[name]]));
}

/** The last token alone, the last two, four, …, and all. */
const windowSizes = (count: number): number[] => [
  ...Array.from({ length: 10 }, (_, power) => 2 ** power).filter((size) => size < count),
  ...(count > 0 ? [count] : []),
];

async function fetchStories(
  lab: Pick<Transformer, 'generate'>,
  { prompt, seed, run }: StageRequest,
): Promise<readonly Story[]> {
  const tokens = STORY_TOKENS[run.tokenizer];
  return Promise.all(
    STORIES.map(async (sampling) => ({
      ...(await lab.generate({ prompt, tokens, seed, ...sampling })),
      temperature: sampling.temperature,
    })),
  );
}
