// What the chapter's scenes show.

import { memoize } from '../../../shared/memoize.ts';
import type {
  BytePairsResult,
  Inspection,
  LensResult,
  RelationResult,
  Tensor,
  TokenizerKind,
} from '../../../workers/rpc/api/lab-api.ts';
import { tokenLabel } from '../../format/token-label.ts';
import type { ColoursInput } from '../../scenes/colours/colours-scene.ts';
import type { Cut, CutsInput } from '../../scenes/cuts/cuts-scene.ts';
import type { DirectionsInput } from '../../scenes/directions/directions-scene.ts';
import { cloudOf } from '../../scenes/directions/word-cloud.ts';
import type { DotInput } from '../../scenes/dot/dot-scene.ts';
import type { ProductInput } from '../../scenes/product/product-scene.ts';
import type { ScoredToken, Softmax, TemperatureInput } from '../../scenes/temperature/temperature-scene.ts';
import type { Reading } from '../chapter-stage/panel.ts';
import { choice, type Sampling, type Tips } from './choices.ts';
import { wordLabel } from './controls.ts';
import { candidates, distribution } from './distribution.ts';
import { nextAnalogy } from './figures/analogies.ts';
import { piecesIn } from './pieces.ts';
import type { SelectedWords, WordRole } from './selected-words.ts';

/** Bars: of the largest logits; or of few of them and some of all others, as shares of the vocabulary, down to the least. */
const [LARGEST_COUNT, FEW_COUNT] = [12, 6];
const OTHERS = [0.012, 0.03, 0.15, 0.36, 0.67, 1];

/** What the scenes are made of. */
export interface SceneContext extends Pick<Reading<{ readonly words: SelectedWords }>, 'request' | 'lenses'> {
  /** Logits of the next token (V). */
  readonly logits: Float32Array;
  readonly sampling: Sampling;
  readonly tips: Tips;
}

interface Prediction {
  readonly tokens: readonly ScoredToken[];
  readonly softmax: (temperature: number) => Softmax;
}

/** The same objects for the same logits: a scene moves when its input changes. */
const predictionsOf = memoize((vocabulary: readonly string[]) =>
  memoize((logits: Float32Array) => {
    const ranked = candidates(logits, 1, vocabulary, logits.length);
    const others = OTHERS.map((share) => Math.ceil(share * ranked.length) - 1);
    const of = (tokens: readonly ScoredToken[]): Prediction => ({
      tokens,
      softmax(temperature) {
        const p = distribution(logits, temperature);
        const [{ id, logit }] = ranked;
        return { shares: tokens.map((token) => p[token.id]), logSum: logit / temperature - Math.log(p[id]) };
      },
    });
    return {
      largest: of(ranked.slice(0, LARGEST_COUNT)),
      spread: of(ranked.filter((_, rank) => rank < FEW_COUNT || others.includes(rank))),
    };
  }),
);

const setTemperature = (temperature: number) => choice({ temperature });

/** For softmax and its temperature. */
export const temperatureInput = (
  { logits, request: { run, prompt }, sampling }: SceneContext,
  about: TemperatureInput['about'],
): TemperatureInput => ({
  ...predictionsOf(run.vocabulary)(logits)[about === 'temperature' ? 'largest' : 'spread'],
  ...{ prompt, vocabularySize: run.vocabulary.length, about, temperatureEvent: setTemperature },
  temperature: sampling.temperature,
});

const moveTip: DotInput['tipEvent'] = (arrow, x, y) =>
  choice(arrow === 'v' ? { vx: x, vy: y } : { wx: x, wy: y });

const labelsOf = ({ request: { options, run } }: SceneContext, roles: readonly WordRole[]): string[] =>
  roles.map((role) => wordLabel({ words: options.words, vocabulary: run.vocabulary }, role));

/** For the dot product. */
export function dotInput(context: SceneContext): Partial<DotInput> {
  const { sum: product, cosine } = context.lenses['dot-product'] ?? {};
  const words = labelsOf(context, ['one', 'other']).join(' · ');
  return { ...context.tips, tipEvent: moveTip, words, ...(product !== undefined && { product, cosine }) };
}

/** The same function for the same relation and words. */
const nextEventOf = memoize((vocabulary: readonly string[]) =>
  memoize((words: SelectedWords) =>
    memoize((relation: RelationResult) => () => choice(nextAnalogy(relation, { words, vocabulary }))),
  ),
);

/** For directions with meaning. */
export function directionsInput(context: SceneContext): Partial<DirectionsInput> {
  const { lenses, request } = context;
  const { words } = request.options;
  const [a, b, c, expected] = labelsOf(context, ['a', 'b', 'c', 'expected']);
  const { plane, gap = 0, nearest = [] } = lenses.analogy ?? {};
  const { matrix } = lenses.embedding ?? {};
  const relations = lenses.relations?.relations ?? [];
  const isOf = ({ pairs }: RelationResult) =>
    pairs.some(({ from, to }) => from === words.b && to === words.a);
  const relation = relations.find(isOf) ?? relations.at(0);
  return {
    ...{ a, b, c, expected, gap, dimensions: request.run.model.C },
    ...(plane && { plane, nearest: tokenLabel(nearest[0].text), cosine: nearest[0].score }),
    cloud: matrix && cloudOf(request.run.vocabulary)(matrix)(words)(nearest),
    nextEvent: relation && nextEventOf(request.run.vocabulary)(words)(relation),
  };
}

/** `logits` (V) = `weights` (V, C) × `vector` (C), which is that of `token`. */
export interface Product {
  readonly weights: Tensor;
  readonly vector: Float32Array;
  readonly logits: Float32Array;
  readonly vocabulary: readonly string[];
  readonly token: string;
}

const largestOf = memoize((logits: Float32Array) => logits.indexOf(logits.reduce((a, b) => Math.max(a, b))));

/** The same rows for the same matrix. */
const rowsOf = memoize(({ data, shape: [, C] }: Tensor) => {
  const rows = new Map<number, Float32Array>();
  return (id: number) => {
    const row = rows.get(id) ?? data.subarray(id * C, (id + 1) * C);
    rows.set(id, row);
    return row;
  };
});

/** For a weighted sum: the row of the largest logit. */
export function productInput({ weights, vector, logits, vocabulary, token }: Product): ProductInput {
  const best = largestOf(logits);
  return {
    ...{ row: tokenLabel(vocabulary[best]), token: tokenLabel(token) },
    ...{ weights: rowsOf(weights)(best), data: vector },
  };
}

/** For weights and data. */
export const coloursInput = ({ weights, vector, logits, vocabulary }: Product): ColoursInput => ({
  ...{ weights, data: vector, result: logits, best: tokenLabel(vocabulary[largestOf(logits)]) },
});

const CUT_OF: Readonly<Record<TokenizerKind, Cut>> = {
  ...{ words: 'words', 'words-and-bytes': 'words', characters: 'characters', 'byte-pair': 'pairs' },
};

/** The same pieces for the same text and model. */
const cutsOf = memoize(({ tokens }: Inspection) =>
  memoize(({ words, characters }: LensResult<'tokenizations'>) =>
    memoize(({ pieces }: BytePairsResult) => {
      let cuts: CutsInput['pieces'] | undefined;
      const others = { words, characters, pairs: pieces };
      return (text: string, own: Cut) => {
        const placed = (cut: Cut) =>
          piecesIn(text, cut === own ? tokens : others[cut].map((piece) => ({ text: piece })));
        cuts ??= { words: placed('words'), pairs: placed('pairs'), characters: placed('characters') };
        return cuts;
      };
    }),
  ),
);

/** For tokens: nothing until all three are read. */
export function cutsInput({
  inspection,
  lenses,
  request,
}: Pick<Reading<object>, 'inspection' | 'lenses' | 'request'>): CutsInput | undefined {
  const { tokenizations, 'byte-pairs': pairs } = lenses;
  if (!tokenizations || !pairs) return undefined;
  const own = CUT_OF[request.run.tokenizer];
  return { text: request.prompt, own, pieces: cutsOf(inspection)(tokenizations)(pairs)(request.prompt, own) };
}
