// What the chapter's scenes show.

import { memoize } from '../../../shared/memoize.ts';
import type { RelationResult } from '../../../workers/rpc/api/lab-api.ts';
import { tokenLabel } from '../../format/token-label.ts';
import type { DirectionsInput } from '../../scenes/directions/directions-scene.ts';
import { cloudOf } from '../../scenes/directions/word-cloud.ts';
import type { DotInput } from '../../scenes/dot/dot-scene.ts';
import type { ScoredToken, Softmax, TemperatureInput } from '../../scenes/temperature/temperature-scene.ts';
import type { Reading } from '../chapter-stage/panel.ts';
import { choice, type Sampling, type Tips } from './choices.ts';
import { wordLabel } from './controls.ts';
import { candidates, distribution } from './distribution.ts';
import { nextAnalogy } from './figures/analogies.ts';
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
