// Bitmaps of tensors: each number is at the place of its row and column in the picture.

import { beforeEach, expect, it, vi } from 'vitest';
import { Bitmaps, type PatchSheet, STRANDS } from '../../../../src/ui/scenes/network/painting/bitmaps.ts';
import { networkShape } from '../../../../src/ui/scenes/network/scene/network-shape.ts';
import { type NetworkValues, valueRanges } from '../../../../src/ui/scenes/network/values/network-values.ts';
import type { Palette } from '../../../../src/ui/stage/palette.ts';
import { CONFIGS } from './configs.ts';

interface Pixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
}

/** Red of the lowest number is 0, of the highest 255. */
const STEPS = Uint8ClampedArray.from({ length: 4 * 256 }, (_, i) => (i % 4 === 3 ? 255 : i >> 2));
const HEADS = ['rgb(10, 0, 0)', 'rgb(20, 0, 0)'];
const PALETTE: Partial<Palette> = {
  ...{ signed: STEPS, magnitudes: STEPS, neurons: STEPS, masked: 'rgb(1, 2, 3)' },
  head: (head) => HEADS[head],
};

let bitmaps: Bitmaps;

beforeEach(() => {
  bitmaps = new Bitmaps(PALETTE as Palette);
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray;
      readonly width: number;

      constructor(data: Uint8ClampedArray, width: number) {
        [this.data, this.width] = [data, width];
      }
    },
  );
  vi.stubGlobal('document', {
    createElement: () => {
      const canvas: { pixels?: Pixels; getContext?: unknown } = {};
      const putImageData = (pixels: Pixels) => Object.assign(canvas, { pixels });
      return Object.assign(canvas, { getContext: () => ({ putImageData }) });
    },
  });
});

const pixelsOf = ({ image }: PatchSheet) => (image as unknown as { pixels: Pixels }).pixels;
/** Red, or another channel, row by row. */
function rows(sheet: PatchSheet, channel = 0): number[][] {
  const { data, width } = pixelsOf(sheet);
  const values = Array.from({ length: data.length / 4 }, (_, i) => data[4 * i + channel]);
  return Array.from({ length: values.length / width }, (_, y) => values.slice(y * width, (y + 1) * width));
}
/** The red of numbers from −range to range. */
const reds = (numbers: readonly number[], range: number) =>
  numbers.map((number) => Math.round((255 * (number + range)) / (2 * range)));
const tensor = (shape: number[], numbers: readonly number[]) => ({ shape, data: Float32Array.from(numbers) });

it('a column of the embedding is the vector of its token', () => {
  const table = tensor([3, 2], [1, 2, 3, 4, 5, 6]);
  const [first, second] = rows(bitmaps.columns(table));
  const range = 2.2 * Math.sqrt(91 / 6);
  expect([first, second]).toEqual([reds([1, 3, 5], range), reds([2, 4, 6], range)]);
});

it('a matrix lies as it is', () => {
  expect(rows(bitmaps.sheet(tensor([2, 3], [1, 2, 3, 4, 5, 6]), 6))).toEqual([
    reds([1, 2, 3], 6),
    reds([4, 5, 6], 6),
  ]);
});

it('patches of vectors are one below the other, each from left to right and down', () => {
  const sheet = bitmaps.patches(
    tensor(
      [2, 8],
      Array.from({ length: 16 }, (_, i) => i),
    ),
    8,
    16,
  );
  expect([sheet.columns, sheet.rows]).toEqual([4, 2]);
  expect(rows(sheet)).toEqual([0, 4, 8, 12].map((from) => reds([from, from + 1, from + 2, from + 3], 16)));
});

it('neurons that do not fill their grid leave its end empty, and the next token begins with a grid of its own', () => {
  const sheet = bitmaps.neurons(tensor([2, 3], [1, 2, 3, 4, 5, 6]), { columns: 2, rows: 2 }, 6);
  expect(rows(sheet)).toEqual([reds([1, 2], 6), [...reds([3], 6), 0], reds([4, 5], 6), [...reds([6], 6), 0]]);
  expect(rows(sheet, 3).flat()).toEqual([255, 255, 255, 0, 255, 255, 255, 0]);
});

it('a pattern has a row a key and a column a query, head below head; later keys are masked', () => {
  const [first, second] = [
    [1, 0, 0, 0.5, 0.5, 0, 0, 0.25, 0.75],
    [1, 0, 0, 0, 1, 0, 1, 0, 0],
  ];
  const sheet = bitmaps.patterns(tensor([2, 3, 3], [...first, ...second]));
  const opacity = (weight: number) => Math.round(22 + 233 * weight ** 0.8);
  expect(rows(sheet)).toEqual([
    [10, 10, 10],
    [1, 10, 10],
    [1, 1, 10],
    [20, 20, 20],
    [1, 20, 20],
    [1, 1, 20],
  ]);
  expect(rows(sheet, 3)).toEqual([
    [1, 0.5, 0].map(opacity),
    [90, ...[0.5, 0.25].map(opacity)],
    [90, 90, opacity(0.75)],
    [1, 0, 1].map(opacity),
    [90, ...[1, 0].map(opacity)],
    [90, 90, opacity(0)],
  ]);
});

it('streams have a row a stage, and the strands of each token in its lane', () => {
  const shape = networkShape(CONFIGS['attention-only']);
  const tokens = [0, 1].map((id) => ({ id, text: `t${id}` }));
  // Of each token one strand is positive: another one at each stage.
  const stream = (stage: number) =>
    tensor(
      [2, shape.C],
      Array.from({ length: 2 * shape.C }, (_, i) => {
        const [token, strand] = [Math.floor(i / shape.C), Math.floor(((i % shape.C) * STRANDS) / shape.C)];
        return strand === 3 * stage + token ? 1 : 0;
      }),
    );
  const activations = Object.fromEntries(shape.stages.map(({ name }, stage) => [name, stream(stage)]));
  const values: NetworkValues = { step: 0, tokens, activations, next: [], lenses: {} };
  const sheet = bitmaps.streams(values, shape, valueRanges(values));
  const lit = rows(sheet).map((row) => row.flatMap((red, x) => (red > 200 ? [x] : [])));
  const lane = STRANDS + 2;
  expect(lit).toEqual(shape.stages.map((_, stage) => [1 + 3 * stage, lane + 1 + 3 * stage + 1]));
  expect(rows(sheet, 3)[0].flatMap((opacity, x) => (opacity === 0 ? [x] : []))).toEqual([
    ...[0, lane - 1, lane, 2 * lane - 1],
  ]);
});
