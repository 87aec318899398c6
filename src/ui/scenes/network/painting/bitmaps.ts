// Every tensor is a bitmap of one pixel a number, made once and drawn at any size.

import { memoize } from '../../../../shared/memoize.ts';
import type { Tensor } from '../../../../workers/rpc/api/lab-api.ts';
import { parseRgb, toPixels } from '../../../canvas/colour-scale.ts';
import type { Palette } from '../../../stage/palette.ts';
import { type NetworkShape, patchGrid } from '../scene/network-shape.ts';
import { type NetworkValues, type Ranges, vectorOf, vectorRange } from '../values/network-values.ts';

/** Patches of equal size, one below the other. */
export interface PatchSheet {
  readonly image: HTMLCanvasElement;
  readonly columns: number;
  readonly rows: number;
}

/** Strands of a stream: means of this many parts of its vector. */
export const STRANDS = 16;

/** Valid for one palette. */
export class Bitmaps {
  readonly #palette: Palette;
  readonly #sheets = new WeakMap<object, Map<string, PatchSheet>>();

  constructor(palette: Palette) {
    this.#palette = palette;
  }

  /** Patches of `width` numbers each, in the order of the tensor. */
  patches(tensor: Tensor, width: number, range: number, aspect?: number): PatchSheet {
    const grid = patchGrid(width, aspect);
    return this.#cached(
      tensor,
      () => drawSheet(tensor.data, grid, width, this.#palette.signed, range),
      `${grid.columns} ${range}`,
    );
  }

  /** One patch of numbers that are no part of a tensor. */
  patch(numbers: Float32Array, range: number): PatchSheet {
    return this.#cached(numbers, () =>
      drawSheet(numbers, patchGrid(numbers.length), numbers.length, this.#palette.signed, range),
    );
  }

  /** A table (rows, columns) turned on its side: a column a row. */
  columns(tensor: Tensor): PatchSheet {
    return this.#cached(tensor, () => drawColumns(tensor, this.#palette.signed), 'turned');
  }

  /** A matrix (rows, columns) as it is. */
  sheet(matrix: Tensor, range: number): PatchSheet {
    const [rows, columns] = matrix.shape;
    return this.#cached(matrix, () =>
      drawSheet(matrix.data, { columns, rows }, rows * columns, this.#palette.signed, range),
    );
  }

  /** Patches of magnitudes, in the colour of gradients. */
  magnitudes(tensor: Tensor, width: number, range: number): PatchSheet {
    return this.#cached(tensor, () =>
      drawSheet(tensor.data, patchGrid(width), width, this.#palette.magnitudes, range),
    );
  }

  /** Fields of neurons, a token each. */
  neurons(tensor: Tensor, grid: { columns: number; rows: number }, range: number): PatchSheet {
    const width = tensor.shape.at(-1) as number;
    return this.#cached(
      tensor,
      () => drawSheet(tensor.data, grid, width, this.#palette.neurons, range),
      `${grid.columns} ${range}`,
    );
  }

  /** Grids of a pattern (H, T, T), a head each: a row a key, a column a query. */
  patterns(tensor: Tensor): PatchSheet {
    return this.#cached(tensor, () => drawPatterns(tensor, this.#palette));
  }

  /** The streams of all lanes, kept with the last of them, side by side: a row a stage, a column a strand with a transparent column on either side. */
  streams(values: NetworkValues, shape: NetworkShape, ranges: Ranges): PatchSheet {
    const last = values.activations[shape.stages[shape.stages.length - 1].name] ?? values;
    return this.#cached(
      last,
      () => drawStreams(values, shape, this.#palette, ranges),
      `strands ${ranges.stream}`,
    );
  }

  /** @param variant what the sheet depends on besides the numbers */
  #cached(key: object, draw: () => PatchSheet, variant = ''): PatchSheet {
    const sheets = this.#sheets.get(key) ?? new Map<string, PatchSheet>();
    const sheet = sheets.get(variant) ?? draw();
    this.#sheets.set(key, sheets.set(variant, sheet));
    return sheet;
  }
}

/** The bitmaps of a palette. */
export const bitmapsOf = memoize((palette: Palette) => new Bitmaps(palette));

function drawSheet(
  numbers: Float32Array,
  { columns, rows }: { columns: number; rows: number },
  width: number,
  steps: Uint8ClampedArray,
  range: number,
): PatchSheet {
  const count = Math.max(1, Math.round(numbers.length / width));
  const cells = columns * rows;
  const pixels = toPixels(numbers, steps, -range, range);
  const padded = cells === width ? pixels : new Uint8ClampedArray(count * cells * 4);
  if (padded !== pixels) {
    for (let i = 0; i < count; i++)
      padded.set(pixels.subarray(i * width * 4, (i + 1) * width * 4), i * cells * 4);
  }
  return { image: toCanvas(padded, columns, rows * count), columns, rows };
}

function drawColumns({ shape: [columns, rows], data }: Tensor, steps: Uint8ClampedArray): PatchSheet {
  const turned = Float32Array.from(
    { length: data.length },
    (_, i) => data[(i % columns) * rows + Math.floor(i / columns)],
  );
  const range = 2.2 * Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);
  return { image: toCanvas(toPixels(turned, steps, -range, range), columns, rows), columns, rows };
}

function drawPatterns({ shape: [H, T], data }: Tensor, palette: Palette): PatchSheet {
  const pixels = new Uint8ClampedArray(H * T * T * 4);
  const masked = parseRgb(palette.masked);
  for (let head = 0; head < H; head++) {
    const [red, green, blue] = parseRgb(palette.head(head, H));
    for (let query = 0; query < T; query++) {
      for (let key = 0; key < T; key++) {
        const at = ((head * T + key) * T + query) * 4;
        const weight = data[(head * T + query) * T + key];
        const colour = key > query ? masked : [red, green, blue, 22 + 233 * weight ** 0.8];
        pixels.set(key > query ? [masked[0], masked[1], masked[2], 90] : colour, at);
      }
    }
  }
  return { image: toCanvas(pixels, T, T * H), columns: T, rows: T };
}

function drawStreams(
  values: NetworkValues,
  { stages }: NetworkShape,
  palette: Palette,
  ranges: Ranges,
): PatchSheet {
  const T = values.tokens.length;
  const columns = STRANDS + 2;
  const pixels = new Uint8ClampedArray(columns * T * stages.length * 4);
  stages.forEach(({ name }, stage) => {
    const range = vectorRange(values, ranges, name);
    for (let token = 0; token < T; token++) {
      const strands = strandMeans(vectorOf(values, name, token));
      const colours = toPixels(strands, palette.signed, -range / 2.4, range / 2.4);
      pixels.set(colours, ((stage * T + token) * columns + 1) * 4);
    }
  });
  return { image: toCanvas(pixels, columns * T, stages.length), columns, rows: stages.length };
}

function strandMeans(vector: Float32Array | undefined): Float32Array {
  const means = new Float32Array(STRANDS);
  const size = (vector?.length ?? 0) / STRANDS;
  for (let strand = 0; strand < STRANDS && vector; strand++) {
    const [from, to] = [
      Math.floor(strand * size),
      Math.max(1 + Math.floor(strand * size), Math.floor((strand + 1) * size)),
    ];
    for (let i = from; i < to; i++) means[strand] += vector[i] / (to - from);
  }
  return means;
}

function toCanvas(pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas;
}
