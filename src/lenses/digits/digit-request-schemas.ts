// What may be asked of the digit network: names and kinds, and limits where the lens itself has none.

import * as v from 'valibot';
import { PIXELS, TEST_IMAGES, TRAIN_IMAGES } from '../../model/data/mnist/mnist.ts';
import { MAX_BATCH_SIZE } from '../../model/digits/digit-inspector.ts';
import { DIGIT_TRAINING_SCHEMA } from '../../model/digits/digit-settings.ts';
import { anyNumber, boundedArray, finiteNumber, integerBetween, oneOf } from '../../shared/validation.ts';
import type { DigitInput, DigitLenses, DigitLensName, SliceRequest } from '../../workers/rpc/api/lab-api.ts';
import { SEED } from '../request-schemas.ts';

/** Images that cross at once: 31 MB of pixels. */
const MAX_IMAGES = 10_000;
/** Points along one side of a slice. */
const MAX_POINTS = 200;
/** Of a small network: what it takes it says itself. */
const MAX_NUMBERS = 1000;

const SPLIT = oneOf(['train', 'test']);
const NUMBERS = boundedArray(finiteNumber, MAX_NUMBERS);
const ROWS = boundedArray(NUMBERS, 100);
const WEIGHT = { layer: anyNumber, neuron: anyNumber, from: v.optional(anyNumber) };

/** Pixels may be anybody's drawing. */
const PIXEL_VALUES = v.pipe(
  v.instance(Float32Array<ArrayBuffer>, 'it must be a Float32Array'),
  v.check(
    ({ length }) => length > 0 && length % PIXELS === 0 && length <= MAX_BATCH_SIZE * PIXELS,
    `it must hold ${PIXELS} numbers an image, of at most ${MAX_BATCH_SIZE} images`,
  ),
  v.check((pixels) => pixels.every(Number.isFinite), 'every pixel must be a finite number'),
);

const PIXEL_INPUT = v.pipe(
  v.object({ pixels: PIXEL_VALUES, labels: v.optional(boundedArray(anyNumber, MAX_BATCH_SIZE)) }),
  v.check(
    ({ pixels, labels }) => labels === undefined || labels.length === pixels.length / PIXELS,
    'every image needs one label',
  ),
);
const DATA_INPUT = v.object({ split: SPLIT, indices: boundedArray(anyNumber, MAX_BATCH_SIZE) });

const INPUT: v.GenericSchema<unknown, DigitInput> = v.lazy((input) =>
  typeof input === 'object' && input !== null && 'pixels' in input ? PIXEL_INPUT : DATA_INPUT,
);

const SMALL = v.object({
  sizes: boundedArray(anyNumber, 100),
  weights: ROWS,
  biases: ROWS,
  inputs: ROWS,
  targets: ROWS,
  nudge: v.optional(anyNumber),
});

export const WEIGHT_CHANGES = boundedArray(v.object({ ...WEIGHT, value: anyNumber }), 100_000);

export const DIGIT_REQUEST_SCHEMAS: {
  readonly [Name in DigitLensName]: v.GenericSchema<unknown, DigitLenses[Name]['request']>;
} = {
  images: v.object({
    split: SPLIT,
    from: integerBetween(0, TRAIN_IMAGES),
    count: integerBetween(0, MAX_IMAGES),
    digit: v.optional(integerBetween(0, 9)),
  }),
  activations: INPUT,
  weights: v.object({}),
  weightedSum: v.object({ input: INPUT, layer: anyNumber, neuron: anyNumber }),
  gradient: INPUT,
  exampleGradients: v.object({ input: INPUT, weights: boundedArray(v.object(WEIGHT), MAX_NUMBERS) }),
  desiredChanges: INPUT,
  test: v.object({ split: SPLIT, mostWrong: integerBetween(0, TEST_IMAGES) }),
  cost: INPUT,
  smallNetwork: SMALL,
  chainRule: v.object({
    network: SMALL,
    of: v.object({ kind: oneOf(['w', 'b', 'z', 'a', 'y', 'C']), ...WEIGHT }),
    nudge: anyNumber,
  }),
  slice: v.object({
    directions: oneOf(['random', 'gradient', 'path', 'comparisonRuns']),
    comparisonRuns: v.optional(v.tuple([anyNumber, anyNumber], 'it must be two of them')),
    seed: SEED,
    images: anyNumber,
  } satisfies Record<keyof SliceRequest, unknown>),
  sliceCosts: v.object({
    slice: anyNumber,
    xs: boundedArray(finiteNumber, MAX_POINTS),
    ys: boundedArray(finiteNumber, MAX_POINTS),
  }),
  comparisonRun: v.object({ training: v.optional(DIGIT_TRAINING_SCHEMA), from: oneOf(['current', 'fresh']) }),
  trainComparisonRun: v.object({ comparisonRun: anyNumber, steps: anyNumber, slice: v.optional(anyNumber) }),
  endComparisonRun: v.object({ comparisonRun: anyNumber }),
};
