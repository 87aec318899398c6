// Fetches the numbers of the digit map: all of one step of one network.

import type { DigitInput, DigitSplit } from '../../../workers/rpc/api/lab-api.ts';
import type { Sample } from '../../scenes/digits/digit-scene.ts';
import type { DigitMapValues } from '../../scenes/digits/values.ts';
import { fetchImages, firstTrainingImages } from '../../state/digits/digit-images.ts';
import type { DigitReader } from '../../state/digits/digit-reader.ts';
import { queryDigits } from '../../state/query-lenses.ts';
import { EXEMPLARS } from './exemplars.ts';
import type { StagedWeights } from './picture.ts';

export interface MapRequest {
  /** Version of the visitor's weights; undefined where another network is shown. */
  readonly weightsVersion: number | undefined;
  /** A network in a state of its own, anew with each moment, and the training steps it has taken. */
  readonly network: StagedWeights | undefined;
  readonly moment?: number;
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
  /** Whose numbers they are; undefined for the visitor's network. */
  readonly comparisonRun: number | undefined;
}

export async function fetchMapValues(
  digits: DigitReader,
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
export async function pixelsOf(digits: DigitReader, input: DigitInput): Promise<Float32Array<ArrayBuffer>> {
  if ('pixels' in input) return input.pixels;
  const { split, indices } = input;
  const key = `${split} ${indices[0]}`;
  const known = images.get(key);
  if (known) return known;
  const { pixels } = await digits.lens('images', { split, from: indices[0], count: 1 });
  images.set(key, pixels.data);
  return pixels.data;
}

/** An image of each digit. */
export async function fetchSamples(digits: DigitReader, split: DigitSplit): Promise<Sample[]> {
  const { indices, labels, pixels } = await fetchImages(digits, split, EXEMPLARS[split]);
  const size = pixels.length / indices.length;
  return indices.map((index, at) => ({
    ...{ index, digit: labels[at] },
    pixels: pixels.slice(at * size, (at + 1) * size),
  }));
}
