// The images that chapters 1 to 3 show as examples of a digit.

import type { DigitSplit } from '../../../workers/rpc/api/lab-api.ts';

/** Index in the split, by digit. Anyone reads them, and the pretrained network does with an output of at least 0.9. */
export const EXEMPLARS = {
  test: [13, 826, 503, 30, 27, 356, 446, 494, 718, 12],
  train: [1709, 3605, 2641, 4022, 1911, 1965, 4660, 522, 2063, 1355],
} as const satisfies Record<DigitSplit, readonly number[]>;

/** The image that a chapter begins with, of the digit in its video. */
export const FIRST_IMAGES = {
  1: { split: 'test', image: EXEMPLARS.test[3] },
  2: { split: 'train', image: EXEMPLARS.train[3] },
  3: { split: 'train', image: EXEMPLARS.train[2] },
} as const satisfies Record<number, { readonly split: DigitSplit; readonly image: number }>;
