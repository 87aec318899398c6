// Requests for images of the data set.

import type { DigitLenses, DigitLensName, DigitSplit } from '../../../workers/rpc/api/lab-api.ts';
import type { DigitImages } from '../../types/digits.ts';
import { queryDigits } from '../query-lenses.ts';
import type { DigitReader } from './digit-reader.ts';

const PIXELS = 784;

type Requests<Name extends DigitLensName> = { readonly [Each in Name]: DigitLenses[Each]['request'] };

/** A training image with its label and its activations per layer, pixels first, and other lenses of the same step. */
export async function fetchImageLenses<Name extends DigitLensName = never>(
  digits: Pick<DigitReader, 'query'>,
  index: number,
  lenses = {} as Requests<Name>,
) {
  const own: Requests<'activations' | 'images'> = {
    activations: { split: 'train', indices: [index] },
    images: { split: 'train', from: index, count: 1 },
  };
  const results = await queryDigits(digits, { ...lenses, ...own } as Requests<Name | keyof typeof own>);
  const { activations, images } = results as { [Each in keyof typeof own]: DigitLenses[Each]['result'] };
  return {
    image: {
      label: images.labels[0],
      activations: [images.pixels.data, ...activations.a.map(({ data }) => data)],
    },
    results,
  };
}

/** Selects the first `count` training images. */
export const firstTrainingImages = (count: number) => ({
  split: 'train' as const,
  indices: Array.from({ length: count }, (_, index) => index),
});

/** The images at the given indices, in their order. */
export async function fetchImages(
  digits: DigitReader,
  split: DigitSplit,
  indices: readonly number[],
): Promise<DigitImages> {
  const results = await Promise.all(indices.map((from) => digits.lens('images', { split, from, count: 1 })));
  const pixels = new Float32Array(indices.length * PIXELS);
  results.forEach((result, i) => {
    pixels.set(result.pixels.data, i * PIXELS);
  });
  return { indices, labels: results.map(({ labels }) => labels[0]), pixels };
}

/** The first `count` images of a split, optionally of one digit. */
export async function fetchFirstImages(
  digits: DigitReader,
  split: DigitSplit,
  count: number,
  digit?: number,
): Promise<DigitImages> {
  const { indices, labels, pixels } = await digits.lens('images', { split, from: 0, count, digit });
  return { indices, labels, pixels: pixels.data };
}

/** The first `count` training images, including the selected one. */
export async function fetchGallery(
  digits: DigitReader,
  image: number,
  count: number,
  digit?: number,
): Promise<DigitImages> {
  const first = await fetchFirstImages(digits, 'train', count, digit);
  if (digit !== undefined || first.indices.includes(image)) return first;
  return fetchImages(digits, 'train', [image, ...first.indices.slice(0, count - 1)]);
}
