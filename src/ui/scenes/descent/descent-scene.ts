// Descent on a curve (chapter 2, 2:44 to 6:43 and 9:59): a ball that steps against the slope, from where the visitor lets it go.

import { msg, str } from '@lit/localize';
import { formatFixed, formatSigned } from '../../format/numbers.ts';
import { clamp, mix, type Point } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving, moving, steady } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

/** A ball; the places where the slope is zero; slope and step; many balls; all steps; a staircase beside the curve. */
export type DescentPart = 'ball' | 'flat' | 'slope' | 'flock' | 'steps' | 'stairs';

export interface DescentInput {
  readonly curve: { readonly at: (x: number) => number; readonly slope: (x: number) => number };
  readonly shows: DescentPart;
  /** Where the ball starts, and the factor of the slope. */
  readonly from: number;
  readonly rate: number;
  /** Of the visitor, who drags the ball. */
  readonly fromEvent: (from: number) => Event;
}

/** Of x, and the largest cost. */
const RANGE = { x: 4.7, top: 9.6 };
/** Seconds: the ball rests, and rolls. */
const TIMES = { wait: 0.9, end: 7 };
const STEPS = 30;
const STARTS = [-4.4, -3.6, -1.6, -1, -0.5, 1.1, 1.8, 3.4, 4.4];
const KEY_STEP = 0.2;
const STAIR = 0.8;

export class DescentScene extends MarkScene<DescentInput> {
  readonly name = 'descent';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Descent on a curve'), msg('part'), msg('number')] as const;

  protected override isAnother(input: Partial<DescentInput>, before: Partial<DescentInput>): boolean {
    return input.shows !== before.shows || input.from !== before.from || input.rate !== before.rate;
  }

  override summary({ curve, shows, from, rate }: Partial<DescentInput>): string {
    if (!curve || !shows || from === undefined || rate === undefined) return msg('Loading …');
    if (shows === 'flat') return msg('The slope is 0 in each valley, and on the hill between them.');
    if (shows === 'flock') {
      const left = STARTS.filter((start) => endOf(curve, start, rate) < 0).length;
      return msg(
        str`${left} of ${STARTS.length} balls end in the left valley, ${STARTS.length - left} in the right.`,
      );
    }
    if (shows === 'stairs') return msg('On a step the slope is 0: no direction leads down.');
    const end = endOf(curve, from, rate);
    return msg(
      str`From w = ${formatSigned(from)} the ball comes to w = ${formatSigned(end)}, cost ${formatFixed(curve.at(end), 2)}.`,
    );
  }

  override layout(input: Partial<DescentInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { curve, shows, from, rate, fromEvent } = input;
    if (!curve || !shows || from === undefined || rate === undefined || !fromEvent) return undefined;
    const space = spaceOf(viewport);
    const rolled = STEPS * steady(t, TIMES.wait, TIMES.end);
    const act = {
      value: from,
      format: formatSigned,
      drag: ({ x }: Point) => this.dispatch(fromEvent(startOf(space.toX(x)))),
      step: (by: 1 | -1) => this.dispatch(fromEvent(startOf(from + by * KEY_STEP))),
      isAct: true,
      isReleased: true,
    };
    const path = pathOf(curve, from, rate);
    const ground = [...field(space, curve), ...axis(space)];
    switch (shows) {
      case 'flat':
        return [...ground, ...flatPlaces(space, curve, t), ...sweeping(space, curve, t)];
      case 'flock':
        return [...ground, ...valleys(space, curve, t), ...flock(space, curve, rate, rolled)];
      case 'stairs':
        return [...ground, ...stairs(space, curve, from), ...ball(space, curve, along(path, rolled), act)];
      case 'ball':
        return [...ground, ...ball(space, curve, along(path, rolled), act), ...valleys(space, curve, t)];
      default:
        return [
          ...ground,
          ...past(space, curve, path, rolled),
          ...record(space, path, rolled),
          ...tangent(space, curve, along(path, rolled)),
          ...ball(space, curve, along(path, rolled), act),
          ...(shows === 'slope'
            ? reading(space, curve, along(path, rolled), rate)
            : valleys(space, curve, t)),
        ];
    }
  }
}

type Curve = DescentInput['curve'];

/** Each step is −rate × slope; too large a rate leaves the picture, where the path ends. */
export function pathOf({ slope }: Curve, from: number, rate: number): number[] {
  const path = [from];
  for (let step = 0; step < STEPS; step++)
    path.push(clamp(path[step] - rate * slope(path[step]), -RANGE.x, RANGE.x));
  return path;
}

const endOf = (curve: Curve, from: number, rate: number): number => pathOf(curve, from, rate)[STEPS];

const startOf = (x: number): number => Math.round(10 * clamp(x, 0.1 - RANGE.x, RANGE.x - 0.1)) / 10;

/** Between two steps the ball rolls. */
function along(path: readonly number[], rolled: number): number {
  const step = Math.min(STEPS - 1, Math.floor(rolled));
  return mix(path[step], path[step + 1], moving(rolled - step, 0, 1));
}

interface Space {
  readonly size: number;
  readonly em: number;
  readonly radius: number;
  readonly width: number;
  /** Of the axis. */
  readonly floor: number;
  readonly isNarrow: boolean;
  x(x: number): number;
  y(cost: number): number;
  toX(x: number): number;
}

function spaceOf({ width, height, textScale }: Viewport): Space {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 16;
  const em = size * textScale;
  const floor = height - 3 * em;
  const toX = (x: number) => mix(-RANGE.x, RANGE.x, (x - em) / (width - 2 * em));
  return {
    ...{ size, em, width, floor, isNarrow, toX },
    radius: clamp(0.022 * width, 6, 16),
    x: (x) => mix(em, width - em, (x + RANGE.x) / (2 * RANGE.x)),
    y: (cost) => mix(floor, em, cost / RANGE.top),
  };
}

const POINTS = 160;
const ALONG = Array.from({ length: POINTS + 1 }, (_, i) => mix(-RANGE.x, RANGE.x, i / POINTS));

function field({ x, y, floor }: Space, { at }: Curve): Mark[] {
  const points = ALONG.flatMap((each) => [x(each), y(at(each))]);
  const area = [...points, x(RANGE.x), floor, x(-RANGE.x), floor];
  return [
    { key: 'area', shape: { kind: 'line', points: area, fill: 'positive', alpha: 0.08 } },
    { key: 'curve', shape: { kind: 'line', points, stroke: 'positive', lineWidth: 4 } },
  ];
}

function axis({ x, floor, em, size }: Space): Mark[] {
  const name = { kind: 'text', size: size + 6, isItalic: true } as const;
  return [
    {
      key: 'axis',
      shape: { kind: 'line', points: [x(-RANGE.x), floor, x(RANGE.x), floor], stroke: 'lineStrong' },
    },
    { key: 'w', shape: { ...name, x: x(RANGE.x), y: floor + 1.4 * em, text: 'w', align: 'right' } },
    { key: 'cost', shape: { ...name, x: x(-RANGE.x) + em, y: 1.2 * em, text: 'C(w)' } },
  ];
}

/** Middle of a ball that lies on the curve. */
function onCurve({ x, y, radius }: Space, { at, slope }: Curve, place: number): [number, number] {
  const [dx, dy] = [x(1) - x(0), y(slope(place)) - y(0)];
  const length = Math.hypot(dx, dy);
  return [x(place) + (radius * dy) / length, y(at(place)) - (radius * dx) / length];
}

function ball(space: Space, curve: Curve, place: number, act: Partial<Mark>): Mark[] {
  const [x, y] = onCurve(space, curve, place);
  return [
    {
      ...{ key: 'ball', name: msg('the ball: where it starts'), ...act },
      shape: { kind: 'dot', x, y, radius: space.radius, fill: 'highlight', stroke: 'background' },
    },
    {
      ...{ key: 'cost-here', name: msg('cost at the ball'), value: curve.at(place) },
      format: (cost) => formatFixed(cost, 2),
      shape: {
        ...{ kind: 'line', points: [space.x(place), space.y(curve.at(place)), space.x(place), space.floor] },
        ...{ stroke: 'highlight', isDashed: true, alpha: 0.6 },
      },
    },
  ];
}

/** Where the ball was. */
const past = (space: Space, curve: Curve, path: readonly number[], rolled: number): Mark[] =>
  path.slice(0, Math.ceil(rolled)).map((place, i) => {
    const [x, y] = onCurve(space, curve, place);
    return {
      key: `past-${i}`,
      shape: { kind: 'dot', x, y, radius: space.radius, stroke: 'highlight', lineWidth: 1, alpha: 0.5 },
    };
  });

/** The steps as arrows below the axis. */
const record = ({ x, floor, em }: Space, path: readonly number[], rolled: number): Mark[] =>
  path.slice(1).map((to, i) => {
    const reached = mix(path[i], to, moving(rolled - i, 0, 1));
    const [start, end] = [x(path[i]), x(reached)];
    return {
      key: `step-${i}`,
      ...{ name: msg(str`step ${i + 1}`), value: to - path[i], format: formatSigned },
      shape: {
        ...{ kind: 'line', points: [start, floor + 1.1 * em, end, floor + 1.1 * em], stroke: 'highlight' },
        ...{ lineWidth: 3, hasHead: Math.abs(end - start) > 9, alpha: rolled > i ? 1 : 0 },
      },
    };
  });

function tangent({ x, y, width }: Space, { at, slope }: Curve, place: number): Mark[] {
  const [dx, dy] = [x(1) - x(0), y(slope(place)) - y(0)];
  const half = (0.17 * width) / Math.hypot(dx, dy);
  const [cx, cy] = [x(place), y(at(place))];
  // Within the picture.
  const reach = Math.min(half, ...(dy === 0 ? [] : [(cy - 4) / Math.abs(dy)]), (width - cx) / dx, cx / dx);
  return [
    {
      ...{ key: 'tangent', name: msg('slope'), value: slope(place), format: formatSigned },
      shape: {
        ...{ kind: 'line', points: [cx - reach * dx, cy - reach * dy, cx + reach * dx, cy + reach * dy] },
        ...{ stroke: 'text', lineWidth: 3 },
      },
    },
  ];
}

/** Slope and step in words, over the hill. */
function reading({ x, y, em, size }: Space, { slope }: Curve, place: number, rate: number): Mark[] {
  const steepness = slope(place);
  const way =
    Math.abs(steepness) < 0.05
      ? msg('flat: stay')
      : steepness > 0
        ? msg('uphill: step left')
        : msg('downhill: step right');
  const text = { kind: 'text', x: x(-0.2), align: 'center', hasHalo: true } as const;
  const middle = y(7.2);
  return [
    {
      key: 'slope',
      shape: {
        ...text,
        y: middle,
        size: size + 10,
        isBold: true,
        text: msg(str`slope ${formatSigned(steepness)}`),
      },
    },
    { key: 'way', shape: { ...text, y: middle + 2 * em, size: size + 2, fill: 'highlight', text: way } },
    {
      key: 'rule',
      shape: {
        ...text,
        y: middle + 3.8 * em,
        size,
        fill: 'muted',
        text: msg(str`step ${formatSigned(-rate * steepness)}`),
      },
    },
  ];
}

/** Places where the slope is zero, from left to right. */
function flatOf({ slope }: Curve): number[] {
  return ALONG.slice(1).flatMap((to, i) => {
    const from = ALONG[i];
    const [before, after] = [slope(from), slope(to)];
    return before * after < 0 ? [mix(from, to, before / (before - after))] : [];
  });
}

/** The lowest valley and another. */
function valleys({ x, y, em, size, isNarrow }: Space, curve: Curve, t: number): Mark[] {
  const all = flatOf(curve).filter((_, i) => i % 2 === 0);
  const lowest = Math.min(...all.map(curve.at));
  return all.map((place, i) => {
    const isLowest = curve.at(place) === lowest;
    const text = isLowest ? msg('lowest valley') : isNarrow ? msg('a valley') : msg('another valley');
    return {
      key: `valley-${i}`,
      shape: {
        ...{
          kind: 'text',
          x: x(place),
          y: y(curve.at(place)) + (isNarrow ? 1 : 1.3) * em,
          text,
          size,
          align: 'center',
        },
        ...{ isBold: true, fill: isLowest ? 'text' : 'muted', hasHalo: true },
        alpha: arriving(t, 0, TIMES.wait),
      },
    };
  });
}

/** Each place with slope zero, once the tangent has been there. */
const flatPlaces = ({ x, y, em, size, width }: Space, curve: Curve, t: number): Mark[] =>
  flatOf(curve).flatMap((place, i): Mark[] => {
    const [cx, cy] = [x(place), y(curve.at(place))];
    const half = 0.1 * width;
    const alpha = swept(t) >= place ? 1 : 0;
    return [
      {
        key: `level-${i}`,
        shape: { kind: 'line', points: [cx - half, cy, cx + half, cy], stroke: 'text', lineWidth: 3, alpha },
      },
      {
        ...{
          key: `flat-${i}`,
          name: msg(str`w with slope 0, number ${i + 1}`),
          value: place,
          format: formatSigned,
        },
        shape: { kind: 'dot', x: cx, y: cy, radius: 7, fill: 'text', alpha },
      },
      {
        key: `flat-name-${i}`,
        shape: {
          ...{
            kind: 'text',
            x: cx,
            y: cy + (i === 1 ? -1.4 : 1.4) * em,
            text: msg('slope 0'),
            size: size + 2,
          },
          ...{ align: 'center', isBold: true, hasHalo: true, alpha },
        },
      },
    ];
  });

const swept = (t: number): number => mix(0.3 - RANGE.x, RANGE.x, steady(t, TIMES.wait / 2, TIMES.end));

/** The tangent runs along the curve, and is gone at the end. */
function sweeping(space: Space, curve: Curve, t: number): Mark[] {
  const place = swept(t);
  if (t >= TIMES.end) return [];
  const [mark] = tangent(space, curve, place);
  return [{ ...mark, shape: { ...mark.shape, stroke: 'highlight' } as Mark['shape'] }];
}

const flock = (space: Space, curve: Curve, rate: number, rolled: number): Mark[] =>
  STARTS.map((start, i) => {
    const place = along(pathOf(curve, start, rate), rolled);
    const [x, y] = onCurve(space, curve, place);
    return {
      ...{
        key: `ball-${i}`,
        name: msg(str`ball from w = ${formatSigned(start)}`),
        value: place,
        format: formatSigned,
      },
      shape: { kind: 'dot', x, y, radius: 0.8 * space.radius, fill: 'highlight', stroke: 'background' },
    };
  });

/** The curve in steps, and a ball on one of them, which stays. */
function stairs({ x, y, em, size, radius }: Space, { at }: Curve, from: number): Mark[] {
  const level = (place: number) => Math.round(at(place) / STAIR) * STAIR;
  const points = ALONG.flatMap((place, i) =>
    i > 0 && level(place) !== level(ALONG[i - 1])
      ? [x(place), y(level(ALONG[i - 1])), x(place), y(level(place))]
      : [x(place), y(level(place))],
  );
  const [cx, cy] = [x(from), y(level(from)) - radius];
  // Towards the middle.
  const side = from > 0 ? 1 : -1;
  return [
    { key: 'stairs', shape: { kind: 'line', points, stroke: 'negative', lineWidth: 3 } },
    {
      ...{ key: 'stuck', name: msg('slope on the step'), value: 0 },
      shape: { kind: 'dot', x: cx, y: cy, radius, fill: 'negative', stroke: 'background' },
    },
    {
      key: 'stuck-name',
      shape: {
        ...{ kind: 'text', x: cx - side * 1.5 * radius, y: cy - 0.4 * em, size: size + 2, isBold: true },
        align: side > 0 ? 'right' : 'left',
        ...{ text: msg('slope 0: it stays'), fill: 'negative', hasHalo: true },
      },
    },
  ];
}
