// Reads the stage of chapters 1 to 3: the digit map with its numbers, compared with the engine's, and the panel beside it.

import type { Page } from 'puppeteer';
import { expect } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { MOMENT_TRAINING } from '../../../src/ui/course/digit-stage/moment-training.ts';
import type { DigitPicture } from '../../../src/ui/course/digit-stage/picture.ts';
import type { DigitLenses, DigitLensName } from '../../../src/workers/rpc/api/lab-api.ts';
import { digestOfMap } from '../browser/canvas-digest.ts';
import {
  type DrawnLayer,
  type DrawnMap,
  type DrawnNetwork,
  readDigitMap,
  readDigitNetwork,
  shotOfDigitMap,
} from '../browser/digit-map.ts';
import { stageReader } from './stage-reader.ts';

export type DigitStage = ReturnType<typeof digitStage>;

/** Tours, bars and learning go on by themselves; software rendering is slow. */
const SHOW = { timeout: 30_000 };

export function digitStage(page: Page) {
  const reader = stageReader(page);
  const drawn = () => readDigitMap(page);
  const drawnNetwork = () => readDigitNetwork(page);

  /** What the engine computes with the visitor's weights, or with new ones; pixels as numbers. */
  const lens = async <Name extends DigitLensName>(
    name: Name,
    request: { readonly pixels: readonly number[] } | DigitLenses[Name]['request'],
    weights: 'own' | 'random' = 'own',
  ): Promise<DigitLenses[Name]['result']> => {
    const text = await page.evaluate(
      async (name, request, training) => {
        const { client } = (document.querySelector('lab-app') as LabApp).lab;
        const digits =
          (globalThis as { unrecordedDigits?: typeof client.digits }).unrecordedDigits ?? client.digits;
        const start = { from: 'fresh' as const, training };
        const run = training ? (await digits.lens('start-comparison-run', start)).comparisonRun : undefined;
        const pixels = request.pixels && { pixels: Float32Array.from(request.pixels) };
        const { lenses, errors } = await digits.query({
          lenses: { [name]: { ...request, ...pixels } },
          ...(run !== undefined && { comparisonRun: run }),
        });
        if (run !== undefined) await digits.lens('end-comparison-run', { comparisonRun: run });
        if (errors[name]) throw new Error(errors[name]);
        const numbers = (value: unknown) =>
          ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value;
        return JSON.stringify(lenses[name], (_, value) => numbers(value));
      },
      name as DigitLensName,
      request as { readonly pixels?: readonly number[] },
      weights === 'random' ? MOMENT_TRAINING : undefined,
    );
    return JSON.parse(text);
  };

  return {
    ...{ ...reader, drawn, drawnNetwork, lens },
    shot: () => shotOfDigitMap(page),
    digest: (scene = 'digits') => digestOfMap(page, `lab-app >>> lab-stage[data-scene=${scene}]`),

    /** The image of the data set with this index and label is drawn. */
    async showsImage(split: 'train' | 'test', index: number, label: number) {
      const { labels, pixels } = await lens('images', { split, from: index, count: 1 });
      expect(labels).toEqual([label]);
      await expect.poll(async () => (await drawn()).pixels).toEqual(pixels.data);
    },

    /** So many images come in turn; the answers to them. */
    async tours(images: number) {
      const answers = new Map<string, number>();
      const seen = async () => {
        const now = await drawn();
        return answers.set(now.pixels.join(), answerOf(now)).size;
      };
      await expect.poll(seen, SHOW).toBeGreaterThanOrEqual(images);
      return [...answers.values()];
    },

    /** The network of the picture learns before the eyes, until it reads the image. */
    async learns(digit: number, { steps } = MOMENT_TRAINING) {
      await expect.poll(async () => (await drawn()).step, SHOW).toBe(steps);
      const now = await drawn();
      expect(now.caption).toBe(`draw on it, or pick one · step ${steps}`);
      expect(answerOf(now)).toBe(digit);
      if (now.cost) expect(now.cost.total).toBeLessThan(0.25);
    },

    /** The numbers of the picture follow from each other, and those of a network at rest are the engine's. */
    async agrees({ network, learns, batch, overlay }: DigitPicture) {
      const now = await drawnNetwork();
      expectForward(now);
      if (overlay === 'cost' || now.gradient?.d_z) expectCost(now);
      if (now.gradient?.d_z) expectBackward(now);
      if ((network && network !== 'random') || learns) return;
      expect(now.step === 0).toBe(network === 'random');
      const weights = network ?? 'own';
      const { a } = await lens('activations', { pixels: now.pixels }, weights);
      expect(now.activations).toEqual(a.map(({ data }) => data));
      if (overlay !== 'nudges' || batch === undefined) return;
      const indices = Array.from({ length: batch }, (_, i) => i);
      const { layers } = await lens('gradient', { split: 'train', indices }, weights);
      expect(now.gradient?.layers.map((layer) => layer.weights)).toEqual(
        layers.map((layer) => layer.weights.data),
      );
      expect(now.gradient?.examples).toBe(batch);
    },
  };
}

export const answerOf = ({ activations }: DrawnMap): number => {
  const outputs = activations.at(-1) ?? [];
  return outputs.indexOf(Math.max(...outputs));
};

/** The engine adds up to 784 products in 32 bits, this in 64. */
const ROUNDING = 1e-4;

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

function expectAll(shown: readonly number[], wanted: readonly number[]) {
  expect(shown).toHaveLength(wanted.length);
  expect(Math.max(...wanted.map((each, i) => Math.abs(shown[i] - each)))).toBeLessThan(ROUNDING);
}

/** a = σ(W a + b), layer after layer. */
function expectForward({ pixels, activations, weights }: DrawnNetwork) {
  for (const [at, { weights: w, biases }] of weights.entries()) {
    const before = at === 0 ? pixels : activations[at - 1];
    const z = biases.map((bias, to) => bias + sum(before.map((a, from) => a * w[to * before.length + from])));
    expectAll(
      activations[at],
      z.map((each) => 1 / (1 + Math.exp(-each))),
    );
  }
}

/** C = Σ (a − y)². */
function expectCost({ activations, cost }: DrawnMap) {
  const squares = (activations.at(-1) ?? []).map((a, digit) => (a - (digit === cost?.label ? 1 : 0)) ** 2);
  expectAll([cost?.total ?? Number.NaN], [sum(squares)]);
}

/** What each output asks is twice its error; a neuron is asked the sum of what the next layer asks it; a weight's nudge is a times δ. */
function expectBackward({ pixels, activations, weights, cost, gradient }: DrawnNetwork) {
  const { d_z = [], d_a = [], layers = [] } = gradient ?? {};
  expectAll(
    d_a.at(-1) ?? [],
    (activations.at(-1) ?? []).map((a, digit) => 2 * (a - (digit === cost?.label ? 1 : 0))),
  );
  for (const [at, { weights: w }] of weights.entries()) {
    const before = at === 0 ? pixels : activations[at - 1];
    expectAll(
      d_z[at],
      activations[at].map((a, to) => d_a[at][to] * a * (1 - a)),
    );
    if (at > 0)
      expectAll(
        d_a[at - 1],
        before.map((_, from) => sum(d_z[at].map((d, to) => d * w[to * before.length + from]))),
      );
    expectNudges(layers[at], before, d_z[at]);
  }
}

function expectNudges({ weights, biases }: DrawnLayer, before: readonly number[], d_z: readonly number[]) {
  expectAll(biases, d_z);
  expectAll(
    weights,
    d_z.flatMap((d) => before.map((a) => d * a)),
  );
}
