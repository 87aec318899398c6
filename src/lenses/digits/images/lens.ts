// Images of the data set with their labels.

import * as v from 'valibot';
import { PIXELS, TRAIN_IMAGES } from '../../../model/data/mnist/mnist.ts';
import { integerBetween, strictObject } from '../../../shared/validation.ts';
import type { Tensor } from '../../shared/results.ts';
import { defineDigitLens } from '../define-digit-lens.ts';
import { SPLIT } from '../digit-input.ts';
import { createTensor } from '../digit-results.ts';

/** 31 MB of pixels. */
const MAX_IMAGES = 10_000;

export interface ImagesResult {
  indices: number[];
  labels: number[];
  /** [count, 784]. */
  pixels: Tensor;
}

export const imagesLens = defineDigitLens({
  name: 'images',
  // `count` images from index `from`; with `digit`, only images with this label.
  request: strictObject({
    split: SPLIT,
    from: integerBetween(0, TRAIN_IMAGES),
    count: integerBetween(0, MAX_IMAGES),
    digit: v.optional(integerBetween(0, 9)),
  }),
  images: ({ split, from, count }) => ({ split, count: from + count }),
  async compute({ mnist }, { split, from, count, digit }): Promise<ImagesResult> {
    const indices: number[] = [];
    for (let index = from; index < mnist.count(split) && indices.length < count; index++) {
      if (digit === undefined || mnist.label(split, index) === digit) indices.push(index);
    }
    const labels = indices.map((index) => mnist.label(split, index));
    return { indices, labels, pixels: createTensor([indices.length, PIXELS], mnist.pixels(split, indices)) };
  },
});
