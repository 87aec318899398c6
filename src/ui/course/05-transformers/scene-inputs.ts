// What the chapter's scenes show.

import { memoize } from '../../../shared/memoize.ts';
import type { DotInput } from '../../scenes/dot/dot-scene.ts';
import type { ScoredToken, Softmax, TemperatureInput } from '../../scenes/temperature/temperature-scene.ts';
import { choice } from './choices.ts';
import { type WordsOfVocabulary, wordLabel } from './controls.ts';
import { candidates, distribution, sampleToken } from './distribution.ts';
import type { Context } from './panels.ts';

/** Bars at most. */
const TOKEN_COUNT = 12;

interface Prediction {
  readonly tokens: readonly ScoredToken[];
  readonly softmax: (temperature: number, seed: number) => Softmax;
}

/** The same objects for the same logits: a scene moves when its input changes. */
const predictionOf = memoize((vocabulary: readonly string[]) =>
  memoize((logits: Float32Array): Prediction => {
    const tokens = candidates(logits, 1, vocabulary, TOKEN_COUNT);
    const [{ id: largest }] = tokens;
    return {
      tokens,
      softmax(temperature, seed) {
        const p = distribution(logits, temperature);
        const id = sampleToken(p, seed, 0);
        return {
          shares: tokens.map((token) => p[token.id]),
          logSum: logits[largest] / temperature - Math.log(p[largest]),
          drawn: { id, text: vocabulary[id], share: p[id] },
        };
      },
    };
  }),
);

const setTemperature = (temperature: number) => choice({ temperature });

/** For softmax and its temperature. */
export const temperatureInput = (
  { logits, request: { run, prompt }, sampling }: Context,
  about: TemperatureInput['about'],
): TemperatureInput => ({
  ...predictionOf(run.vocabulary)(logits),
  ...{ prompt, vocabularySize: run.vocabulary.length, about, temperatureEvent: setTemperature },
  ...sampling,
});

const moveTip: DotInput['tipEvent'] = (arrow, x, y) =>
  choice(arrow === 'v' ? { vx: x, vy: y } : { wx: x, wy: y });

/** For the dot product. */
export function dotInput({ tips, lenses }: Context, chosen: WordsOfVocabulary): Partial<DotInput> {
  const { sum: product, cosine } = lenses['dot-product'] ?? {};
  const words = (['one', 'other'] as const).map((role) => wordLabel(chosen, role)).join(' · ');
  return { ...tips, tipEvent: moveTip, words, ...(product !== undefined && { product, cosine }) };
}
