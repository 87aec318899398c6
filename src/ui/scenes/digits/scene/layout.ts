// Where everything lies in the overview: the pad, the pixels unrolled into a column, the layers, the outputs. One world unit is one CSS pixel there.

import type { Rect } from '../../../stage/geometry.ts';
import type { Viewport } from '../../../stage/scene.ts';

/** A layer of neurons, one below the other. */
export interface Column {
  readonly x: number;
  readonly pitch: number;
  readonly radius: number;
  /** Neurons that there is room for. */
  readonly shown: number;
}

export interface Layout extends Viewport {
  /** No room for labels beside the layers. */
  readonly isNarrow: boolean;
  /** World y of the middle of all layers. */
  readonly middle: number;
  readonly pad: Rect;
  /** The 784 pixels as a column. */
  readonly strip: Rect;
  /** One each digit: images to pick. */
  readonly samples: readonly Rect[];
  /** Index l − 1 is layer l. */
  readonly columns: readonly Column[];
  /** World x of the names of the outputs, of their targets, and of the terms of the cost. */
  readonly outputs: { readonly label: number; readonly target: number; readonly term: number };
}

const NARROW = 640;
/** The network is not drawn wider: lines would become flat. */
const WIDEST = 1320;
const MIN_PITCH = 9;
const SAMPLE_GAP = 2;
const SAMPLES = 10;
/** Height of a line of words above or below the pad. */
const CAPTION = 24;
/** Of the two lines that the words below a narrow pad may take. */
const CAPTION_LINES = 40;
/** The lines from the pixels are longer. */
const FIRST_GAP = 1.35;

/** @param sizes neurons a layer, pixels first */
export function layoutDigits(sizes: readonly number[], viewport: Viewport): Layout {
  const { width, height, textScale } = viewport;
  const isNarrow = width < NARROW * textScale;
  // Headings are above, and numbers of weights below.
  const [top, bottom] = (isNarrow ? [34, 12] : [50, 22]).map((space) => space * textScale);
  const room = height - top - bottom;
  const middle = top + room / 2;
  const used = Math.min(width, WIDEST);
  const left = (width - used) / 2 + (isNarrow ? 10 : 28);
  const right = (width + used) / 2;
  // Below the pad: rows of samples, and words as high as the visitor's text.
  const rows = isNarrow ? 2 : 1;
  const words = (isNarrow ? 8 : 12) + rows * SAMPLE_GAP + (isNarrow ? CAPTION_LINES : CAPTION) * textScale;
  const share = rows / (SAMPLES / rows);
  const fitting = (room - CAPTION * textScale - words) / (1 + share);
  const side = Math.max(72, Math.min(isNarrow ? 0.37 * used : 0.3 * used, 320, fitting));
  const lowest = height - side * (1 + share) - words;
  const pad = {
    x: left,
    y: Math.min(middle - side / 2 - (isNarrow ? 0 : 12), lowest),
    width: side,
    height: side,
  };
  const stripWidth = isNarrow ? 5 : 10;
  const stripX = left + side + (isNarrow ? 12 : 34);
  const stripHeight = Math.min(room, isNarrow ? 460 : 640);
  const strip = { x: stripX, y: middle - stripHeight / 2, width: stripWidth, height: stripHeight };
  const columns = layoutColumns(sizes, {
    ...{ room, isNarrow, from: stripX + stripWidth, to: right - (isNarrow ? 80 : 206) * textScale },
  });
  const last = columns[columns.length - 1];
  const label = last.x + last.radius + (isNarrow ? 13 : 32);
  return {
    ...{ width, height, textScale, isNarrow, middle, pad, strip, columns },
    samples: layoutSamples(pad, isNarrow),
    outputs: { label, target: label + (isNarrow ? 16 : 38), term: label + (isNarrow ? 36 : 88) },
  };
}

function layoutColumns(
  sizes: readonly number[],
  { room, isNarrow, from, to }: { room: number; isNarrow: boolean; from: number; to: number },
): Column[] {
  const layers = sizes.length - 1;
  const gap = (to - from) / (layers - 1 + FIRST_GAP);
  return sizes.slice(1).map((size, at) => {
    const isOutput = at === layers - 1;
    const widest = isOutput ? (isNarrow ? 38 : 50) : isNarrow ? 30 : 42;
    const pitch = Math.min(widest, Math.max(MIN_PITCH, room / size));
    return {
      x: from + gap * (FIRST_GAP + at),
      pitch,
      radius: Math.min(isOutput ? 17 : 15.5, 0.42 * pitch),
      shown: Math.min(size, Math.floor(room / pitch)),
    };
  });
}

function layoutSamples(pad: Rect, isNarrow: boolean): Rect[] {
  const columns = isNarrow ? 5 : 10;
  const size = (pad.width - SAMPLE_GAP * (columns - 1)) / columns;
  return Array.from({ length: SAMPLES }, (_, digit) => ({
    x: pad.x + (digit % columns) * (size + SAMPLE_GAP),
    y: pad.y + pad.height + (isNarrow ? 8 : 12) + Math.floor(digit / columns) * (size + SAMPLE_GAP),
    width: size,
    height: size,
  }));
}

/** World y of a neuron. */
export function neuronY({ columns, middle }: Layout, layer: number, neuron: number): number {
  const { pitch, shown } = columns[layer - 1];
  return middle + (neuron - (shown - 1) / 2) * pitch;
}

/** World y of a pixel in the column of pixels. */
export const pixelY = ({ strip }: Layout, pixel: number): number =>
  strip.y + ((pixel + 0.5) / 784) * strip.height;
