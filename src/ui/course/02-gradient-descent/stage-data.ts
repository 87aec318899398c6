// Fetches the data of the current panel only, all from one state of the weights.

import type {
  CostBreakdown,
  DigitGradient,
  DigitInput,
  DigitLayerWeights,
  DigitTest,
} from '../../../workers/rpc/api/lab-api.ts';
import {
  fetchFirstImages,
  fetchGallery,
  fetchImageLenses,
  fetchImages,
  firstTrainingImages,
} from '../../state/digits/digit-images.ts';
import type { Digits } from '../../state/digits/digit-store.ts';
import { queryDigits } from '../../state/query-lenses.ts';
import type { DigitImages } from '../../types/digits.ts';
import type { Panel } from './panels.ts';
import { extremeIndices } from './views/cost-average/histogram.ts';
import { fetchNoise, type NoiseResult } from './views/noise-input/noise.ts';

export interface StageRequest {
  /** Version of the weights; a new network or an edit increases it. */
  readonly weightsVersion: number;
  readonly panel: Panel;
  /** Index of a training image. */
  readonly image: number;
  readonly digit?: number;
  readonly noise: number;
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
  /** Cost of the image on new random weights. */
  readonly randomCost?: CostBreakdown;
  readonly extremes?: { readonly images: DigitImages; readonly costs: readonly number[] };
  readonly gradient?: DigitGradient;
  readonly test?: DigitTest;
  readonly misclassified?: DigitImages;
  readonly noise?: NoiseResult;
}

const GALLERY_SIZE = 20;
/** Number of training images that gradients (one mini-batch) and costs are averaged over. */
export const GRADIENT_IMAGES = 100;
const COST_IMAGES = 1000;
const EXTREME_COUNT = 4;
const MISCLASSIFIED_COUNT = 18;

/** Fetch functions by panel; other panels need no data. */
const FETCHERS: Partial<
  Record<Panel, (digits: Digits, question: StageRequest) => Promise<Partial<StageData>>>
> = {
  examples: async (digits, { digit }) => ({
    gallery: await fetchFirstImages(digits, 'train', 2 * GALLERY_SIZE, digit),
    testGallery: await fetchFirstImages(digits, 'test', 2 * GALLERY_SIZE, digit),
  }),
  cost: async (digits, { image: index, digit }) => {
    const { image, results } = await fetchImageLenses(digits, index, {
      cost: { split: 'train', indices: [index] },
    });
    return { ...image, cost: results.cost, gallery: await fetchGallery(digits, index, GALLERY_SIZE, digit) };
  },
  small: async (digits, { image: index }) => {
    const input = { split: 'train' as const, indices: [index] };
    const { image, results } = await fetchImageLenses(digits, index, { cost: input });
    return { ...image, cost: results.cost, randomCost: await fetchRandomCost(digits, input) };
  },
  functions: async (digits, { image: index }) => {
    const { image, results } = await fetchImageLenses(digits, index, {
      cost: firstTrainingImages(COST_IMAGES),
      gradient: firstTrainingImages(GRADIENT_IMAGES),
    });
    return { ...results, ...image };
  },
  average: async (digits) => {
    const cost = await digits.lens('cost', firstTrainingImages(COST_IMAGES));
    const places = extremeIndices(cost.costs.data, EXTREME_COUNT);
    const images = await fetchImages(digits, 'train', places);
    return { cost, extremes: { images, costs: places.map((place) => cost.costs.data[place]) } };
  },
  gradient: async (digits, { image: index }) => {
    const { image, results } = await fetchImageLenses(digits, index, {
      gradient: firstTrainingImages(GRADIENT_IMAGES),
    });
    return { ...image, gradient: results.gradient };
  },
  training: async (digits) => {
    const test = await digits.lens('test', { split: 'test', mostWrong: MISCLASSIFIED_COUNT });
    const indices = test.wrong.map(({ index }) => index);
    return { test, misclassified: await fetchImages(digits, 'test', indices) };
  },
  weights: async (digits) => ({ weights: (await digits.lens('weights', {})).layers }),
  noise: async (digits, { noise }) => ({ noise: await fetchNoise(digits, noise) }),
};

/** On weights that no step has changed. */
async function fetchRandomCost(digits: Digits, input: DigitInput): Promise<CostBreakdown> {
  const { comparisonRun } = await digits.lens('start-comparison-run', { from: 'fresh', training: {} });
  try {
    return (await queryDigits(digits, { cost: input }, comparisonRun)).cost;
  } finally {
    void digits.lens('end-comparison-run', { comparisonRun }).catch(() => undefined);
  }
}

export async function fetchStageData(digits: Digits, request: StageRequest): Promise<StageData> {
  return { request, ...(await FETCHERS[request.panel]?.(digits, request)) };
}
