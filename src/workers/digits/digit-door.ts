// What may be asked of the digit network: names and kinds, and limits where the lens itself has none.

import * as v from 'valibot';
import { anyNumber, finiteNumber, listOf, oneOf, wholeNumber } from '../../model/checked.ts';
import { PIXELS, TEST_IMAGES, TRAIN_IMAGES } from '../../model/data/mnist/mnist.ts';
import { MOST_EXAMPLES } from '../../model/digit-inspector.ts';
import { DIGIT_TRAINING } from '../../model/digit-settings.ts';
import type { DigitInput, DigitLenses, DigitLensName, SliceRequest } from '../lab-api.ts';
import { SEED } from '../lenses/lens-door.ts';

/** Images that cross at once: 31 MB of pixels. */
const MOST_IMAGES = 10_000;
/** Points along one side of a slice. */
const MOST_POINTS = 200;
/** Of a small network: what it takes it says itself. */
const MOST_NUMBERS = 1000;

const SPLIT = oneOf(['train', 'test']);
const NUMBERS = listOf(finiteNumber, MOST_NUMBERS);
const ROWS = listOf(NUMBERS, 100);
const WEIGHT = { layer: anyNumber, neuron: anyNumber, from: v.optional(anyNumber) };

/** Pixels may be anybody's drawing. */
const DRAWN = v.pipe(
  v.instance(Float32Array<ArrayBuffer>, 'it must be a Float32Array'),
  v.check(
    ({ length }) => length > 0 && length % PIXELS === 0 && length <= MOST_EXAMPLES * PIXELS,
    `it must hold ${PIXELS} numbers an image, of at most ${MOST_EXAMPLES} images`,
  ),
  v.check((pixels) => pixels.every(Number.isFinite), 'every pixel must be a finite number'),
);

const DRAWN_INPUT = v.pipe(
  v.object({ pixels: DRAWN, labels: v.optional(listOf(anyNumber, MOST_EXAMPLES)) }),
  v.check(
    ({ pixels, labels }) => labels === undefined || labels.length === pixels.length / PIXELS,
    'every image needs one label',
  ),
);
const DATA_INPUT = v.object({ split: SPLIT, indices: listOf(anyNumber, MOST_EXAMPLES) });

const INPUT: v.GenericSchema<unknown, DigitInput> = v.lazy((input) =>
  typeof input === 'object' && input !== null && 'pixels' in input ? DRAWN_INPUT : DATA_INPUT,
);

const SMALL = v.object({
  sizes: listOf(anyNumber, 100),
  weights: ROWS,
  biases: ROWS,
  inputs: ROWS,
  targets: ROWS,
  nudge: v.optional(anyNumber),
});

export const WEIGHT_CHANGES = listOf(v.object({ ...WEIGHT, value: anyNumber }), 100_000);

export const DIGIT_ASKS: {
  readonly [Name in DigitLensName]: v.GenericSchema<unknown, DigitLenses[Name]['asks']>;
} = {
  images: v.object({
    split: SPLIT,
    from: wholeNumber(0, TRAIN_IMAGES),
    count: wholeNumber(0, MOST_IMAGES),
    digit: v.optional(wholeNumber(0, 9)),
  }),
  look: INPUT,
  weights: v.object({}),
  weightedSum: v.object({ input: INPUT, layer: anyNumber, neuron: anyNumber }),
  gradient: INPUT,
  nudges: v.object({ input: INPUT, weights: listOf(v.object(WEIGHT), MOST_NUMBERS) }),
  wishes: INPUT,
  test: v.object({ split: SPLIT, mostWrong: wholeNumber(0, TEST_IMAGES) }),
  cost: INPUT,
  small: SMALL,
  chain: v.object({
    network: SMALL,
    of: v.object({ kind: oneOf(['w', 'b', 'z', 'a', 'y', 'C']), ...WEIGHT }),
    nudge: anyNumber,
  }),
  slice: v.object({
    directions: oneOf(['random', 'gradient', 'path', 'sideRuns']),
    sideRuns: v.optional(v.tuple([anyNumber, anyNumber], 'it must be two of them')),
    seed: SEED,
    images: anyNumber,
  } satisfies Record<keyof SliceRequest, unknown>),
  sliceCosts: v.object({
    slice: anyNumber,
    xs: listOf(finiteNumber, MOST_POINTS),
    ys: listOf(finiteNumber, MOST_POINTS),
  }),
  sideRun: v.object({ training: v.optional(DIGIT_TRAINING), from: oneOf(['current', 'fresh']) }),
  sideSteps: v.object({ sideRun: anyNumber, steps: anyNumber, slice: v.optional(anyNumber) }),
  endSideRun: v.object({ sideRun: anyNumber }),
};
