// The input layer (chapter 1, 3:03): the rows of the image turn, one after the other, into a column of 784 neurons.

import { msg, str } from '@lit/localize';
import { formatFixed } from '../../format/numbers.ts';
import { clamp, mix, type Point, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface UnrollInput {
  /** 784, row by row. */
  readonly pixels: Float32Array;
  /** The one that is looked at; undefined for a bright one. */
  readonly pixel: number | undefined;
  readonly pixelEvent: (pixel: number) => Event;
}

const SIDE = 28;
const COUNT = SIDE * SIDE;
/** Seconds: rows leave one by one and turn, neurons of the column are enlarged. */
const TIMES = { start: 0.7, apart: 0.085, turn: 1.2, enlarged: 4.4, end: 5.4 };
/** Neurons that are enlarged: the first, those around the pixel, the last. */
const [ENDS, AROUND] = [3, 9];
/** Discs, and the room of two ellipses. */
const SLOTS = 2 * ENDS + AROUND + 2;

export class UnrollScene extends MarkScene<UnrollInput> {
  readonly name = 'unroll';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Pixels as neurons'), msg('neuron'), msg('activation')] as const;

  protected override isAnother(input: Partial<UnrollInput>, before: Partial<UnrollInput>): boolean {
    return input.pixels !== before.pixels;
  }

  override summary({ pixels, pixel }: Partial<UnrollInput>): string {
    if (!pixels) return msg('Loading …');
    const at = pixel ?? brightOf(pixels);
    return msg(
      str`Row ${rowOf(at) + 1}, column ${(at % SIDE) + 1} is neuron ${at}: ${formatFixed(pixels[at], 2)}.`,
    );
  }

  override layout(input: Partial<UnrollInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { pixels, pixelEvent } = input;
    if (!pixels || !pixelEvent) return undefined;
    const pixel = input.pixel ?? brightOf(pixels);
    const space = spaceOf(viewport);
    const shown = arriving(t, TIMES.enlarged, TIMES.end);
    return [
      ...picture(space, pixels, pixel, t, (next) => this.dispatch(pixelEvent(next))),
      ...strip(space, pixels, t),
      ...turning(space, pixels, t),
      ...enlarged(space, pixels, pixel, shown),
    ];
  }
}

const rowOf = (pixel: number): number => Math.floor(pixel / SIDE);

/** The bright pixel nearest to the middle. */
function brightOf(pixels: Float32Array): number {
  const middle = (SIDE - 1) / 2;
  const distance = (pixel: number) => Math.hypot(rowOf(pixel) - middle, (pixel % SIDE) - middle);
  const bright = Array.from({ length: COUNT }, (_, i) => i).filter((i) => pixels[i] > 0.9);
  return bright.sort((a, b) => distance(a) - distance(b))[0] ?? COUNT / 2;
}

interface Space {
  readonly size: number;
  readonly em: number;
  readonly image: Rect;
  readonly strip: Rect;
  readonly cell: number;
  /** Middle, distance and radius of the enlarged neurons. */
  readonly x: number;
  readonly pitch: number;
  readonly radius: number;
  y(slot: number): number;
}

function spaceOf({ width, height, textScale }: Viewport): Space {
  const size = width < 620 * textScale ? 12 : 16;
  const em = size * textScale;
  const side = Math.min(0.54 * width, height - 5 * em);
  const pitch = (height - em) / SLOTS;
  const strip = { x: 0.65 * width, y: em, width: Math.max(6, 0.022 * width), height: height - 2 * em };
  return {
    ...{ size, em, strip, pitch, x: 0.84 * width, radius: 0.42 * pitch, cell: side / SIDE },
    image: { x: 0.04 * width, y: (height - side) / 2, width: side, height: side },
    y: (slot) => 0.5 * em + (slot + 0.5) * pitch,
  };
}

/** The visitor points at a pixel by dragging over the image. */
function picture(
  { image, cell, em, size }: Space,
  pixels: Float32Array,
  pixel: number,
  t: number,
  choose: (pixel: number) => void,
): Mark[] {
  const at = (value: number, from: number) => clamp(Math.floor((value - from) / cell), 0, SIDE - 1);
  const alpha = arriving(t, TIMES.enlarged, TIMES.end);
  const [column, row] = [pixel % SIDE, rowOf(pixel)];
  const square = { x: image.x + column * cell, y: image.y + row * cell, width: cell, height: cell };
  return [
    {
      ...{ key: 'image', name: msg('the image'), value: COUNT },
      drag: ({ x, y }: Point) => choose(at(y, image.y) * SIDE + at(x, image.x)),
      step: (by) => choose(clamp(pixel + by, 0, COUNT - 1)),
      shape: { kind: 'cells', ...image, columns: SIDE, values: pixels, most: 1, isGrey: true },
    },
    { key: 'frame', shape: { kind: 'box', ...image, radius: 3, stroke: 'lineStrong' } },
    {
      key: 'pixel',
      isAct: true,
      shape: { kind: 'box', ...square, stroke: 'highlight', lineWidth: 2.5, alpha },
    },
    {
      key: 'value',
      shape: {
        ...{
          kind: 'text',
          x: image.x + image.width / 2,
          y: image.y + image.height + 1.4 * em,
          align: 'center',
        },
        ...{ text: formatFixed(pixels[pixel], 2), size: size + 6, isBold: true, fill: 'highlight', alpha },
      },
    },
  ];
}

const leaves = (row: number): number => TIMES.start + row * TIMES.apart;

/** The rows that have arrived. */
function strip({ strip, em }: Space, pixels: Float32Array, t: number): Mark[] {
  const arrived = clamp(Math.ceil((t - leaves(0) - TIMES.turn) / TIMES.apart), 0, SIDE);
  const end = strip.y + (arrived / SIDE) * strip.height;
  return [
    { key: 'strip', shape: { kind: 'cells', ...strip, columns: 1, values: pixels, most: 1, isGrey: true } },
    {
      key: 'waiting',
      shape: {
        ...{ kind: 'box', x: strip.x - 1, y: end, width: strip.width + 2, fill: 'background' },
        height: strip.y + strip.height - end + 0.01 * em,
      },
    },
    { key: 'strip-frame', shape: { kind: 'box', ...strip, radius: 2, stroke: 'lineStrong' } },
  ];
}

/** Rows on their way: a quarter turn. */
function turning({ image, strip, cell }: Space, pixels: Float32Array, t: number): Mark[] {
  const part = strip.height / SIDE;
  return Array.from({ length: SIDE }, (_, row) => row).flatMap((row): Mark[] => {
    const eased = moving(t, leaves(row), leaves(row) + TIMES.turn);
    if (eased <= 0 || eased >= 1) return [];
    const x = mix(image.x + image.width / 2, strip.x + strip.width / 2, eased);
    const y = mix(image.y + (row + 0.5) * cell, strip.y + (row + 0.5) * part, eased);
    const [cos, sin] = [Math.cos((eased * Math.PI) / 2), Math.sin((eased * Math.PI) / 2)];
    const pitch = mix(cell, part / SIDE, eased);
    const radius = Math.max(0.45 * pitch, 0.3 * strip.width * eased);
    return Array.from({ length: SIDE }, (_, i): Mark => {
      const along = (i - (SIDE - 1) / 2) * pitch;
      const shape = { kind: 'dot', x: x + cos * along, y: y + sin * along, radius } as const;
      return {
        key: `turning-${row}-${i}`,
        shape: {
          ...shape,
          fill: 'pixelOn',
          stroke: 'faint',
          lineWidth: 0.5,
          alpha: Math.max(0.12, pixels[row * SIDE + i]),
        },
      };
    });
  });
}

/** Some neurons of the column with their numbers. */
function enlarged(space: Space, pixels: Float32Array, pixel: number, alpha: number): Mark[] {
  const { strip, x, y, radius, em, size, cell, image } = space;
  const first = clamp(pixel - Math.floor(AROUND / 2), ENDS, COUNT - ENDS - AROUND);
  const shown = Array.from({ length: SLOTS }, (_, slot) => {
    if (slot === ENDS || slot === ENDS + AROUND + 1) return undefined;
    if (slot < ENDS) return slot;
    return slot > ENDS + AROUND ? COUNT - SLOTS + slot : first + slot - ENDS - 1;
  });
  const there = strip.y + ((pixel + 0.5) / COUNT) * strip.height;
  const slot = shown.indexOf(pixel);
  const from = [image.x + ((pixel % SIDE) + 1) * cell, image.y + (rowOf(pixel) + 0.5) * cell];
  const hasNumber = radius > 0.8 * em;
  return [
    {
      key: 'way',
      shape: {
        ...{
          kind: 'line',
          points: [...from, strip.x, there, strip.x + strip.width, there, x - radius, y(slot)],
        },
        ...{ stroke: 'highlight', lineWidth: 2, alpha },
      },
    },
    ...shown.flatMap((neuron, i): Mark[] => {
      if (neuron === undefined)
        return [-1, 0, 1].map((dot) => ({
          key: `dots-${i}-${dot}`,
          shape: { kind: 'dot', x, y: y(i) + 0.55 * dot * radius, radius: 2, fill: 'muted', alpha },
        }));
      const value = pixels[neuron];
      const isPixel = neuron === pixel;
      const disc = { kind: 'dot', x, y: y(i), radius } as const;
      const text = { kind: 'text', y: y(i), alpha, size: 12 } as const;
      return [
        {
          ...{
            key: `neuron-${i}`,
            name: msg(str`neuron ${neuron}`),
            value,
            format: (each) => formatFixed(each, 2),
          },
          shape: {
            ...disc,
            fill: 'pixelOff',
            stroke: isPixel ? 'highlight' : 'lineStrong',
            lineWidth: isPixel ? 3 : 1.5,
            alpha,
          },
        },
        {
          key: `light-${i}`,
          shape: { ...disc, radius: radius - 1.5, fill: 'pixelOn', alpha: value * alpha },
        },
        ...(hasNumber
          ? ([
              {
                key: `number-${i}`,
                shape: {
                  ...{ ...text, x, text: formatFixed(value, 1), align: 'center' },
                  fill: value > 0.5 ? 'pixelOff' : 'pixelMuted',
                },
              },
              {
                key: `index-${i}`,
                shape: {
                  ...text,
                  x: x + radius + 0.5 * em,
                  text: String(neuron),
                  size: Math.min(size, 14),
                  fill: isPixel ? 'highlight' : 'faint',
                },
              },
            ] satisfies Mark[])
          : []),
      ];
    }),
  ];
}
