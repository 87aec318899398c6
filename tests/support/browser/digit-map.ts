// Reads the digit map of a chapter's stage: what is drawn, as numbers and places.

import type { Page } from 'puppeteer';
import type { DigitMap } from '../../../src/ui/digit-map/digit-map.ts';
import type { DigitShot } from '../../../src/ui/digit-map/shot.ts';

export interface DrawnMap {
  readonly shot: DigitShot;
  readonly step: number;
  readonly activations: number[][];
  readonly pixels: number[];
  readonly cost?: { label: number; total: number };
  /** Desired changes of the activations, by layer, without pixels. */
  readonly changes?: number[][];
  readonly examples?: number;
  readonly caption: string;
  /** A digest of the canvas: another picture has another one. */
  readonly image: string;
  readonly isPlaying: boolean;
  readonly drawnFrames: number;
}

const elementOf = (chapter: number) =>
  `lab-app >>> lab-chapter-view >>> lab-chapter-${chapter}-stage >>> lab-digit-map`;

export const readDigitMap = (page: Page, chapter: number): Promise<DrawnMap> =>
  page.$eval(elementOf(chapter), (element) => {
    const map = element as DigitMap;
    const { values } = map;
    if (!values) throw new Error('The map has no values yet.');
    const [pixels, ...activations] = values.activations.map((layer) => Array.from(layer));
    const canvas = map.shadowRoot?.querySelector('canvas');
    const url = canvas?.toDataURL() ?? '';
    let digest = 0;
    for (let i = 0; i < url.length; i++) digest = (Math.imul(digest, 31) + url.charCodeAt(i)) | 0;
    return {
      shot: map.shot,
      step: values.step,
      pixels,
      activations,
      ...(values.cost && { cost: { label: values.cost.label, total: values.cost.total } }),
      ...(values.gradient?.d_a && {
        changes: values.gradient.d_a.map((layer) => Array.from(layer ?? [], (slope) => -slope)),
      }),
      ...(values.gradient && { examples: values.gradient.examples }),
      caption: map.caption,
      image: String(digest),
      isPlaying: map.motion.isPlaying,
      drawnFrames: map.drawnFrames,
    };
  });

/** Waits until the map has numbers. */
export async function waitForDigitMap(page: Page, chapter: number): Promise<void> {
  const map = await page.waitForSelector(elementOf(chapter));
  await page.waitForFunction((element) => (element as DigitMap | null)?.values !== undefined, {}, map);
}

/** Canvas place of an item, in CSS pixels of the page. */
export const placeOf = (
  page: Page,
  chapter: number,
  kind: 'pad' | 'sample' | 'neuron' | 'target',
  index = 0,
  layer = 1,
): Promise<{ x: number; y: number; width: number; height: number }> =>
  page.$eval(
    elementOf(chapter),
    (element, kind, index, layer) => {
      const map = element as DigitMap;
      const item = map.items.find(({ subject }) =>
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
