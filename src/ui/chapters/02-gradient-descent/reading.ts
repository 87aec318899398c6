// What the stage asks the engine for its panels: only what the panel on screen shows, all of the same weights.

import type { CostReading, DigitGradient, DigitLayerWeights, DigitTest } from '../../../workers/lab-api.ts';
import {
  firstImages,
  firstTrained,
  galleryWith,
  imagesAt,
  imageThrough,
} from '../../controllers/digit-images.ts';
import type { Digits } from '../../controllers/digit-store.ts';
import type { DigitImages } from '../../views/digit-gallery/digit-gallery.ts';
import type { Panel } from './panels.ts';
import { extremePlaces } from './views/cost-average/histogram.ts';
import { type NoiseReading, readNoise } from './views/noise-input/noise.ts';

export interface Question {
  /** Which weights: those of another count are another network's. */
  readonly weightsRead: number;
  readonly panel: Panel;
  /** Of the training images. */
  readonly image: number;
  readonly digit?: number;
  readonly noise: number;
}

/** What its panel needs; the rest is absent. */
export interface Reading {
  readonly question: Question;
  readonly gallery?: DigitImages;
  readonly testGallery?: DigitImages;
  readonly label?: number;
  /** A layer each, inputs first. */
  readonly activations?: readonly Float32Array[];
  readonly weights?: readonly DigitLayerWeights[];
  readonly cost?: CostReading;
  readonly extremes?: { readonly images: DigitImages; readonly costs: readonly number[] };
  readonly gradient?: DigitGradient;
  readonly test?: DigitTest;
  readonly wrong?: DigitImages;
  readonly noise?: NoiseReading;
}

const GALLERY = 20;
/** Over so many training images costs and gradients are averaged: a mini-batch as the training takes it, and ten. */
export const GRADIENT_IMAGES = 100;
const COST_IMAGES = 1000;
const EXTREMES = 4;
const MOST_WRONG = 18;

/** By panel; a panel that is not here needs nothing of the engine. */
const READERS: Partial<Record<Panel, (digits: Digits, question: Question) => Promise<Partial<Reading>>>> = {
  network: async (digits, question) => ({
    ...(await imageThrough(digits, question.image)),
    weights: (await digits.lens('weights', {})).layers,
    gallery: await galleryWith(digits, question.image, GALLERY, question.digit),
  }),
  examples: async (digits, { digit }) => ({
    gallery: await firstImages(digits, 'train', 2 * GALLERY, digit),
    testGallery: await firstImages(digits, 'test', 2 * GALLERY, digit),
  }),
  cost: async (digits, question) => ({
    ...(await imageThrough(digits, question.image)),
    cost: await digits.lens('cost', { split: 'train', indices: [question.image] }),
    gallery: await galleryWith(digits, question.image, GALLERY, question.digit),
  }),
  average: async (digits) => {
    const cost = await digits.lens('cost', firstTrained(COST_IMAGES));
    const places = extremePlaces(cost.costs.data, EXTREMES);
    const images = await imagesAt(digits, 'train', places);
    return { cost, extremes: { images, costs: places.map((place) => cost.costs.data[place]) } };
  },
  gradient: async (digits, question) => ({
    ...(await imageThrough(digits, question.image)),
    gradient: await digits.lens('gradient', firstTrained(GRADIENT_IMAGES)),
  }),
  training: async (digits) => {
    const test = await digits.lens('test', { split: 'test', mostWrong: MOST_WRONG });
    const indices = test.wrong.map(({ index }) => index);
    return { test, wrong: await imagesAt(digits, 'test', indices) };
  },
  weights: async (digits) => ({ weights: (await digits.lens('weights', {})).layers }),
  noise: async (digits, { noise }) => ({ noise: await readNoise(digits, noise) }),
};

export async function read(digits: Digits, question: Question): Promise<Reading> {
  return { question, ...(await READERS[question.panel]?.(digits, question)) };
}
