// Angles between directions (chapter 7, 18:03 to 20:40): arrows at their true angle to the yellow one, and how often each angle occurs.

import { msg, str } from '@lit/localize';
import { random } from '../../../shared/random.ts';
import { formatFixed, formatInteger, formatPercent } from '../../format/numbers.ts';
import { clamp, mix, type Point, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving, moving, steady } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import {
  type AngleDistribution,
  angleDistribution,
  directionsThatFit,
  randomAngles,
} from './angle-distribution.ts';
import { colourOf, fan } from './fan.ts';

export interface MeasuredAngles {
  /** How many directions of how many numbers, and what they are. */
  readonly N: number;
  readonly d: number;
  readonly name: string;
  /** Pairs in each degree. */
  readonly histogram: readonly number[];
  readonly mean: number;
  readonly deviation: number;
}

export interface AnglesInput {
  readonly dimensions: number;
  /** What it begins with: for another it plays from the beginning. */
  readonly firstDimensions: number;
  /** Of the model's vectors. */
  readonly width: number;
  /** Angles of the model, in place of random ones. */
  readonly measured: MeasuredAngles | undefined;
  /** Whether it is about how many directions fit, not about their angles. */
  readonly isGrowth: boolean;
  /** The event that sets the dimension. */
  readonly dimensionsEvent: (dimensions: number) => Event;
}

export const DIMENSIONS = { least: 3, most: 12_288 };
/** Random directions beside the yellow one, of which some are drawn. */
const SAMPLES = 1000;
const SHARES = (() => {
  const stream = random(1, 'angles');
  return Array.from({ length: SAMPLES }, () => stream.float());
})();
/** Seconds: arrows pop out and the histogram fills, then the dimension grows. */
const TIMES = { pop: 0.3, filled: 3, grow: 3.4, grown: 6.2, end: 6.8 };

export class AnglesScene extends MarkScene<AnglesInput> {
  readonly name = 'angles';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Angles between directions'), msg('angle'), msg('how many')] as const;

  protected override isAnother(input: Partial<AnglesInput>, before: Partial<AnglesInput>): boolean {
    return input.firstDimensions !== before.firstDimensions;
  }

  override summary({ dimensions, measured }: Partial<AnglesInput>): string {
    if (dimensions === undefined) return msg('Loading …');
    if (measured)
      return msg(
        str`Between random directions the angles would be 90° ± ${degrees(randomAngles(dimensions).deviation)}.`,
      );
    if (directionsThatFit(dimensions) === dimensions)
      return msg(
        str`Each of ${formatInteger(SAMPLES)} random directions makes an angle with the yellow one.`,
      );
    return msg(str`Drawn at random, at least ${formatFit(dimensions)} directions fit at 85° to 95°.`);
  }

  override layout(input: Partial<AnglesInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { dimensions, measured, width, isGrowth = false, dimensionsEvent } = input;
    if (dimensions === undefined || width === undefined || !dimensionsEvent) return undefined;
    const grown = measured ? 1 : moving(t, TIMES.grow, TIMES.grown);
    const d = Math.round(DIMENSIONS.least * (dimensions / DIMENSIONS.least) ** grown);
    const distribution = distributionOf(d, measured);
    const places = placesOf(viewport);
    const filled = steady(t, TIMES.pop, TIMES.filled);
    const known = arriving(t, TIMES.filled - 0.4, TIMES.filled + 0.2);
    return [
      ...band(places, distribution, known),
      ...fan(places.fan, places.em, SHARES.map(distribution.at), filled),
      ...bars(places, distribution, d, measured, filled),
      ...axis(places),
      ...spreadMarks(places, distribution.deviation, known),
      ...heading(places, d, measured, known),
      ...(isGrowth ? growth(places, d, known) : []),
      ...(measured ? counts(places, measured, known) : []),
      ...slider(places, d, width, arriving(t, TIMES.grown, TIMES.end), (next) =>
        this.dispatch(dimensionsEvent(next)),
      ),
    ];
  }
}

const distributionOf = (d: number, measured: MeasuredAngles | undefined): AngleDistribution =>
  measured ? { ...angleDistribution(measured.histogram), deviation: measured.deviation } : randomAngles(d);

const degrees = (value: number) => `${formatFixed(value, value < 10 ? 1 : 0)}°`;

/** Rounded down to two digits. */
function formatFit(d: number): string {
  const fit = directionsThatFit(d);
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(fit)) - 1);
  const rounded = Math.floor(fit / unit) * unit;
  if (rounded >= 1e9) return msg(str`${formatInteger(rounded / 1e9)} billion`);
  return rounded >= 1e6 ? msg(str`${formatInteger(rounded / 1e6)} million`) : formatInteger(rounded);
}

interface Places {
  readonly size: number;
  readonly em: number;
  readonly isNarrow: boolean;
  readonly fan: Rect;
  readonly plot: Rect;
  /** Above the fan; none on a low canvas. */
  readonly corner: Rect | undefined;
  /** Ends and height of the slider. */
  readonly slider: { readonly left: number; readonly right: number; readonly y: number };
  /** Of an angle. */
  x(angle: number): number;
}

function placesOf({ width, height, textScale }: Viewport): Places {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 15;
  const em = size * textScale;
  const bottom = height - (isNarrow ? 5.2 : 7) * em;
  const plot = {
    ...{ x: (isNarrow ? 0.42 : 0.46) * width, y: (isNarrow ? 3 : 5.5) * em },
    ...{ width: (isNarrow ? 0.54 : 0.5) * width, height: bottom - (isNarrow ? 3 : 5.5) * em },
  };
  const corner =
    height > 27 * em ? { x: 2 * em, y: 4.4 * em, width: 0.34 * width, height: 0.36 * bottom } : undefined;
  return {
    ...{ size, em, isNarrow, plot, corner },
    fan: { x: 0, y: 0, width: (isNarrow ? 0.38 : 0.43) * width, height: bottom + em },
    slider: { left: 2 * em, right: width - 2 * em, y: height - (isNarrow ? 2.4 : 3) * em },
    x: (angle) => mix(plot.x, plot.x + plot.width, angle / 180),
  };
}

/** Narrow where angles gather. */
const binOf = (d: number) => (d > 3000 ? 0.5 : d > 250 ? 1 : d > 30 ? 2 : 4);

function bars(
  { plot, x }: Places,
  distribution: AngleDistribution,
  d: number,
  measured: MeasuredAngles | undefined,
  filled: number,
): Mark[] {
  const bin = measured ? 1 : binOf(d);
  const counts = measured ? measured.histogram : countsOf(SHARES.map(distribution.at), bin);
  const sum = counts.reduce((all, count) => all + count, 0) || 1;
  const exact = randomAngles(d);
  const most = Math.max(...counts, sum * exact.between(90 - bin / 2, 90 + bin / 2));
  const y = (count: number) => plot.y + plot.height * (1 - count / most);
  const curve = Array.from({ length: 180 / bin }, (_, i) => [
    x((i + 0.5) * bin),
    y(sum * exact.between(i * bin, (i + 1) * bin)),
  ]);
  return [
    ...counts.flatMap((count, i): Mark[] => {
      if (count === 0) return [];
      const [from, to] = [i * bin, (i + 1) * bin];
      const top = y(filled * count);
      return [
        {
          ...{ key: `bin-${from}`, name: msg(str`${from}° to ${to}°`), value: count, format: formatInteger },
          shape: {
            ...{ kind: 'box', x: x(from), width: Math.max(1, x(to) - x(from) - 1), y: top },
            ...{ height: plot.y + plot.height - top, fill: colourOf((from + to) / 2), alpha: 0.85 },
          },
        },
      ];
    }),
    {
      key: 'exact',
      shape: { kind: 'line', points: curve.flat(), stroke: 'text', lineWidth: 1.5, alpha: 0.8 * filled },
    },
  ];
}

function countsOf(angles: readonly number[], bin: number): number[] {
  const counts = new Array<number>(180 / bin).fill(0);
  for (const angle of angles) counts[Math.min(counts.length - 1, Math.floor(angle / bin))] += 1;
  return counts;
}

function axis({ plot, x, em, size }: Places): Mark[] {
  const bottom = plot.y + plot.height;
  return [
    {
      key: 'axis',
      shape: { kind: 'line', points: [plot.x, bottom, plot.x + plot.width, bottom], stroke: 'lineStrong' },
    },
    {
      key: 'right-angle',
      shape: {
        ...{ kind: 'line', points: [x(90), plot.y - 0.6 * em, x(90), bottom], stroke: 'muted' },
        isDashed: true,
      },
    },
    ...[0, 45, 90, 135, 180].map(
      (angle): Mark => ({
        key: `angle-${angle}`,
        shape: {
          ...{ kind: 'text', x: x(angle), y: bottom + em, text: `${angle}°`, size, align: 'center' },
          ...(angle === 90 ? { isBold: true } : { fill: 'muted' }),
        },
      }),
    ),
  ];
}

/** One standard deviation to both sides of a right angle. */
function spreadMarks({ plot, x, size, em, isNarrow }: Places, deviation: number, alpha: number): Mark[] {
  const bottom = plot.y + plot.height;
  const sides = [90 - deviation, 90 + deviation].map(
    (angle, i): Mark => ({
      key: `spread-${i}`,
      shape: {
        ...{ kind: 'line', points: [x(angle), bottom, x(angle), plot.y + 0.3 * plot.height] },
        ...{ stroke: 'highlight', lineWidth: 2.5, alpha },
      },
    }),
  );
  return [
    ...sides,
    {
      ...{ key: 'spread', name: msg('standard deviation'), value: deviation, format: degrees },
      shape: {
        ...{ kind: 'text', text: `± ${degrees(deviation)}`, size: isNarrow ? 14 : size + 9, isBold: true },
        ...{ x: x(90 + Math.min(40, deviation)) + 0.6 * em, y: plot.y + 0.3 * plot.height },
        ...{ fill: 'highlight', hasHalo: true, alpha },
      },
    },
  ];
}

/** What is counted as almost perpendicular. */
function band(
  { plot, x, size, em, isNarrow }: Places,
  { between }: AngleDistribution,
  alpha: number,
): Mark[] {
  const share = formatPercent(Math.min(between(85, 95), 1 - 1e-9));
  const text = { kind: 'text', x: x(95) + 0.6 * em, size, alpha, hasHalo: true } as const;
  return [
    {
      ...{ key: 'band', name: msg('angles of 85° to 95°'), value: between(85, 95), format: () => share },
      shape: {
        ...{ kind: 'box', x: x(85), y: plot.y, width: x(95) - x(85), height: plot.height },
        ...{ fill: 'highlight', alpha: 0.14 * alpha },
      },
    },
    {
      key: 'band-share',
      shape: { ...text, y: plot.y + 0.5 * plot.height, text: share, isBold: true },
    },
    {
      key: 'band-text',
      shape: {
        ...text,
        y: plot.y + 0.5 * plot.height + 1.4 * em,
        text: isNarrow ? '85°–95°' : msg('at 85° to 95°'),
        fill: 'muted',
      },
    },
  ];
}

/** Exactly perpendicular directions are as many as dimensions; the model has more. */
function counts({ corner, size, em, isNarrow }: Places, { d, N }: MeasuredAngles, alpha: number): Mark[] {
  if (!corner) return [];
  const text = { kind: 'text', x: corner.x, size: isNarrow ? 14 : size + 9, isBold: true, alpha } as const;
  return [
    { key: 'exactly', shape: { ...text, y: 1.8 * em, text: msg(str`${formatInteger(d)} exactly`) } },
    {
      key: 'almost',
      shape: { ...text, y: 4.2 * em, text: msg(str`here ${formatInteger(N)} almost`), fill: 'highlight' },
    },
  ];
}

/** How many directions fit in as many dimensions, up to those of GPT-3: a curve that leaves the ground late. */
function growth({ corner, size, em }: Places, d: number, alpha: number): Mark[] {
  if (!corner) return [];
  const { most } = DIMENSIONS;
  const end = directionsThatFit(most);
  const at = (dimensions: number) => [
    corner.x + (corner.width * dimensions) / most,
    corner.y + corner.height * (1 - directionsThatFit(dimensions) / end),
  ];
  const points = Array.from({ length: 129 }, (_, i) => at((most * i) / 128)).flat();
  const [x, y] = at(d);
  const bottom = corner.y + corner.height;
  const text = { kind: 'text', size, fill: 'muted', alpha } as const;
  return [
    {
      key: 'growth-axis',
      shape: {
        kind: 'line',
        points: [corner.x, bottom, corner.x + corner.width, bottom],
        stroke: 'lineStrong',
        alpha,
      },
    },
    { key: 'growth', shape: { kind: 'line', points, stroke: 'highlight', lineWidth: 3, alpha } },
    { key: 'growth-now', shape: { kind: 'dot', x, y, radius: 6, fill: 'highlight', alpha } },
    {
      key: 'growth-text',
      shape: {
        ...text,
        x: corner.x,
        y: corner.y - 2.6 * em,
        text: msg('directions that fit'),
        maxWidth: corner.width,
      },
    },
    {
      key: 'growth-dimensions',
      shape: { ...text, x: corner.x + corner.width, y: bottom + em, align: 'right', text: msg('dimensions') },
    },
  ];
}

/** The dimension, and how many directions fit. */
function heading(
  { plot, size, em, isNarrow }: Places,
  d: number,
  measured: MeasuredAngles | undefined,
  alpha: number,
): Mark[] {
  const text = { kind: 'text', size, fill: 'muted' } as const;
  const large = { kind: 'text', size: size + 9, isBold: true } as const;
  const right = plot.x + plot.width;
  const dimensions = msg(str`${formatInteger(d)} dimensions`);
  if (isNarrow)
    return [
      {
        key: 'dimensions',
        shape: { ...text, size: 14, fill: 'text', isBold: true, x: plot.x, y: 1.2 * em, text: dimensions },
      },
    ];
  return [
    {
      key: 'dimensions',
      shape: { ...large, x: plot.x, y: 1.8 * em, text: dimensions, maxWidth: 0.55 * plot.width },
    },
    {
      key: 'whose',
      shape: {
        ...{ ...text, x: plot.x, y: 3.7 * em, maxWidth: (measured ? 1 : 0.5) * plot.width },
        text: measured ? measured.name : msg(str`${formatInteger(SAMPLES)} random directions`),
      },
    },
    {
      key: 'line-text',
      shape: {
        ...{ ...text, x: plot.x, y: 5.6 * em, maxWidth: 0.45 * plot.width, alpha },
        text: measured ? msg('line: at random') : msg('line: exact'),
      },
    },
    ...(measured || directionsThatFit(d) === d
      ? []
      : ([
          {
            ...{ key: 'fit', name: msg('directions that fit at 85° to 95°'), value: directionsThatFit(d) },
            ...{ format: () => msg(str`at least ${formatFit(d)}`) },
            shape: {
              ...large,
              x: right,
              y: 1.8 * em,
              align: 'right',
              fill: 'highlight',
              alpha,
              text: `≥ ${formatFit(d)}`,
            },
          },
          {
            key: 'fit-text',
            shape: {
              ...{ ...text, x: right, y: 3.7 * em, align: 'right', maxWidth: 0.46 * plot.width, alpha },
              text: msg('directions fit at 85° to 95°'),
            },
          },
        ] satisfies Mark[])),
  ];
}

/** The dimension, which is dragged; a step is a fifth. */
function slider(
  { slider: { left, right, y }, size, em, isNarrow }: Places,
  d: number,
  width: number,
  alpha: number,
  set: (dimensions: number) => void,
): Mark[] {
  const { least, most } = DIMENSIONS;
  const range = Math.log(most / least);
  const x = (value: number) => mix(left, right, Math.log(value / least) / range);
  const send = (value: number) => set(Math.round(clamp(value, least, most)));
  const drag = ({ x: at }: Point) => send(least * Math.exp(range * ((at - left) / (right - left))));
  const labels = [
    [least, formatInteger(least), 'left'],
    ...(width > 4 * least && width < most / 8
      ? [
          [
            width,
            isNarrow ? formatInteger(width) : msg(str`${formatInteger(width)}: this model`),
            'center',
          ] as const,
        ]
      : []),
    [most, isNarrow ? 'GPT-3' : msg(str`${formatInteger(most)}: GPT-3`), 'right'],
  ] as const;
  return [
    { key: 'track', shape: { kind: 'line', points: [left, y, right, y], stroke: 'line', lineWidth: 5 } },
    {
      key: 'reached',
      shape: { kind: 'line', points: [left, y, x(d), y], stroke: 'highlight', lineWidth: 5 },
    },
    ...labels.flatMap(([value, text, align]): Mark[] => [
      { key: `tick-${value}`, shape: { kind: 'dot', x: x(value), y, radius: 3, fill: 'muted' } },
      {
        key: `tick-text-${value}`,
        shape: {
          kind: 'text',
          x: x(value) + (align === 'left' ? -3 : align === 'right' ? 3 : 0),
          y: y + 1.5 * em,
          text,
          size,
          align,
          fill: 'muted',
        },
      },
    ]),
    {
      ...{ key: 'dimension', name: msg('dimensions'), value: d, format: formatInteger, isAct: true, drag },
      step: (by) => send(by > 0 ? Math.max(d + 1, 1.2 * d) : Math.min(d - 1, d / 1.2)),
      shape: { kind: 'dot', x: x(d), y, radius: 9, fill: 'highlight', alpha: Math.max(0.4, alpha) },
    },
  ];
}
