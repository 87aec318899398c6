// Value down, value up (chapter 6, 16:24): the value matrix of a head as a square, cut into a tall and a wide factor, all to one scale.

import { msg, str } from '@lit/localize';
import type { Tensor } from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../format/numbers.ts';
import { mix, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import type { Colour } from '../../stage/marks/shape.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface FactorsInput {
  /** [C, C], with the factors [C, D] and [D, C] whose product it is; columns are inputs. */
  readonly square: Tensor;
  readonly up: Tensor;
  readonly down: Tensor;
  /** Of a head of a large model. */
  readonly large: { readonly width: number; readonly headWidth: number };
}

/** Seconds: the square, the two factors, and then the large model's. */
const TIMES = { start: 0.3, whole: 2, split: 2.6, apart: 4.2, large: 4.8, end: 6 };
/** The finest line that is seen, in pixels. */
const HAIR = 1.5;

export class FactorsScene extends MarkScene<FactorsInput> {
  readonly name = 'factors';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Value down, value up'), msg('matrix'), msg('weights')] as const;

  protected override isAnother(input: Partial<FactorsInput>, before: Partial<FactorsInput>): boolean {
    return input.square?.shape.join() !== before.square?.shape.join();
  }

  override summary({ square, up, large }: Partial<FactorsInput>): string {
    if (!square || !up || !large) return msg('Loading …');
    const [D, C] = [up.shape[1], square.shape[0]];
    return msg(str`Cells: this model’s head, rank ${D} of ${C}. Plain: GPT-3, each to its scale.`);
  }

  override layout(input: Partial<FactorsInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { square, up, down, large } = input;
    if (!square || !up || !down || !large) return undefined;
    const space = spaceOf(viewport, up.shape[1] / up.shape[0]);
    const whole = arriving(t, TIMES.start, TIMES.whole);
    const apart = moving(t, TIMES.split, TIMES.apart);
    return [
      ...own(space, { square, up, down, large }, whole, apart),
      ...others(space, large, arriving(t, TIMES.large, TIMES.end)),
    ];
  }
}

interface Space {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  readonly isNarrow: boolean;
  readonly own: Band;
  readonly large: Band;
  /** Width of a factor of this model, as a share of its length. */
  readonly thin: number;
}

/** A square, and the factors right of it. */
interface Band {
  readonly square: Rect;
  /** Left edge of the tall factor. */
  readonly right: number;
  readonly gap: number;
}

/** Of the space between a square and its tall factor, and between the two factors, as shares of the square. */
const [EQUALS, GAP] = [0.16, 0.04];

function spaceOf({ width, height, textScale }: Viewport, thin: number): Space {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 16;
  const em = size * textScale;
  const label = 1.9 * em;
  const room = height - 4 * label - em;
  const side = Math.min((width - 2 * em) / (2 + thin + EQUALS + GAP), 0.62 * room);
  const other = Math.min(room - side, side);
  const left = (width - side * (2 + thin + EQUALS + GAP)) / 2;
  const right = left + side * (1 + EQUALS);
  const spare = Math.max(0, (room - side - other) / 3);
  const top = label + spare;
  const second = top + side + 2 * label + spare + 0.5 * em;
  const band = (y: number, length: number): Band => ({
    square: { x: left + (side - length) / 2, y, width: length, height: length },
    ...{ right: right + (side - length) / 4, gap: GAP * side },
  });
  return { size, em, isNarrow, thin, own: band(top, side), large: band(second, other) };
}

/** To scale, with their middles on one line. */
function factorsOf(
  { square: { y, height }, right, gap }: Band,
  width: number,
): readonly [tall: Rect, wide: Rect] {
  return [
    { x: right, y, width, height },
    { x: right + width + gap, y: y + (height - width) / 2, width: height, height: width },
  ];
}

type Names = readonly [name: string, size: string, count: string];

/** A number under a matrix and its size above it. */
function labels(
  { size, em }: Space,
  key: string,
  { x, y, width, height }: Rect,
  [name, sizes, count]: Names,
  { fill, alpha }: { fill: Colour; alpha: number },
): Mark[] {
  const text = { kind: 'text', x: x + width / 2, align: 'center', alpha, hasHalo: true } as const;
  return [
    {
      key: `${key}-size`,
      shape: { ...text, y: y - 0.85 * em, text: [name, sizes].join(' ').trim(), size, fill },
    },
    {
      key: `${key}-count`,
      shape: { ...text, y: y + height + 0.95 * em, text: count, size: size + 3, isBold: true, fill },
    },
  ].filter(({ shape }) => shape.text !== '') as Mark[];
}

/** This model's head: the product fades as its factors move out of it. */
function own(space: Space, { square, up, down }: FactorsInput, whole: number, apart: number): Mark[] {
  const { own: band, thin, em, size } = space;
  const length = band.square.width;
  const [tall, wide] = factorsOf(band, thin * length);
  const moved = (rect: Rect): Rect => ({
    ...rect,
    x: mix(band.square.x + (length - rect.width) / 2, rect.x, apart),
  });
  const cells = (key: string, name: string, { data, shape }: Tensor, rect: Rect, alpha: number): Mark => ({
    ...{ key, name, value: data.length, format: formatInteger },
    shape: { kind: 'cells', ...rect, columns: shape[1], values: data, most: mostOf(data), alpha },
  });
  const sizes = ({ shape: [rows, columns] }: Tensor) => `${formatInteger(rows)} × ${formatInteger(columns)}`;
  const both = formatInteger(up.data.length + down.data.length);
  return [
    cells('square', msg('value matrix'), square, band.square, whole * mix(1, 0.8, apart)),
    ...labels(space, 'square', band.square, ['', sizes(square), formatInteger(square.data.length)], {
      ...{ fill: 'text', alpha: whole },
    }),
    {
      key: 'equals',
      shape: {
        ...{ kind: 'text', x: (band.square.x + length + tall.x) / 2, y: tall.y + length / 2, text: '=' },
        ...{ size: 1.8 * size, align: 'center', alpha: apart },
      },
    },
    cells('up', msg('value up'), up, moved(tall), apart),
    cells('down', msg('value down'), down, moved(wide), apart),
    ...labels(space, 'up', tall, [msg('up'), '', ''], { fill: 'value', alpha: apart }),
    ...labels(space, 'down', wide, [msg('down'), sizes(down), ''], { fill: 'value', alpha: apart }),
    {
      key: 'both-count',
      shape: {
        ...{ kind: 'text', x: wide.x + wide.width / 2, y: tall.y + length + 0.95 * em, text: both },
        ...{ size: size + 3, align: 'center', isBold: true, fill: 'value', alpha: apart },
      },
    },
  ];
}

/** Of a large model: a square of so many weights that its factors are hairs beside it. */
function others(space: Space, { width, headWidth }: FactorsInput['large'], alpha: number): Mark[] {
  const { large: band, em, size, isNarrow } = space;
  const { square } = band;
  const hair = Math.max(HAIR, (square.width * headWidth) / width);
  const [tall, wide] = factorsOf(band, hair);
  const [whole, part] = [width * width, width * headWidth];
  const box = (key: string, name: string, value: number, rect: Rect, fill: Colour): Mark => ({
    ...{ key, name, value, format: formatInteger },
    shape: { kind: 'box', ...rect, fill, alpha },
  });
  const count = isNarrow
    ? formatInteger(2 * part)
    : `2 × ${formatInteger(part)} = ${formatInteger(2 * part)}`;
  const sizes = `${formatInteger(width)} × ${formatInteger(width)}`;
  return [
    box('large-square', msg('GPT-3: value matrix'), whole, square, 'lineStrong'),
    box('large-up', msg('GPT-3: value up'), part, tall, 'value'),
    box('large-down', msg('GPT-3: value down'), part, wide, 'value'),
    ...labels(space, 'large-square', square, ['GPT-3', sizes, formatInteger(whole)], { fill: 'text', alpha }),
    {
      key: 'large-count',
      shape: {
        ...{ kind: 'text', x: space.own.right + space.own.square.width / 2, text: count, size: size + 3 },
        ...{ y: square.y + square.height + 0.95 * em, align: 'center', isBold: true, fill: 'value', alpha },
      },
    },
  ];
}

/** The number that has the full colour. */
const mostOf = (values: Float32Array): number =>
  3 * Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length) || 1;
