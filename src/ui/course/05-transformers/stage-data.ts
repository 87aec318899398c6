// What each view of the chapter has to be told, and the one look that tells it.

import type {
  ActivationName,
  Generation,
  Inspection,
  LensName,
  LensRequest,
  LensResult,
  ModelConfig,
  Query,
  RunInfo,
  TokenProbability,
} from '../../../workers/rpc/api/lab-api.ts';
import { query } from '../../state/query-lenses.ts';
import type { Transformer } from '../../state/runs/lab-store.ts';
import type { BytePairOptions } from './events.ts';
import type { SelectedWords } from './selected-words.ts';

/** A token the model wrote, and how probable it was when it was drawn. */
export interface GeneratedToken {
  readonly id: number;
  readonly text: string;
  readonly probability: number;
}

/** What a look depends on. */
export interface StageRequest {
  readonly run: RunInfo;
  /** The run's step when it was asked. */
  readonly step: number;
  /** The moment's view, and which side of it is told: `softmax` and `names`, say. */
  readonly view: string;
  readonly variant: string;
  /** The prompt. */
  readonly text: string;
  /** What the model wrote after it. */
  readonly generated: readonly GeneratedToken[];
  readonly words: SelectedWords;
  readonly pairs: BytePairOptions;
  /** Of what is drawn. */
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

/** The guess from the last few tokens alone. */
export interface WindowPrediction {
  readonly size: number;
  readonly next: readonly TokenProbability[];
}

/** A story written at one temperature. */
export interface Story extends Generation {
  readonly temperature: number;
}

export interface StageData extends LensResults {
  readonly request: StageRequest;
  readonly inspection: Inspection;
  /** Of the token after the last (V); empty where the prompt could not be read. */
  readonly logits: Float32Array;
  /** What the unembedding reads (C): the last token's vector, normalised. */
  readonly lastVector: Float32Array;
  /** What would be guessed if only so many of the last tokens were seen. */
  readonly windows?: readonly WindowPrediction[];
  readonly stories?: readonly Story[];
}

/** What views need besides prompt, logits and last vector; by view, or by view and side. */
const LENSES_OF_VIEW: Readonly<Record<string, readonly ChapterLens[]>> = {
  'embedding-lookup': ['embedding'],
  'matrix-notation': ['weights'],
  'embedding-space-3d': ['embedding', 'neighbours'],
  analogy: ['embedding', 'analogy', 'relations'],
  'dot-product angle': ['pair'],
  'dot-product direction': ['relations', 'direction'],
  'param-ledger': ['parameters'],
  'residual-stack': ['stream'],
  'token-splitter': ['cuts', 'bytePairs'],
  unembedding: ['prefixes'],
  'transformer-pipeline attention': ['phrases'],
  'transformer-pipeline all': ['stream'],
};

/** Activations by view and side. */
function activationNamesOf({ view, variant, run: { model } }: StageRequest): ActivationName[] {
  if (view !== 'transformer-pipeline') return [];
  if (variant === 'mlp' && model.mlpWidth > 0) return ['blocks.0.mlp.hook_post'];
  return variant === 'shapes' ? ['hook_embed', lastResidual(model)] : [];
}

/** What leaves the last block. */
export const lastResidual = ({ L }: ModelConfig): ActivationName => `blocks.${L - 1}.hook_resid_post`;

/** The matrix that makes logits: the embedding again, or one of its own. */
const unembeddingOf = ({ tied }: ModelConfig) => (tied ? 'transformer.wte.weight' : 'lm_head.weight');

/** Words in a list of the nearest. */
const NEIGHBOUR_COUNT = 8;

/** The video's: the most predictable, as learnt, the highest most services allow, and its own hot one, of the 20 likeliest. */
const STORIES = [
  { temperature: 0 },
  { temperature: 0.7 },
  { temperature: 1 },
  { temperature: 2 },
  { temperature: 5, topK: 20 },
];
const STORY_TOKENS = { words: 30, characters: 120, 'byte-pair': 50 };

export async function fetchStageData(
  lab: Pick<Transformer, 'query' | 'generate'>,
  request: StageRequest,
): Promise<StageData> {
  const { view, variant, text: prompt, run } = request;
  const generated = request.generated.map(({ id }) => id);
  const names = [...(LENSES_OF_VIEW[view] ?? []), ...(LENSES_OF_VIEW[`${view} ${variant}`] ?? [])];
  const hasWindows = variant === 'scene' || view === 'context-window';
  // Tokens do not depend on the weights: the picture below is of one step all the same.
  const tokens =
    hasWindows || names.includes('phrases') ? (await lab.query({ prompt, generated })).tokens : [];
  const windows = hasWindows ? windowSizes(tokens.length) : [];
  const { variants, lenses, ...result } = await query(lab, {
    prompt,
    generated,
    activations: ['logits', 'ln_final.hook_normalized', ...activationNamesOf(request)],
    variants: Object.fromEntries(
      windows.map((size) => [`${size}`, { prompt: '', generated: tokens.slice(-size).map(({ id }) => id) }]),
    ),
    lenses: lensRequests(request, names, tokens.length - 1),
  });
  const { logits, 'ln_final.hook_normalized': normalized } = result.activations;
  return {
    request,
    inspection: result,
    logits: logits?.data.subarray(-run.model.V) ?? new Float32Array(),
    lastVector: normalized?.data.subarray(-run.model.C) ?? new Float32Array(),
    ...Object.fromEntries(names.map((name) => [name, lenses[LENS_NAMES[name]]])),
    ...(logits && hasWindows && { windows: windows.map((size) => ({ size, next: variants[size].next })) }),
    ...(logits && variant === 'stories' && { stories: await fetchStories(lab, request) }),
  };
}

function lensRequests(
  { run, text, words, pairs }: StageRequest,
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
    weights: { name: unembeddingOf(run.model) },
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
  { text, seed, run }: StageRequest,
): Promise<readonly Story[]> {
  const tokens = STORY_TOKENS[run.tokenizer];
  return Promise.all(
    STORIES.map(async (sampling) => ({
      ...(await lab.generate({ prompt: text, tokens, seed, ...sampling })),
      temperature: sampling.temperature,
    })),
  );
}
