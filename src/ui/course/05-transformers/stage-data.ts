// What each view of the chapter has to be told, and the one look that tells it.

import type {
  ActivationName,
  Generation,
  Inspection,
  LensResult,
  ModelConfig,
  RunInfo,
  TokenProbability,
} from '../../../workers/rpc/api/lab-api.ts';
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
interface ChapterLenses {
  embedding: 'embedding';
  neighbours: 'nearest-tokens';
  analogy: 'analogy';
  direction: 'direction-projection';
  pair: 'dot-product';
  relations: 'relations';
  stream: 'residual-stream';
  parameters: 'parameters';
  weights: 'weights';
  prefixes: 'next-token';
  phrases: 'context-comparison';
  bytePairs: 'byte-pairs';
  cuts: 'tokenizations';
}

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
  lab: Pick<Transformer, 'inspect' | 'lens' | 'generate'>,
  request: StageRequest,
): Promise<StageData> {
  const { view, variant, text, run } = request;
  const generated = request.generated.map(({ id }) => id);
  const names: ActivationName[] = ['logits', 'ln_final.hook_normalized', ...activationNamesOf(request)];
  const inspection = await lab.inspect({ text, written: generated, names });
  const { logits, 'ln_final.hook_normalized': normalized } = inspection.activations;
  const data: StageData = {
    request,
    inspection,
    logits: logits?.data.subarray(-run.model.V) ?? new Float32Array(),
    lastVector: normalized?.data.subarray(-run.model.C) ?? new Float32Array(),
  };
  if (!logits) return data;
  const wanted = [...(LENSES_OF_VIEW[view] ?? []), ...(LENSES_OF_VIEW[`${view} ${variant}`] ?? [])];
  const results = await Promise.all(
    wanted.map(async (name) => [name, await fetchLens(lab, name, data)] as const),
  );
  return {
    ...data,
    ...Object.fromEntries(results),
    ...((variant === 'scene' || view === 'context-window') && {
      windows: await fetchWindows(lab, inspection),
    }),
    ...(variant === 'stories' && { stories: await fetchStories(lab, request) }),
  };
}

function fetchLens(
  lab: Pick<Transformer, 'lens'>,
  name: ChapterLens,
  { request, inspection }: StageData,
): Promise<unknown> {
  const { run, text, words, pairs } = request;
  const { word, likeness, a, b, c, expected, from, to, one, other } = words;
  const token = inspection.tokens.length - 1;
  const fetchers: { [Name in ChapterLens]: () => Promise<unknown> } = {
    embedding: () => lab.lens('embedding', {}),
    relations: () => lab.lens('relations', {}),
    parameters: () => lab.lens('parameters', {}),
    neighbours: () => lab.lens('nearest-tokens', { id: word, by: likeness, count: NEIGHBOUR_COUNT }),
    analogy: () => lab.lens('analogy', { a, b, c, expected, count: NEIGHBOUR_COUNT }),
    direction: () => lab.lens('direction-projection', { from, to, ids: [...run.vocabulary.keys()] }),
    pair: () => lab.lens('dot-product', { one, other }),
    weights: () => lab.lens('weights', { name: unembeddingOf(run.model) }),
    stream: () => lab.lens('residual-stream', { text }),
    cuts: () => lab.lens('tokenizations', { text }),
    prefixes: () => lab.lens('next-token', { text }),
    phrases: () => lab.lens('context-comparison', { text, token, by: 'contexts' }),
    bytePairs: () => lab.lens('byte-pairs', { text, ...pairs }),
  };
  return fetchers[name]();
}

/** The last token alone, the last two, four, … and at last all. */
async function fetchWindows(
  lab: Pick<Transformer, 'inspect'>,
  { tokens }: Inspection,
): Promise<readonly WindowPrediction[]> {
  const ids = tokens.map(({ id }) => id);
  const doubled = Array.from({ length: 10 }, (_, power) => 2 ** power).filter((size) => size < ids.length);
  return Promise.all(
    [...doubled, ids.length].map(async (size) => {
      const { next } = await lab.inspect({ text: '', written: ids.slice(-size), names: [] });
      return { size, next };
    }),
  );
}

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
