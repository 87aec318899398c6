// Input images of a lens: images of the data set, or pixels.

import { KernelError } from '../../kernels/errors.ts';
import { PIXELS } from '../../model/data/mnist/mnist.ts';
import type { DigitGradients } from '../../model/digits/digit-inspector.ts';
import { MAX_BATCH_SIZE } from '../../model/digits/digit-inspector.ts';
import { DIGIT_COUNT } from '../../model/digits/digit-settings.ts';
import { isIndex } from '../../shared/numbers.ts';
import * as v from '../shared/schemas.ts';
import type { DigitImages, DigitLensContext } from './define-digit-lens.ts';

export const SPLIT = v.oneOf(['train', 'test']);

const PIXEL_VALUES = v.pipe(
  v.instance(Float32Array<ArrayBuffer>, 'it must be a Float32Array'),
  v.check(
    ({ length }) => length > 0 && length % PIXELS === 0 && length <= MAX_BATCH_SIZE * PIXELS,
    `it must hold ${PIXELS} numbers an image, of at most ${MAX_BATCH_SIZE} images`,
  ),
  v.check((pixels) => pixels.every(Number.isFinite), 'every pixel must be a finite number'),
);

const PIXEL_INPUT = v.pipe(
  v.strictObject({ pixels: PIXEL_VALUES, labels: v.optional(v.boundedArray(v.anyNumber, MAX_BATCH_SIZE)) }),
  v.check(
    ({ pixels, labels }) => labels === undefined || labels.length === pixels.length / PIXELS,
    'every image needs one label',
  ),
);

const DATA_INPUT = v.strictObject({ split: SPLIT, indices: v.boundedArray(v.anyNumber, MAX_BATCH_SIZE) });

/** `pixels`: (B, 784), from 0 black to 1 white; at most 1,000 images. `labels`: for lenses of the cost. */
export type DigitInput = v.InferOutput<typeof PIXEL_INPUT> | v.InferOutput<typeof DATA_INPUT>;

export const DIGIT_INPUT: v.GenericSchema<unknown, DigitInput> = v.lazy((input) =>
  typeof input === 'object' && input !== null && 'pixels' in input ? PIXEL_INPUT : DATA_INPUT,
);

/** The images of the data set that an input refers to. */
export const imagesOf = (input: DigitInput): DigitImages =>
  'pixels' in input
    ? { split: 'train', count: 0 }
    : { split: input.split, count: Math.max(0, ...input.indices) + 1 };

/** Training images have the run's own labels, which may be shuffled. */
export function resolveInput({ mnist, run }: DigitLensContext, input: DigitInput) {
  if ('pixels' in input)
    return { pixels: input.pixels, labels: input.labels && Int32Array.from(input.labels) };
  const { split, indices } = input;
  const labels = split === 'train' ? run().labels(indices) : mnist.labels(split, indices);
  return { pixels: mnist.pixels(split, indices), labels };
}

/** Throws if a label is missing or not a digit. */
export function resolveLabelledInput(context: DigitLensContext, input: DigitInput) {
  const { pixels, labels } = resolveInput(context, input);
  const wrong = labels?.find((label) => !isIndex(label, DIGIT_COUNT));
  if (!labels || wrong !== undefined)
    throw new KernelError(
      `digits: the cost needs a label from 0 to 9 for each image${wrong === undefined ? '' : `; ${wrong} is none`}`,
    );
  return { pixels, labels };
}

export async function computeGradients(
  context: DigitLensContext,
  input: DigitInput,
): Promise<{ pixels: Float32Array<ArrayBuffer>; gradients: DigitGradients }> {
  const { pixels, labels } = resolveLabelledInput(context, input);
  const gradients = await context.run().inspector.run({ pixels, targets: labels, gradients: true });
  return { pixels, gradients };
}

/** Throws unless the input is one image. */
export function assertSingleImage(pixels: Float32Array): void {
  if (pixels.length !== PIXELS)
    throw new KernelError(`digits: this lens takes one image, not ${pixels.length / PIXELS}`);
}
