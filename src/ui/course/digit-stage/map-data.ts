// Fetches the numbers of the digit map: all of one step of one network.

import type { DigitInput } from '../../../workers/rpc/api/lab-api.ts';
import type { Sample } from '../../digit-map/digit-map.ts';
import type { DigitMapValues } from '../../digit-map/values.ts';
import { firstTrainingImages } from '../../state/digits/digit-images.ts';
import type { Digits } from '../../state/digits/digit-store.ts';
import { queryDigits } from '../../state/query-lenses.ts';
import type { StagedWeights } from './picture.ts';

export interface MapRequest {
  /** Version of the visitor's weights. */
  readonly weightsVersion: number;
  /** A network in a state of its own, and the training steps it has taken. */
  readonly network: StagedWeights | undefined;
  readonly learned: number;
  readonly input: DigitInput;
  readonly hasCost: boolean;
  readonly hasGradient: boolean;
  /** Training images of the mean gradient; that of the image without it. */
  readonly batch: number | undefined;
}

export interface MapData {
  readonly request: MapRequest;
  readonly values: DigitMapValues;
}

export async function fetchMapValues(
  digits: Digits,
  { input, hasCost, hasGradient, batch }: MapRequest,
  comparisonRun: number | undefined,
): Promise<DigitMapValues> {
  const [pixels, results] = await Promise.all([
    pixelsOf(digits, input),
    queryDigits(
      digits,
      {
        weights: {},
        activations: input,
        ...(hasCost && { cost: input }),
        ...(hasGradient && { gradient: batch === undefined ? input : firstTrainingImages(batch) }),
      } as { weights: object; activations: DigitInput; cost: DigitInput; gradient: DigitInput },
      comparisonRun,
    ),
  ]);
  const { weights, activations } = results;
  // Lenses that were not asked for have no result.
  const { cost, gradient } = results as Partial<typeof results>;
  const sizes = [pixels.length, ...activations.a.map(({ data }) => data.length)];
  const isSoftmax = gradient !== undefined && gradient.d_a.at(-1) === undefined;
  return {
    step: activations.step,
    kind: isSoftmax ? 'relu' : 'sigmoid',
    sizes,
    activations: [pixels, ...activations.a.map(({ data }) => data)],
    weightedSums: activations.z.map(({ data }) => data),
    weights: weights.layers,
    ...(cost && {
      cost: {
        label: cost.targets.data.indexOf(1),
        targets: cost.targets.data,
        terms: cost.terms.data,
        total: cost.costs.data[0],
      },
    }),
    ...(gradient && {
      gradient: {
        examples: batch ?? 1,
        layers: gradient.layers,
        ...(batch === undefined && {
          d_z: gradient.d_z.map(({ data }) => data),
          d_a: gradient.d_a.map((tensor) => tensor?.data),
        }),
      },
    }),
  };
}

const images = new Map<string, Float32Array<ArrayBuffer>>();

/** The same array for the same image of the data set, so that its bitmap is drawn once. */
export async function pixelsOf(digits: Digits, input: DigitInput): Promise<Float32Array<ArrayBuffer>> {
  if ('pixels' in input) return input.pixels;
  const { split, indices } = input;
  const key = `${split} ${indices[0]}`;
  const known = images.get(key);
  if (known) return known;
  const { pixels } = await digits.lens('images', { split, from: indices[0], count: 1 });
  images.set(key, pixels.data);
  return pixels.data;
}

/** Among these images every digit occurs. */
const FIRST_IMAGES = 100;

/** The first image of each digit. */
export async function fetchSamples(digits: Digits, split: 'train' | 'test'): Promise<Sample[]> {
  const { indices, labels, pixels } = await digits.lens('images', { split, from: 0, count: FIRST_IMAGES });
  const size = pixels.data.length / indices.length;
  return Array.from({ length: 10 }, (_, digit) => {
    const at = labels.indexOf(digit);
    return { index: indices[at], digit, pixels: pixels.data.slice(at * size, (at + 1) * size) };
  });
}
