// Fetches the data of the current panel only, all from one state of the weights.

import type {
  CostBreakdown,
  DesiredChanges,
  DigitGradient,
  DigitLayerWeights,
  DigitTest,
  DigitWeight,
  ExampleGradients,
} from '../../../workers/rpc/api/lab-api.ts';
import {
  fetchFirstImages,
  fetchGallery,
  fetchImageLenses,
  fetchImages,
  firstTrainingImages,
} from '../../state/digits/digit-images.ts';
import type { Digits } from '../../state/digits/digit-store.ts';
import type { DigitImages } from '../../types/digits.ts';
import { rankedNudges } from '../../views/digits/digit-gradient/nudges.ts';
import type { Panel } from './panels.ts';

export interface StageRequest {
  /** Version of the weights; a new network or an edit increases it. */
  readonly weightsVersion: number;
  readonly panel: Panel;
  /** Index of a training image. */
  readonly image: number;
  readonly digit?: number;
}

/** Only the fields that the panel needs are set. */
export interface StageData {
  readonly request: StageRequest;
  readonly gallery?: DigitImages;
  readonly testGallery?: DigitImages;
  readonly label?: number;
  /** One array for each layer, inputs first. */
  readonly activations?: readonly Float32Array[];
  readonly weights?: readonly DigitLayerWeights[];
  readonly cost?: CostBreakdown;
  readonly gradient?: DigitGradient;
  readonly desiredChanges?: DesiredChanges;
  readonly table?: {
    readonly weights: readonly DigitWeight[];
    readonly nudges: ExampleGradients;
    readonly images: DigitImages;
  };
  readonly test?: DigitTest;
  readonly misclassified?: DigitImages;
}

const GALLERY_SIZE = 20;
/** Size of a mini-batch in training. */
export const BATCH_SIZE = 100;
/** Columns of the table; the mean is over the whole batch. */
const TABLE_COLUMNS = 6;
/** Rows of the table for each layer: the weights with the largest gradients. */
const ROWS_PER_LAYER = 4;
const MISCLASSIFIED_COUNT = 18;

/** Activations, cost and desired changes of one image. */
async function fetchExample(
  digits: Digits,
  { image: index, digit }: StageRequest,
): Promise<Partial<StageData>> {
  const input = { split: 'train' as const, indices: [index] };
  const lenses = { weights: {}, cost: input, gradient: input, 'desired-changes': input };
  const [{ image, results }, gallery] = await Promise.all([
    fetchImageLenses(digits, index, lenses),
    fetchGallery(digits, index, GALLERY_SIZE, digit),
  ]);
  const { weights, cost, gradient, 'desired-changes': desiredChanges } = results;
  return { ...image, weights: weights.layers, cost, gradient, desiredChanges, gallery };
}

async function fetchTable(digits: Digits, image: number): Promise<StageData['table']> {
  const others = firstTrainingImages(BATCH_SIZE).indices.filter((index) => index !== image);
  const input = { split: 'train' as const, indices: [image, ...others].slice(0, BATCH_SIZE) };
  const gradient = await digits.lens('gradient', input);
  const ranked = rankedNudges(gradient);
  const weights = gradient.layers.flatMap((_, at): DigitWeight[] =>
    ranked
      .filter(({ layer }) => layer === at + 1)
      .slice(0, ROWS_PER_LAYER)
      .map(({ nudge: _, ...weight }) => weight),
  );
  const nudges = await digits.lens('example-gradients', { input, weights });
  return {
    weights,
    nudges,
    images: await fetchImages(digits, 'train', input.indices.slice(0, TABLE_COLUMNS)),
  };
}

const FETCHERS: Readonly<
  Record<Panel, (digits: Digits, question: StageRequest) => Promise<Partial<StageData>>>
> = {
  cost: fetchExample,
  gradient: async (digits, { image: index }) => {
    const { image, results } = await fetchImageLenses(digits, index, {
      gradient: firstTrainingImages(BATCH_SIZE),
    });
    return { ...image, gradient: results.gradient };
  },
  outputs: fetchExample,
  ways: fetchExample,
  sum: fetchExample,
  back: fetchExample,
  table: async (digits, { image }) => ({ table: await fetchTable(digits, image) }),
  paths: async () => ({}),
  components: async () => ({}),
  code: async () => ({}),
  training: async (digits) => {
    const test = await digits.lens('test', { split: 'test', mostWrong: MISCLASSIFIED_COUNT });
    return {
      test,
      misclassified: await fetchImages(
        digits,
        'test',
        test.wrong.map(({ index }) => index),
      ),
    };
  },
  examples: async (digits, { digit }) => ({
    gallery: await fetchFirstImages(digits, 'train', 2 * GALLERY_SIZE, digit),
    testGallery: await fetchFirstImages(digits, 'test', 2 * GALLERY_SIZE, digit),
  }),
};

export async function fetchStageData(digits: Digits, request: StageRequest): Promise<StageData> {
  return { request, ...(await FETCHERS[request.panel](digits, request)) };
}
