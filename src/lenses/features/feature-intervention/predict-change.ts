// What the linear model predicts of a change of one feature: of later features' inputs and of the answer, directly and over the
// features between.

import { modelParts } from '../../../model/architecture/config.ts';
import {
  type Dictionary,
  readDirection,
  writtenDirection,
} from '../../../model/training/dictionary/dictionary.ts';
import { dotProduct } from '../../../shared/numbers.ts';
import {
  attend,
  type LinearModel,
  normChange,
  type StreamVectors,
} from '../attribution-graph/linear-model.ts';

/** A feature at a token where it is active. */
export interface ActiveFeature {
  readonly layer: number;
  readonly position: number;
  readonly feature: number;
}

interface PredictedChange {
  /** By feature of `active`: change of its input. */
  readonly features: Float64Array;
  readonly answer: number;
}

/**
 * `change`: (C a token) what is added to the output of the MLP of `layer`. With `throughFeatures` later active features respond
 * linearly; without, they stay as they are.
 */
export function predictChange(
  model: LinearModel,
  dictionaries: readonly Dictionary[],
  active: readonly ActiveFeature[],
  { layer, change }: { readonly layer: number; readonly change: StreamVectors },
  {
    direction,
    throughFeatures,
  }: { readonly direction: ArrayLike<number>; readonly throughFeatures: boolean },
): PredictedChange {
  const { config, layers, tokens, T } = model;
  const { isParallel } = modelParts(config);
  const features = new Float64Array(active.length);
  let stream: StreamVectors = [...change];
  for (let l = layer + 1; l < config.L; l++) {
    const attended = sumOf(stream, attend(layers[l], stream, T, tokens.length));
    const read = isParallel ? stream : attended;
    stream = [...attended];
    active.forEach(({ layer: own, position, feature }, i) => {
      const x = read[position];
      if (own !== l || !x) return;
      features[i] = dotProduct(
        normChange(layers[l].mlpNorm, position, x),
        readDirection(dictionaries[l], feature),
      );
      if (!throughFeatures) return;
      const written = writtenDirection(dictionaries[l], feature);
      stream[position] = (stream[position] ?? new Float64Array(config.C)).map(
        (value, c) => value + features[i] * written[c],
      );
    });
  }
  const last = stream[tokens.length - 1];
  return {
    features,
    answer: last ? dotProduct(normChange(model.finalNorm, tokens.length - 1, last), direction) : 0,
  };
}

function sumOf(one: StreamVectors, other: StreamVectors): StreamVectors {
  return Array.from({ length: Math.max(one.length, other.length) }, (_, token) => {
    const [a, b] = [one[token], other[token]];
    return a && b ? a.map((x, c) => x + b[c]) : (a ?? b);
  });
}
