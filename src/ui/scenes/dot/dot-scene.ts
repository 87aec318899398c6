// The dot product (chapter 5, 16:34): two arrows from one point, the shadow of one on the other, and their product as a bar.

import { msg, str } from '@lit/localize';
import { formatFixed, formatReal, formatSigned } from '../../format/numbers.ts';
import { clamp, mix, type Point } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import type { Colour } from '../../stage/marks/shape.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface DotInput {
  readonly vx: number;
  readonly vy: number;
  readonly wx: number;
  readonly wy: number;
  /** Of the visitor, who drags a tip. */
  readonly tipEvent: (arrow: 'v' | 'w', x: number, y: number) => Event;
  /** Two words of the model, the dot product of their embeddings, and the cosine of their angle. */
  readonly words: string;
  readonly product: number;
  readonly cosine: number;
}

/** Seconds: arrows grow, v turns to a right angle and beyond, and comes back. */
const TIMES = { arrows: 0.8, turn: 1.2, right: 2.3, beyond: 2.9, over: 4, back: 4.6, end: 5.8 };
const RIGHT = Math.PI / 2;
const BEYOND = (130 * Math.PI) / 180;
/** Lengths of arrows. */
const [SHORTEST, LONGEST, LOWEST] = [0.3, 1.4, -0.25];
/** Radians, of a key. */
const TURN = Math.PI / 36;

type Vector = readonly [x: number, y: number];

export class DotScene extends MarkScene<DotInput> {
  readonly name = 'dot';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Two arrows'), msg('what'), msg('number')] as const;

  override summary({ vx, vy, wx, wy, words, product, cosine }: Partial<DotInput>): string {
    if (vx === undefined || vy === undefined || wx === undefined || wy === undefined) return msg('Loading …');
    const { value, degrees } = productOf([vx, vy], [wx, wy]);
    if (!words || product === undefined || cosine === undefined)
      return msg(str`v · w = ${formatSigned(value)} at an angle of ${formatFixed(degrees, 0)}°.`);
    const angle = (Math.acos(clamp(cosine, -1, 1)) * 180) / Math.PI;
    return msg(str`In the model, ${words} = ${formatSigned(product)} at ${formatFixed(angle, 0)}°.`);
  }

  override layout(input: Partial<DotInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { vx, vy, wx, wy, tipEvent } = input;
    if (vx === undefined || vy === undefined || wx === undefined || wy === undefined || !tipEvent)
      return undefined;
    const w: Vector = [wx, wy];
    const v = turned([vx, vy], w, t);
    const grown = arriving(t, 0, TIMES.arrows);
    const space = spaceOf(viewport);
    const product = productOf(v, w);
    const side = Math.sign(between(w, v)) || 1;
    const set = (arrow: 'v' | 'w') => (tip: Vector) => this.dispatch(tipEvent(arrow, ...limited(tip)));
    return [
      ...lines(space, w),
      ...shadow(space, v, product, arriving(t, 0.5, TIMES.turn)),
      ...angle(space, v, w, product.degrees, grown),
      ...arrow(space, 'w', w, { grown, away: -side }, set('w')),
      ...arrow(space, 'v', v, { grown, away: side }, set('v')),
      ...bar(space, product, grown),
      ...formulas(space, v, w, product),
    ];
  }
}

interface Product {
  readonly value: number;
  readonly degrees: number;
  /** Of v on w: negative past a right angle. */
  readonly shadow: number;
  readonly length: number;
  readonly foot: Vector;
  readonly colour: Colour;
  readonly isZero: boolean;
}

export function productOf([vx, vy]: Vector, [wx, wy]: Vector): Product {
  const value = vx * wx + vy * wy;
  const length = Math.hypot(wx, wy);
  const cosine = value / (length * Math.hypot(vx, vy));
  const isZero = Math.abs(value) < 0.005;
  return {
    ...{ value, length, isZero, shadow: value / length },
    degrees: (Math.acos(clamp(cosine, -1, 1)) * 180) / Math.PI,
    foot: [(wx * value) / length ** 2, (wy * value) / length ** 2],
    colour: isZero ? 'muted' : value > 0 ? 'positive' : 'negative',
  };
}

const angleOf = ([x, y]: Vector): number => Math.atan2(y, x);
const atAngle = (angle: number, length: number): Vector => [
  length * Math.cos(angle),
  length * Math.sin(angle),
];
/** From one arrow to another, the short way round. */
const between = (from: Vector, to: Vector): number =>
  ((((angleOf(to) - angleOf(from) + Math.PI) % (2 * Math.PI)) + 2 * Math.PI) % (2 * Math.PI)) - Math.PI;

/** v at a time: at its own angle to w, at a right angle, beyond it, and back. */
function turned(v: Vector, w: Vector, t: number): Vector {
  if (t >= TIMES.end) return v;
  const own = between(w, v);
  const side = Math.sign(own) || 1;
  const there = mix(own, side * RIGHT, moving(t, TIMES.turn, TIMES.right));
  const over = mix(there, side * BEYOND, moving(t, TIMES.beyond, TIMES.over));
  return atAngle(angleOf(w) + mix(over, own, moving(t, TIMES.back, TIMES.end)), Math.hypot(...v));
}

/** A tip that stays on the canvas, in hundredths. */
function limited(tip: Vector): [x: number, y: number] {
  const [x, y] = atAngle(angleOf(tip), clamp(Math.hypot(...tip), SHORTEST, LONGEST));
  return [Math.round(100 * x) / 100, Math.round(100 * Math.max(LOWEST, y)) / 100];
}

interface Space {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  readonly width: number;
  readonly height: number;
  /** CSS pixels of a length of 1. */
  readonly unit: number;
  /** Height of the part above the formulas. */
  readonly above: number;
  place(vector: Vector): [x: number, y: number];
  unplace(point: Point): Vector;
}

function spaceOf({ width, height, textScale }: Viewport): Space {
  const size = width < 620 * textScale ? 12 : 15;
  const em = size * textScale;
  const above = height - (height < 20 * em ? 2 : 4.2) * em;
  const unit = Math.min(0.27 * width, 0.48 * above);
  const [x0, y0] = [0.4 * width, 0.76 * above];
  return {
    ...{ size, em, width, height, unit, above },
    place: ([x, y]) => [x0 + unit * x, y0 - unit * y],
    unplace: ({ x, y }) => [(x - x0) / unit, (y0 - y) / unit],
  };
}

/** The line of w, and what is perpendicular to it: where the product is zero. */
function lines({ place, above, em, width }: Space, w: Vector): Mark[] {
  const [top, bottom, right] = [0.4 * em, above - 0.4 * em, 0.77 * width];
  const through = (direction: Vector): number[] => {
    const [x0, y0] = place([0, 0]);
    const [dx, dy] = [direction[0], -direction[1]];
    const reach = (side: number) =>
      Math.min(
        dx * side > 0 ? (right - x0) / (dx * side) : (x0 - 0.4 * em) / (-dx * side || 1e-9),
        dy * side > 0 ? (bottom - y0) / (dy * side) : (y0 - top) / (-dy * side || 1e-9),
      );
    const [back, forth] = [-reach(-1), reach(1)];
    return [x0 + back * dx, y0 + back * dy, x0 + forth * dx, y0 + forth * dy];
  };
  const line = (key: string, direction: Vector): Mark => ({
    key,
    shape: {
      ...{ kind: 'line', points: through(direction), stroke: 'lineStrong', lineWidth: 1, isDashed: true },
      alpha: 0.7,
    },
  });
  return [line('along', w), line('across', [-w[1], w[0]])];
}

/** Light falls on the line of w: v throws its shadow there. */
function shadow({ place, unit, em, size }: Space, v: Vector, product: Product, alpha: number): Mark[] {
  const { foot, colour, shadow: length, isZero } = product;
  const [origin, tip, end] = [place([0, 0]), place(v), place(foot)];
  const away = Math.hypot(tip[0] - end[0], tip[1] - end[1]) || 1;
  const [x, y] = [0, 1].map((i) => (origin[i] + end[i]) / 2 - (1.9 * em * (tip[i] - end[i])) / away);
  const hasName = Math.abs(length) * unit > 4.5 * em;
  const label: Mark = {
    key: 'shadow-name',
    shape: {
      ...{ kind: 'text', x, y, text: msg('shadow'), size, fill: colour, align: 'center', alpha },
      hasHalo: true,
    },
  };
  return [
    {
      key: 'light',
      shape: {
        kind: 'line',
        points: [...origin, ...tip, ...end],
        fill: colour,
        alpha: 0.14 * alpha,
      },
    },
    {
      key: 'fall',
      shape: {
        ...{ kind: 'line', points: [...tip, ...end], stroke: colour, lineWidth: 2, isDashed: true, alpha },
      },
    },
    {
      ...{ key: 'shadow', name: msg('shadow of v on w'), value: length, format: formatSigned },
      shape: {
        kind: 'line',
        points: [...origin, ...end],
        stroke: colour,
        lineWidth: 16,
        alpha: 0.75 * alpha,
      },
    },
    ...(hasName && !isZero ? [label] : []),
  ];
}

const ARC_POINTS = 24;

function angle(
  { place, unit, em, size }: Space,
  v: Vector,
  w: Vector,
  degrees: number,
  alpha: number,
): Mark[] {
  const turn = between(w, v);
  const radius = Math.min(0.3, (3 * em) / unit);
  const points = Array.from({ length: ARC_POINTS + 1 }, (_, i) =>
    place(atAngle(angleOf(w) + (turn * i) / ARC_POINTS, radius)),
  );
  const [x, y] = place(atAngle(angleOf(w) + turn / 2, radius + (1.7 * em) / unit));
  return [
    { key: 'arc', shape: { kind: 'line', points: points.flat(), stroke: 'text', lineWidth: 2, alpha } },
    {
      ...{ key: 'angle', name: msg('angle'), value: degrees, format: (each) => `${formatFixed(each, 0)}°` },
      shape: {
        ...{ kind: 'text', x, y, text: `${formatFixed(degrees, 0)}°`, size: size + 2, align: 'center' },
        ...{ isBold: true, hasHalo: true, alpha },
      },
    },
  ];
}

/** Radians from an arrow to its name. */
const ASIDE = 0.9;

/**
 * A thick arrow; its tip can be dragged.
 *
 * @param away the side of its name, where the other arrow is not: 1 counterclockwise, −1 clockwise
 */
function arrow(
  { place, unplace, em, size }: Space,
  name: 'v' | 'w',
  vector: Vector,
  { grown, away }: { grown: number; away: number },
  set: (tip: Vector) => void,
): Mark[] {
  const isV = name === 'v';
  const colour = isV ? 'highlight' : 'data';
  const length = Math.hypot(...vector);
  const [origin, tip] = [place([0, 0]), place(atAngle(angleOf(vector), grown * length))];
  const [dx, dy] = atAngle(angleOf(vector) + away * ASIDE, 1.9 * em);
  const common = {
    ...{ value: length, format: (each: number) => formatFixed(each, 2) },
    drag: (point: Point) => set(unplace(point)),
    step: (by: 1 | -1) => set(atAngle(angleOf(vector) + by * TURN, length)),
  };
  return [
    {
      ...{ key: `arrow-${name}`, name: msg(str`length of ${name}`), ...common },
      shape: { kind: 'line', points: [...origin, ...tip], stroke: colour, lineWidth: 6, hasHead: true },
    },
    {
      ...{ key: `tip-${name}`, name: msg(str`tip of ${name}`), isAct: isV, ...common },
      shape: {
        ...{ kind: 'dot', x: tip[0], y: tip[1], radius: isV ? 9 : 8, lineWidth: 3 },
        ...{ fill: isV ? colour : 'surface', stroke: colour },
      },
    },
    {
      key: name,
      shape: {
        ...{
          kind: 'text',
          x: tip[0] + dx,
          y: tip[1] - dy,
          text: name,
          size: size + 5,
          isBold: true,
          fill: colour,
        },
        ...{ align: 'center', hasHalo: true },
      },
    },
  ];
}

/** The product: blue and up, or red and down. */
function bar({ width, above, em, size }: Space, { value, colour, isZero }: Product, alpha: number): Mark[] {
  const [x, half, zero] = [0.87 * width, 0.045 * width, 0.5 * above];
  const height = value * ((0.5 * above - 4.4 * em) / LONGEST ** 2);
  const centred = { kind: 'text', x, align: 'center', alpha } as const;
  const way = isZero ? msg('perpendicular') : value > 0 ? msg('same way') : msg('opposite way');
  return [
    {
      key: 'title',
      shape: { ...centred, y: em, text: 'v · w', size: size + 4, isBold: true },
    },
    {
      key: 'zero',
      shape: {
        ...{ kind: 'line', points: [x - 2 * half, zero, x + 2 * half, zero], stroke: 'lineStrong' },
        ...{ lineWidth: 2, alpha },
      },
    },
    {
      ...{ key: 'product', name: 'v · w', value, format: formatSigned },
      shape: {
        ...{ kind: 'box', x: x - half, y: zero - Math.max(0, height), width: 2 * half, alpha },
        ...{ height: Math.abs(height), fill: colour, radius: 4 },
      },
    },
    {
      key: 'number',
      shape: {
        ...{ ...centred, y: zero - height + (value < 0 && !isZero ? 1.5 : -1.5) * em, size: size + 8 },
        ...{ text: isZero ? '0' : formatSigned(value), isBold: true, fill: isZero ? 'text' : colour },
      },
    },
    {
      key: 'way',
      shape: { ...centred, y: above - em, text: way, size, fill: isZero ? 'text' : colour },
    },
  ];
}

/** As few as make the product of the written factors the written product. */
function factorDecimals(shadow: number, length: number, value: number): number {
  const written = (each: number, decimals: number) => Number(each.toFixed(decimals));
  const isExact = (decimals: number) =>
    written(written(shadow, decimals) * written(length, decimals), 2) === written(value, 2);
  return [2, 3, 4].find(isExact) ?? 4;
}

/** The same number twice: by the shadow, and by components. */
function formulas({ em, size, height, above }: Space, v: Vector, w: Vector, product: Product): Mark[] {
  const { shadow, length, value } = product;
  const real = (each: number) => formatReal(each, 2);
  const sum = real(value);
  const [x, y] = [v, w].map(([a, b]) => [a, b].map(real));
  const text = (key: string, text: string, y: number): Mark => ({
    key,
    shape: { kind: 'text', x: em, y, text, size: size > 12 ? size + 1 : size, fill: 'text' },
  });
  const decimals = factorDecimals(shadow, length, value);
  const [s, l] = [shadow, length].map((each) => formatReal(each, decimals));
  const byShadow = msg(str`shadow ${s} × length ${l} = ${sum}`);
  const byParts = `${x[0]} × ${y[0]}  +  ${x[1]} × ${y[1]}  =  ${sum}`;
  const isLow = height - above < 3 * em;
  return [
    text('by-shadow', byShadow, isLow ? height - em : height - 3 * em),
    ...(isLow ? [] : [text('by-parts', byParts, height - 1.2 * em)]),
  ];
}
