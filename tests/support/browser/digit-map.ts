// Reads the digit map of a chapter's stage: what is drawn, as numbers, as a picture, and as places.

import type { Page } from 'puppeteer';
import type { DigitScene } from '../../../src/ui/scenes/digits/digit-scene.ts';
import type { DigitShot } from '../../../src/ui/scenes/digits/shot.ts';
import type { Stage } from '../../../src/ui/stage/stage.ts';

export interface DrawnMap {
  readonly shot: DigitShot;
  readonly step: number;
  readonly pixels: number[];
  /** One array a layer, without pixels; so are all others. */
  readonly activations: number[][];
  readonly cost?: { label: number; total: number };
  readonly caption: string;
  readonly isPlaying: boolean;
  readonly drawnFrames: number;
}

/** With the 13,000 weights and their gradient. */
export interface DrawnNetwork extends DrawnMap {
  readonly weights: readonly DrawnLayer[];
  readonly gradient?: {
    readonly examples: number;
    readonly layers: readonly DrawnLayer[];
    /** Of one example: ∂C/∂z and ∂C/∂a. */
    readonly d_z?: number[][];
    readonly d_a?: number[][];
  };
}

export interface DrawnLayer {
  readonly weights: number[];
  readonly biases: number[];
}

const MAP = 'lab-app >>> lab-stage[data-scene=digits]';

/** Without the weights, which take most of the time of a look. */
export const readDigitMap = async (page: Page): Promise<DrawnMap> =>
  JSON.parse(await page.$eval(MAP, readInPage, false));

export const readDigitNetwork = async (page: Page): Promise<DrawnNetwork> =>
  JSON.parse(await page.$eval(MAP, readInPage, true));

/** Runs in the page. A text of JSON: the browser's protocol takes four times as long for an array of 13,000 numbers. */
function readInPage(element: Element, hasWeights: boolean): string {
  const { scene, drawnFrames } = element as Stage<DigitScene>;
  const { values, shot, caption } = scene.input;
  if (!values) throw new Error('The map has no values yet.');
  const [pixels, ...activations] = values.activations.map((layer) => Array.from(layer));
  const drawn = (layers: typeof values.weights) =>
    layers.map(({ weights, biases }) => ({
      weights: Array.from(weights.data),
      biases: Array.from(biases.data),
    }));
  const { gradient } = values;
  return JSON.stringify({
    shot,
    step: values.step,
    pixels,
    activations,
    ...(values.cost && { cost: { label: values.cost.label, total: values.cost.total } }),
    ...(hasWeights && { weights: drawn(values.weights) }),
    ...(hasWeights &&
      gradient && {
        gradient: {
          examples: gradient.examples,
          layers: drawn(gradient.layers),
          ...(gradient.d_z && { d_z: gradient.d_z.map((layer) => Array.from(layer)) }),
          ...(gradient.d_a && { d_a: gradient.d_a.map((layer) => Array.from(layer ?? [])) }),
        },
      }),
    caption,
    isPlaying: scene.motion.isPlaying,
    drawnFrames,
  });
}

/** The camera, overlay and selection alone, without the numbers. */
export const shotOfDigitMap = (page: Page): Promise<DigitShot> =>
  page.$eval(MAP, (map) => (map as Stage<DigitScene>).scene.input.shot as DigitShot);

/** Waits until the map has numbers. */
export async function waitForDigitMap(page: Page): Promise<void> {
  const map = await page.waitForSelector(MAP);
  await page.waitForFunction(
    (element) => (element as Stage<DigitScene> | null)?.scene.input.values !== undefined,
    {},
    map,
  );
}

/** Canvas place of an item, in CSS pixels of the page. */
export const placeOf = (
  page: Page,
  kind: 'pad' | 'sample' | 'neuron' | 'target',
  index = 0,
  layer = 1,
): Promise<{ x: number; y: number; width: number; height: number }> =>
  page.$eval(
    MAP,
    (element, kind, index, layer) => {
      const map = element as Stage<DigitScene>;
      const item = map.scene.nodes.find(({ subject }) =>
        subject.kind === 'neuron'
          ? kind === 'neuron' && subject.neuron === index && subject.layer === layer
          : subject.kind === kind && (!('digit' in subject) || subject.digit === index),
      );
      const box = map.shadowRoot?.querySelector('canvas')?.getBoundingClientRect();
      if (!item || !box) throw new Error(`The map has no ${kind}.`);
      return { ...item.rect, x: item.rect.x + box.x, y: item.rect.y + box.y };
    },
    kind,
    index,
    layer,
  );
