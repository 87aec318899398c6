// The cost of one example (chapter 2, 4:06): ten outputs, what they should be, and the square of each difference, while the network learns.

import { msg, str } from '@lit/localize';
import { formatFixed } from '../../format/numbers.ts';
import { clamp, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface ExampleInput {
  readonly pixels: Float32Array;
  /** One an output: its activation, 0 or 1 as it should be, and its part of the cost. */
  readonly outputs: Float32Array;
  readonly targets: Float32Array;
  readonly terms: Float32Array;
  /** Parts of the cost before the first step. */
  readonly first: Float32Array;
}

const OUTPUTS = 10;
/** Seconds: rows arrive one by one. */
const TIMES = { apart: 0.12, row: 0.6, end: 2.4 };

export class ExampleScene extends MarkScene<ExampleInput> {
  readonly name = 'example';
  readonly duration = TIMES.end;
  protected override readonly isLive = true;
  readonly tableHead = [msg('Cost of one image'), msg('output'), msg('square of the difference')] as const;

  protected override isAnother(input: Partial<ExampleInput>, before: Partial<ExampleInput>): boolean {
    // Read again with each step of learning, and the same before the first.
    return !input.first || !before.first || sumOf(input.first) !== sumOf(before.first);
  }

  override summary({ terms, first }: Partial<ExampleInput>): string {
    if (!terms || !first) return msg('Loading …');
    return msg(
      str`Cost ${formatFixed(sumOf(first), 2)} before learning, ${formatFixed(sumOf(terms), 2)} now.`,
    );
  }

  override layout(input: Partial<ExampleInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    if (!isWhole(input)) return undefined;
    const space = spaceOf(viewport);
    const shown = (digit: number) => arriving(t, digit * TIMES.apart, digit * TIMES.apart + TIMES.row);
    return [
      ...picture(space, input.pixels),
      ...Array.from({ length: OUTPUTS }, (_, digit) => row(space, input, digit, shown(digit))).flat(),
      ...total(space, input, arriving(t, TIMES.end - TIMES.row, TIMES.end)),
    ];
  }
}

const isWhole = (input: Partial<ExampleInput>): input is ExampleInput => input.outputs !== undefined;

const sumOf = (terms: Float32Array): number => terms.reduce((sum, term) => sum + term, 0);

interface Space {
  readonly size: number;
  readonly em: number;
  readonly isNarrow: boolean;
  readonly image: Rect;
  readonly pitch: number;
  readonly radius: number;
  /** Middles of the columns: names, outputs, targets, squares; and the left end of the numbers. */
  readonly digit: number;
  readonly output: number;
  readonly target: number;
  readonly square: number;
  readonly term: number;
  y(digit: number): number;
}

function spaceOf({ width, height, textScale }: Viewport): Space {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 16;
  const em = size * textScale;
  const top = 2.4 * em;
  const pitch = (height - top) / OUTPUTS;
  const side = Math.min(0.3 * width, height - 6 * em);
  return {
    ...{ size, em, isNarrow, pitch, radius: Math.min(0.4 * pitch, 0.05 * width) },
    image: { x: 0.03 * width, y: top, width: side, height: side },
    ...{
      digit: 0.41 * width,
      output: 0.5 * width,
      target: 0.65 * width,
      square: 0.79 * width,
      term: 0.88 * width,
    },
    y: (digit) => top + (digit + 0.5) * pitch,
  };
}

const picture = ({ image }: Space, pixels: Float32Array): Mark[] => [
  { key: 'image', shape: { kind: 'cells', ...image, columns: 28, values: pixels, most: 1, isGrey: true } },
  { key: 'frame', shape: { kind: 'box', ...image, radius: 3, stroke: 'lineStrong' } },
];

/** A square has the area of its term; that of before is an outline. */
function row(
  space: Space,
  { outputs, targets, terms, first }: ExampleInput,
  digit: number,
  alpha: number,
): Mark[] {
  const { y, pitch, radius, size, em, isNarrow } = space;
  const middle = y(digit);
  const [output, target, term] = [outputs[digit], targets[digit], terms[digit]];
  const side = (value: number) => 0.92 * pitch * Math.sqrt(clamp(value));
  const square = (value: number) => ({
    ...{
      x: space.square - side(value) / 2,
      y: middle - side(value) / 2,
      width: side(value),
      height: side(value),
    },
  });
  const text = { kind: 'text', y: middle, size, alpha } as const;
  const isLabel = target === 1;
  return [
    {
      key: `digit-${digit}`,
      shape: {
        ...text,
        x: space.digit,
        text: String(digit),
        align: 'center',
        size: size + 2,
        isBold: isLabel,
        fill: isLabel ? 'highlight' : 'text',
      },
    },
    {
      key: `off-${digit}`,
      shape: {
        kind: 'dot',
        x: space.output,
        y: middle,
        radius,
        fill: 'pixelOff',
        stroke: isLabel ? 'highlight' : 'lineStrong',
        alpha,
      },
    },
    {
      key: `on-${digit}`,
      shape: {
        kind: 'dot',
        x: space.output,
        y: middle,
        radius: radius - 1,
        fill: 'pixelOn',
        alpha: alpha * clamp(output),
      },
    },
    {
      key: `output-${digit}`,
      shape: { ...text, x: space.output + radius + 0.4 * em, text: formatFixed(output, 2) },
    },
    {
      key: `target-${digit}`,
      shape: {
        ...text,
        x: space.target,
        text: String(target),
        align: 'center',
        fill: isLabel ? 'highlight' : 'muted',
      },
    },
    {
      key: `first-${digit}`,
      shape: {
        kind: 'box',
        ...square(first[digit]),
        radius: 2,
        stroke: 'negative',
        lineWidth: 1,
        alpha: 0.5 * alpha,
      },
    },
    {
      ...{
        key: `square-${digit}`,
        name: msg(str`output ${digit}`),
        value: term,
        format: (each) => formatFixed(each, 2),
      },
      shape: { kind: 'box', ...square(term), radius: 2, fill: 'negative', alpha: 0.9 * alpha },
    },
    ...(isNarrow && pitch < 1.2 * em
      ? []
      : [
          {
            key: `term-${digit}`,
            shape: { ...text, x: space.term, text: formatFixed(term, 2), fill: 'muted' },
          } as Mark,
        ]),
  ];
}

function total(space: Space, { terms, first }: ExampleInput, alpha: number): Mark[] {
  const { image, em, size, isNarrow } = space;
  const sum = sumOf(terms);
  const [x, below] = [image.x + image.width / 2, image.y + image.height];
  const head = { kind: 'text', y: 1.1 * em, size, align: 'center', fill: 'muted' } as const;
  return [
    {
      ...{ key: 'cost', name: msg('cost of the image'), value: sum, format: (each) => formatFixed(each, 2) },
      shape: {
        ...{ kind: 'text', x, y: below + (isNarrow ? 1.3 : 2) * em, align: 'center', alpha },
        ...{ text: formatFixed(sum, 2), size: isNarrow ? 18 : 40, isBold: true, fill: 'highlight' },
      },
    },
    {
      key: 'before',
      shape: {
        ...{
          kind: 'text',
          x,
          y: below + (isNarrow ? 2.9 : 4.3) * em,
          size,
          align: 'center',
          fill: 'muted',
          alpha,
        },
        text: msg(str`before: ${formatFixed(sumOf(first), 2)}`),
      },
    },
    { key: 'outputs', shape: { ...head, x: space.output, text: msg('output') } },
    { key: 'targets', shape: { ...head, x: space.target, text: msg('target') } },
    { key: 'squares', shape: { ...head, x: space.square, text: '(a − y)²' } },
  ];
}
