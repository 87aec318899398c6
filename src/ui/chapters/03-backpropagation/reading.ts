// What the stage asks the engine for its panels: only what the panel on screen shows, all of the same weights.

import type {
  CostReading,
  DigitGradient,
  DigitLayerWeights,
  DigitTest,
  DigitWeight,
  NudgeTable,
  WishReading,
} from '../../../workers/lab-api.ts';
import {
  firstImages,
  firstTrained,
  galleryWith,
  imagesAt,
  imageThrough,
} from '../../controllers/digit-images.ts';
import type { Digits } from '../../controllers/digit-store.ts';
import type { DigitImages } from '../../views/digit-gallery/digit-gallery.ts';
import { rankedNudges } from '../../views/digit-gradient/nudges.ts';
import type { Panel } from './panels.ts';

export interface Question {
  /** Which weights: those of another count are another network's. */
  readonly weightsRead: number;
  readonly panel: Panel;
  /** Of the training images. */
  readonly image: number;
  readonly digit?: number;
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
  readonly gradient?: DigitGradient;
  readonly wishes?: WishReading;
  readonly table?: {
    readonly weights: readonly DigitWeight[];
    readonly nudges: NudgeTable;
    readonly images: DigitImages;
  };
  readonly test?: DigitTest;
  readonly wrong?: DigitImages;
}

const GALLERY = 20;
/** A mini-batch as the training takes it. */
export const BATCH = 100;
/** Columns of the table; its mean is over the whole batch. */
const COLUMNS = 6;
/** Rows of the table, of each layer the weights that matter most. */
const ROWS_A_LAYER = 4;
const MOST_WRONG = 18;

/** One image: what passes through the network, what it costs, and what it wishes. */
async function readExample(digits: Digits, { image, digit }: Question): Promise<Partial<Reading>> {
  const one = { split: 'train' as const, indices: [image] };
  const [through, { layers }, cost, gradient, wishes, gallery] = await Promise.all([
    imageThrough(digits, image),
    digits.lens('weights', {}),
    digits.lens('cost', one),
    digits.lens('gradient', one),
    digits.lens('wishes', one),
    galleryWith(digits, image, GALLERY, digit),
  ]);
  return { ...through, weights: layers, cost, gradient, wishes, gallery };
}

async function readTable(digits: Digits, image: number): Promise<Reading['table']> {
  const others = firstTrained(BATCH).indices.filter((index) => index !== image);
  const input = { split: 'train' as const, indices: [image, ...others].slice(0, BATCH) };
  const gradient = await digits.lens('gradient', input);
  const ranked = rankedNudges(gradient);
  const weights = gradient.layers.flatMap((_, at): DigitWeight[] =>
    ranked
      .filter(({ layer }) => layer === at + 1)
      .slice(0, ROWS_A_LAYER)
      .map(({ nudge: _, ...weight }) => weight),
  );
  const nudges = await digits.lens('nudges', { input, weights });
  return { weights, nudges, images: await imagesAt(digits, 'train', input.indices.slice(0, COLUMNS)) };
}

const READERS: Readonly<Record<Panel, (digits: Digits, question: Question) => Promise<Partial<Reading>>>> = {
  network: async (digits, question) => ({
    ...(await imageThrough(digits, question.image)),
    weights: (await digits.lens('weights', {})).layers,
    gallery: await galleryWith(digits, question.image, GALLERY, question.digit),
  }),
  cost: readExample,
  gradient: async (digits, { image }) => ({
    ...(await imageThrough(digits, image)),
    gradient: await digits.lens('gradient', firstTrained(BATCH)),
  }),
  outputs: readExample,
  ways: readExample,
  sum: readExample,
  back: readExample,
  table: async (digits, { image }) => ({ table: await readTable(digits, image) }),
  paths: async () => ({}),
  training: async (digits) => {
    const test = await digits.lens('test', { split: 'test', mostWrong: MOST_WRONG });
    return {
      test,
      wrong: await imagesAt(
        digits,
        'test',
        test.wrong.map(({ index }) => index),
      ),
    };
  },
  examples: async (digits, { digit }) => ({
    gallery: await firstImages(digits, 'train', 2 * GALLERY, digit),
    testGallery: await firstImages(digits, 'test', 2 * GALLERY, digit),
  }),
};

export async function read(digits: Digits, question: Question): Promise<Reading> {
  return { question, ...(await READERS[question.panel](digits, question)) };
}
