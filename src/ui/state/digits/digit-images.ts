// Requests for images of the data set.

import type { DigitSplit } from '../../../workers/rpc/api/lab-api.ts';
import type { DigitImages } from '../../types/digits.ts';
import type { Digits } from './digit-store.ts';

const PIXELS = 784;

/** A training image: its label, and its activations per layer, starting with the pixels. */
export async function fetchImageActivations(digits: Digits, index: number) {
  const [inspection, { labels, pixels }] = await Promise.all([
    digits.lens('activations', { split: 'train', indices: [index] }),
    digits.lens('images', { split: 'train', from: index, count: 1 }),
  ]);
  return { label: labels[0], activations: [pixels.data, ...inspection.a.map(({ data }) => data)] };
}

/** Selects the first `count` training images. */
export const firstTrainingImages = (count: number) => ({
  split: 'train' as const,
  indices: Array.from({ length: count }, (_, index) => index),
});

/** The images at the given indices, in their order. */
export async function fetchImages(
  digits: Digits,
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
  digits: Digits,
  split: DigitSplit,
  count: number,
  digit?: number,
): Promise<DigitImages> {
  const { indices, labels, pixels } = await digits.lens('images', { split, from: 0, count, digit });
  return { indices, labels, pixels: pixels.data };
}

/** The first `count` training images, including the selected one. */
export async function fetchGallery(
  digits: Digits,
  image: number,
  count: number,
  digit?: number,
): Promise<DigitImages> {
  const first = await fetchFirstImages(digits, 'train', count, digit);
  if (digit !== undefined || first.indices.includes(image)) return first;
  return fetchImages(digits, 'train', [image, ...first.indices.slice(0, count - 1)]);
}
