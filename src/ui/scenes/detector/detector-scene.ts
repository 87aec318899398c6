// An edge detector (chapter 1, 8:21 to 11:23, and 17:15): a bar slides over its weights; its sum goes through bias and curve.

import { msg, str } from '@lit/localize';
import { formatFixed, formatInteger, formatReal } from '../../format/numbers.ts';
import { clamp, mix, type Point, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

/** The region alone; weights and sum; with a curve; and with a bias. */
export type DetectorPart = 'edge' | 'sum' | 'curve' | 'bias';

export interface DetectorInput {
  readonly shows: DetectorPart;
  /** Where the weights are +1, in pixels, and the width of the rim around it where they are −1. */
  readonly edge: Rect;
  readonly rim: number;
  readonly bias: number;
  readonly curve: { readonly name: string; readonly of: (x: number) => number };
  /** Pixels that the visitor has moved the bar from the edge; undefined until then. */
  readonly right: number | undefined;
  readonly down: number | undefined;
  readonly moveEvent: (right: number, down: number) => Event;
}

const SIDE = 28;
/** Seconds: the bar comes, stands on the edge, and moves half off where there is a bias. */
const TIMES = { start: 0.5, on: 3, rest: 3.8, off: 5.4, end: 5.6 };
const AWAY = -16;
const OFF = 6;
/** Of sums. */
const RANGE = { from: -22, to: 34 };

export class DetectorScene extends MarkScene<DetectorInput> {
  readonly name = 'detector';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('An edge detector'), msg('part'), msg('number')] as const;

  protected override isAnother(input: Partial<DetectorInput>, before: Partial<DetectorInput>): boolean {
    return input.shows !== before.shows || input.curve !== before.curve;
  }

  override summary(input: Partial<DetectorInput>): string {
    if (!isWhole(input)) return msg('Loading …');
    const { shows, bias, curve } = input;
    const sum = sumOf(input, barOf(input, Number.POSITIVE_INFINITY));
    const written = formatReal(sum, 0);
    if (shows === 'edge') return sum > 0 ? msg('The neuron is active.') : msg('The neuron is inactive.');
    if (shows === 'sum') return msg(str`The weighted sum is ${written}.`);
    const a = formatFixed(curve.of(sum + bias), 2);
    return shows === 'bias'
      ? msg(
          str`Sum ${written}, bias ${formatReal(bias, 0)}: ${curve.name}(${formatReal(sum + bias, 0)}) = ${a}.`,
        )
      : msg(str`Sum ${written}: ${curve.name}(${written}) = ${a}.`);
  }

  override layout(input: Partial<DetectorInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    if (!isWhole(input)) return undefined;
    const space = spaceOf(viewport, input.shows);
    const bar = barOf(input, t);
    const sum = sumOf(input, bar);
    const move = (right: number, down: number) => this.dispatch(input.moveEvent(right, down));
    return [
      ...weights(space, input),
      ...drawnBar(space, input, bar, move),
      ...neuron(space, input, sum),
      ...(input.shows === 'edge' ? [] : line(space, input, sum, arriving(t, 0, TIMES.start))),
    ];
  }
}

const isWhole = (input: Partial<DetectorInput>): input is DetectorInput => input.shows !== undefined;

const overlap = (a: Rect, b: Rect): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

const around = ({ x, y, width, height }: Rect, by: number): Rect => ({
  ...{ x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by },
});

/** Weights times pixels: +1 on the edge, −1 on its rim. */
export const sumOf = ({ edge, rim }: Pick<DetectorInput, 'edge' | 'rim'>, bar: Rect): number =>
  2 * overlap(bar, edge) - overlap(bar, around(edge, rim));

/** The bar at a time, or where the visitor has it. */
function barOf({ edge, shows, right, down }: DetectorInput, t: number): Rect {
  if (right !== undefined && down !== undefined) return { ...edge, x: edge.x + right, y: edge.y + down };
  const arrived = mix(AWAY, 0, moving(t, TIMES.start, TIMES.on));
  const off = shows === 'bias' ? OFF * moving(t, TIMES.rest, TIMES.off) : 0;
  return { ...edge, x: edge.x + arrived + off };
}

interface Space {
  readonly size: number;
  readonly em: number;
  readonly image: Rect;
  readonly pixel: number;
  /** Of the neuron. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Of the plot of sum and curve. */
  readonly plot: Rect;
}

function spaceOf({ width, height, textScale }: Viewport, shows: DetectorPart): Space {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 16;
  const em = size * textScale;
  const low = shows === 'edge' ? em : (shows === 'sum' ? 0.22 : 0.4) * height;
  const side = Math.min(0.6 * width, height - low - 2 * em);
  const image = { x: 0.03 * width, y: em, width: side, height: side };
  const room = width - image.x - side;
  const radius = Math.min(0.22 * room, 0.24 * side, 76);
  const plot = {
    x: 0.04 * width,
    y: em + side + 1.6 * em,
    width: 0.92 * width,
    height: height - side - 7 * em,
  };
  return {
    ...{ size, em, image, pixel: side / SIDE, plot, radius },
    ...{ x: image.x + side + 0.52 * room, y: image.y + 0.4 * side },
  };
}

const onImage = ({ image, pixel }: Space, { x, y, width, height }: Rect): Rect => ({
  ...{ x: image.x + x * pixel, y: image.y + y * pixel, width: width * pixel, height: height * pixel },
});

function weights(space: Space, { edge, rim, shows }: DetectorInput): Mark[] {
  const [inner, outer] = [onImage(space, edge), onImage(space, around(edge, rim))];
  const { x, y, width, height } = inner;
  return [
    {
      key: 'image',
      shape: { kind: 'box', ...space.image, radius: 6, fill: 'pixelOff', stroke: 'lineStrong' },
    },
    ...(shows === 'edge'
      ? ([
          {
            key: 'region',
            shape: {
              ...{ kind: 'line', points: [x, y, x + width, y, x + width, y + height, x, y + height, x, y] },
              ...{ stroke: 'highlight', isDashed: true, lineWidth: 2 },
            },
          },
        ] satisfies Mark[])
      : ([
          {
            ...{ key: 'rim', name: msg('weights around the edge'), value: -1 },
            shape: { kind: 'box', ...outer, fill: 'negativeFill' },
          },
          {
            ...{ key: 'edge', name: msg('weights on the edge'), value: 1 },
            shape: { kind: 'box', ...inner, fill: 'positiveFill' },
          },
        ] satisfies Mark[])),
  ];
}

/** The bright pixels: the visitor drags them. */
function drawnBar(
  space: Space,
  { edge }: DetectorInput,
  bar: Rect,
  move: (right: number, down: number) => void,
): Mark[] {
  const rect = onImage(space, bar);
  const { image, pixel } = space;
  // What has left the image is not seen.
  const [x, end] = [Math.max(rect.x, image.x), Math.min(rect.x + rect.width, image.x + image.width)];
  if (end <= x) return [];
  const place = (right: number, down: number) =>
    move(
      clamp(Math.round(right), -edge.x, SIDE - edge.x - edge.width),
      clamp(Math.round(down), -edge.y, SIDE - edge.y - edge.height),
    );
  return [
    {
      ...{
        key: 'bar',
        name: msg('the bar, pixels to the right of the edge'),
        value: bar.x - edge.x,
        isAct: true,
      },
      format: (each) => formatReal(each, 0),
      drag: (at: Point) =>
        place(
          (at.x - image.x) / pixel - edge.width / 2 - edge.x,
          (at.y - image.y) / pixel - edge.height / 2 - edge.y,
        ),
      step: (by) => place(bar.x - edge.x + by, bar.y - edge.y),
      shape: {
        ...{ kind: 'box', ...rect, x, width: end - x, radius: 2, fill: 'pixelOn', alpha: 0.62 },
        ...{ stroke: 'highlight', lineWidth: 3 },
      },
    },
  ];
}

function neuron(space: Space, { shows, bias, curve }: DetectorInput, sum: number): Mark[] {
  const { x, y, radius, image, em, size } = space;
  const hasCurve = shows === 'curve' || shows === 'bias';
  const value = hasCurve ? curve.of(sum + bias) : sum;
  const bright = hasCurve ? clamp(value) : clamp(sum / 30);
  const text = { kind: 'text', x, align: 'center' } as const;
  const written = hasCurve ? formatFixed(value, value > 9.5 ? 0 : 2) : formatReal(sum, 0);
  const equation =
    shows === 'bias'
      ? `${formatReal(sum, 0)} − ${formatInteger(-bias)} = ${formatReal(sum + bias, 0)}`
      : msg(str`sum ${formatReal(sum, 0)}`);
  return [
    {
      key: 'wire',
      shape: {
        kind: 'line',
        points: [image.x + image.width, y, x - radius, y],
        stroke: 'lineStrong',
        lineWidth: 2,
      },
    },
    { key: 'off', shape: { kind: 'dot', x, y, radius, fill: 'pixelOff', stroke: 'lineStrong' } },
    {
      ...{ key: 'neuron', name: hasCurve ? msg('activation of the neuron') : msg('weighted sum'), value },
      format: () => written,
      shape: { kind: 'dot', x, y, radius: radius - 1, fill: 'pixelOn', alpha: bright },
    },
    ...(shows === 'edge'
      ? []
      : ([
          {
            key: 'written',
            shape: {
              ...text,
              y,
              text: written,
              size: Math.max(12, 0.55 * radius),
              fill: bright > 0.5 ? 'pixelOff' : 'pixelOn',
            },
          },
          ...(hasCurve
            ? [
                {
                  key: 'equation',
                  shape: {
                    ...text,
                    y: y + radius + 1.8 * em,
                    text: equation,
                    size: size + (size > 12 ? 8 : 2),
                  },
                },
              ]
            : []),
        ] as Mark[])),
  ];
}

const TICKS = [-20, -10, 0, 10, 20, 30];
const POINTS = 112;

/** The line of sums, and the curve over it. */
function line(
  { plot, em, size }: Space,
  { shows, bias, curve }: DetectorInput,
  sum: number,
  alpha: number,
): Mark[] {
  const hasCurve = shows !== 'sum';
  const top = Math.max(1, ...(hasCurve ? [curve.of(RANGE.to)] : []));
  const x = (value: number) =>
    mix(plot.x, plot.x + plot.width, (value - RANGE.from) / (RANGE.to - RANGE.from));
  const y = (value: number) => plot.y + plot.height * (1 - value / top);
  const z = clamp(sum + bias, RANGE.from, RANGE.to);
  const floor = y(0);
  const text = { kind: 'text', size, align: 'center', alpha } as const;
  const along = Array.from({ length: POINTS + 1 }, (_, i) => mix(RANGE.from, RANGE.to, i / POINTS));
  return [
    {
      key: 'axis',
      shape: { kind: 'line', points: [x(RANGE.from), floor, x(RANGE.to), floor], stroke: 'lineStrong' },
    },
    ...TICKS.map(
      (tick): Mark => ({
        key: `tick-${tick}`,
        shape: { ...text, x: x(tick), y: floor + em, text: formatReal(tick, 0), fill: 'faint' },
      }),
    ),
    ...(hasCurve
      ? ([
          {
            key: 'curve',
            shape: {
              kind: 'line',
              points: along.flatMap((each) => [x(each), y(curve.of(each))]),
              stroke: 'key',
              lineWidth: 4,
            },
          },
          {
            key: 'curve-name',
            shape: {
              ...text,
              x: x(-14),
              y: mix(floor, plot.y, 0.6),
              text: curve.name,
              size: size + 10,
              fill: 'key',
            },
          },
        ] satisfies Mark[])
      : []),
    ...(shows === 'bias'
      ? ([
          {
            ...{ key: 'bias', name: msg('bias'), value: bias },
            shape: {
              ...{ kind: 'line', points: [x(sum), floor + 2.2 * em, x(z), floor + 2.2 * em] },
              ...{ stroke: 'bias', lineWidth: 4, hasHead: true },
            },
          },
          {
            key: 'bias-name',
            shape: { ...text, x: (x(sum) + x(z)) / 2, y: floor + 3.4 * em, text: msg('bias'), fill: 'bias' },
          },
          {
            key: 'sum',
            shape: { kind: 'dot', x: x(sum), y: floor + 2.2 * em, radius: 5, fill: 'highlight' },
          },
        ] satisfies Mark[])
      : []),
    {
      ...{
        key: 'point',
        name: msg('weighted sum and bias'),
        value: sum + bias,
        format: (each) => formatReal(each, 0),
      },
      shape: {
        kind: 'dot',
        x: x(z),
        y: hasCurve ? y(curve.of(z)) : floor,
        radius: 9,
        fill: 'highlight',
        stroke: 'background',
      },
    },
  ];
}
