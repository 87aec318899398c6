// Images of the data set by their places, as galleries show them.

import type { DigitSplit } from '../../../workers/rpc/api/lab-api.ts';
import type { DigitImages } from '../../types/digits.ts';
import type { Digits } from './digit-store.ts';

const PIXELS = 784;

/** A training image, its label, and what every neuron makes of it: a layer each, inputs first. */
export async function fetchImageActivations(digits: Digits, index: number) {
  const [inspection, { labels, pixels }] = await Promise.all([
    digits.lens('activations', { split: 'train', indices: [index] }),
    digits.lens('images', { split: 'train', from: index, count: 1 }),
  ]);
  return { label: labels[0], activations: [pixels.data, ...inspection.a.map(({ data }) => data)] };
}

/** The first so many training images, as lenses ask for them. */
export const firstTrainingImages = (count: number) => ({
  split: 'train' as const,
  indices: Array.from({ length: count }, (_, index) => index),
});

/** Those at the given places, in their order. */
export async function fetchImages(
  digits: Digits,
  split: DigitSplit,
  indices: readonly number[],
): Promise<DigitImages> {
  const found = await Promise.all(indices.map((from) => digits.lens('images', { split, from, count: 1 })));
  const pixels = new Float32Array(indices.length * PIXELS);
  found.forEach((each, i) => {
    pixels.set(each.pixels.data, i * PIXELS);
  });
  return { indices, labels: found.map(({ labels }) => labels[0]), pixels };
}

/** The first so many of a split, or of one digit of it. */
export async function fetchFirstImages(
  digits: Digits,
  split: DigitSplit,
  count: number,
  digit?: number,
): Promise<DigitImages> {
  const { indices, labels, pixels } = await digits.lens('images', { split, from: 0, count, digit });
  return { indices, labels, pixels: pixels.data };
}

/** The first few training images to pick from, the one that is looked at among them. */
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
