// Directions with meaning (chapter 5, 14:58): the step from man to king lifts off, glides to woman, and ends near queen.

import { msg, str } from '@lit/localize';
import { formatFixed, formatSigned } from '../../format/numbers.ts';
import { mix, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { boundsOf, type Colour, type Text } from '../../stage/marks/shape.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface DirectionsInput {
  /** Words of a − b + c, and the one that should be there. */
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly expected: string;
  /** a, b, c, a − b + c and the expected word on the plane of these words, two coordinates each; the origin is that of the space. */
  readonly plane: readonly number[];
  /** Distance between a − b + c and the expected word in all dimensions, and how many these are. */
  readonly gap: number;
  readonly dimensions: number;
  /** Of other words, on the same plane; those with a name are near a − b + c. */
  readonly cloud?: readonly { readonly at: Point; readonly name?: string }[] | undefined;
  /** The nearest word, a, b and c left out, with its cosine. */
  readonly nearest: string;
  readonly cosine: number;
  /** Of the visitor, who chooses another pair of words; undefined where the data set has none. */
  readonly nextEvent: (() => Event) | undefined;
}

type Point = readonly [x: number, y: number];

/** Seconds: arrows grow, the step lifts off, glides and lands, the gap is drawn. */
const TIMES = { arrows: 0.2, each: 0.45, lift: 2.4, glide: 3.2, land: 5, gap: 5.3, end: 6.2 };

export class DirectionsScene extends MarkScene<DirectionsInput> {
  readonly name = 'directions';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Words on their plane'), msg('what'), msg('number')] as const;

  protected override isAnother(input: Partial<DirectionsInput>, before: Partial<DirectionsInput>): boolean {
    return (['a', 'b', 'c', 'expected'] as const).some((name) => input[name] !== before[name]);
  }

  override summary(input: Partial<DirectionsInput>): string {
    const { plane, expected, gap, dimensions, nearest, cosine } = input;
    if (!plane || gap === undefined || dimensions === undefined || cosine === undefined)
      return msg('Loading …');
    return msg(
      str`${sumOf(input)} is nearest to “${nearest}”, cosine ${formatSigned(cosine)}, ${formatFixed(gap, 2)} from “${expected}” in all ${dimensions} dimensions.`,
    );
  }

  override layout(
    input: Partial<DirectionsInput>,
    viewport: Viewport,
    t: number,
  ): readonly Mark[] | undefined {
    const { a, b, c, expected, plane, gap, cloud = [] } = input;
    if (!a || !b || !c || !expected || !plane || gap === undefined) return undefined;
    const space = spaceOf(viewport, plane);
    const words = [
      { word: b, at: space.points[1], colour: 'positive' },
      { word: a, at: space.points[0], colour: 'positive' },
      { word: c, at: space.points[2], colour: 'key' },
      { word: expected, at: space.points[4], colour: 'key' },
    ] as const;
    const moved = step(space, t, `${a} − ${b}`);
    const arrows = words.flatMap(({ at, colour, word }, i) =>
      arrow(space, { word, at, colour }, arriving(t, TIMES.arrows + TIMES.each * i, 1 + TIMES.each * i)),
    );
    const shown = arriving(t, TIMES.gap, TIMES.end);
    const gapMarks = gapTo(space, gap, expected, shown);
    const faint = cloudMarks(space, cloud, arriving(t, 0, TIMES.arrows + TIMES.each));
    const drawn = [...arrows, ...gapMarks.marks, ...moved.marks, ...this.#button(space, input.nextEvent)];
    const names = placed(space, drawn, [
      ...words.map(
        ({ word, at, colour }): Label => ({ key: `word-${word}`, text: word, at, colour, isWord: true }),
      ),
      moved.label,
      { key: 'gap-name', text: formatFixed(gap, 2), at: gapMarks.middle, colour: 'text', alpha: shown },
      ...cloud.flatMap(({ name, at }): Label[] =>
        name === undefined
          ? []
          : [{ key: `near-${name}`, text: name, at: space.place(at), colour: 'muted', isFaint: true }],
      ),
    ]);
    return [...faint, ...drawn, ...names];
  }

  /** The one act. */
  #button({ em, size, width, height }: Space, nextEvent: DirectionsInput['nextEvent']): Mark[] {
    if (!nextEvent) return [];
    const text = msg('another pair');
    const box = { width: (0.6 * text.length + 2) * em, height: 2.2 * em };
    const at = { x: width - box.width - em, y: height - box.height - 0.6 * em };
    const press = () => this.dispatch(nextEvent());
    const centre = { x: at.x + box.width / 2, y: at.y + box.height / 2 };
    return [
      {
        ...{ key: 'another', name: text, isAct: true, press },
        shape: { kind: 'box', ...at, ...box, stroke: 'highlight', fill: 'surface', radius: box.height / 2 },
      },
      {
        key: 'another-name',
        shape: { kind: 'text', ...centre, text, size, align: 'center', fill: 'highlight', isBold: true },
      },
    ];
  }
}

const sumOf = ({ a, b, c }: Partial<DirectionsInput>): string => `${a} − ${b} + ${c}`;

interface Space {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  readonly width: number;
  readonly height: number;
  readonly origin: Point;
  /** Of a, b, c, a − b + c and the expected word, on the canvas. */
  readonly points: readonly Point[];
  place(at: Point): Point;
}

/** Other words as faint dots, as far as they are on the canvas. */
function cloudMarks(
  { place, width, height }: Space,
  cloud: NonNullable<DirectionsInput['cloud']>,
  alpha: number,
): Mark[] {
  return cloud.flatMap(({ at, name }, i): Mark[] => {
    const [x, y] = place(at);
    if (x < 4 || y < 4 || x > width - 4 || y > height - 4) return [];
    const look =
      name === undefined ? ({ radius: 2, fill: 'faint' } as const) : ({ radius: 4, fill: 'data' } as const);
    return [
      {
        key: `dot-${i}`,
        ...(name && { name }),
        shape: { kind: 'dot', x, y, ...look, alpha: alpha * (name ? 1 : 0.45) },
      },
    ];
  });
}

/** The plane in one scale, as large as there is room for it and its words. */
function spaceOf({ width, height, textScale }: Viewport, plane: readonly number[]): Space {
  const size = width < 620 * textScale ? 12 : 15;
  const em = size * textScale;
  const given = Array.from({ length: plane.length / 2 }, (_, i): Point => [plane[2 * i], plane[2 * i + 1]]);
  const [xs, ys] = [0, 1].map((axis) => [0, ...given.map((point) => point[axis])]);
  const room = { left: 5 * em, right: width - 5 * em, top: 3 * em, bottom: height - 3.4 * em };
  const [across, up] = [xs, ys].map((values) => Math.max(...values) - Math.min(...values) || 1);
  const scale = Math.min((room.right - room.left) / across, (room.bottom - room.top) / up);
  const centre = [xs, ys].map((values) => (Math.max(...values) + Math.min(...values)) / 2);
  const place = ([x, y]: Point): Point => [
    (room.left + room.right) / 2 + scale * (x - centre[0]),
    (room.top + room.bottom) / 2 - scale * (y - centre[1]),
  ];
  return { size, em, width, height, origin: place([0, 0]), points: given.map(place), place };
}

/** A word from the origin. */
function arrow(
  { origin, size }: Space,
  { word, at, colour }: { word: string; at: Point; colour: Colour },
  grown: number,
): Mark[] {
  const tip = origin.map((from, axis) => mix(from, at[axis], grown));
  return [
    {
      ...{ key: `arrow-${word}`, name: msg(str`the vector of “${word}”`) },
      shape: {
        ...{ kind: 'line', points: [...origin, ...tip], stroke: colour, hasHead: true },
        ...{ lineWidth: size > 12 ? 6 : 4, alpha: Math.min(1, 3 * grown) },
      },
    },
  ];
}

/** The step from b to a: dashed where it was, thick where it goes. */
function step(
  { points, size }: Space,
  t: number,
  text: string,
): { readonly marks: Mark[]; readonly label: Label } {
  const [a, b, c] = points;
  const alpha = arriving(t, TIMES.lift, TIMES.glide);
  const glided = moving(t, TIMES.glide, TIMES.land);
  const from = b.map((value, axis) => mix(value, c[axis], glided));
  const to = from.map((value, axis) => value + a[axis] - b[axis]);
  const line = (key: string, points: number[], lineWidth: number): Mark => ({
    key,
    shape: { kind: 'line', points, stroke: 'highlight', lineWidth, isDashed: lineWidth < 3, alpha },
  });
  const thick = line('step', [...from, ...to], size > 12 ? 7 : 5);
  return {
    marks: [
      line('was', [...b, ...a], 1.5),
      {
        ...thick,
        name: msg(str`the step ${text}`),
        shape: { ...thick.shape, hasHead: true } as Mark['shape'],
      },
      {
        key: 'tip',
        shape: { kind: 'dot', x: to[0], y: to[1], radius: 8, stroke: 'highlight', lineWidth: 2.5, alpha },
      },
    ],
    label: {
      key: 'step-name',
      text,
      at: [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2],
      alpha: alpha * (1 - Math.sin(Math.PI * glided)),
      colour: 'highlight',
    },
  };
}

function gapTo(
  { points }: Space,
  gap: number,
  expected: string,
  alpha: number,
): { readonly marks: Mark[]; readonly middle: Point } {
  const [, , , tip, word] = points;
  return {
    marks: [
      {
        ...{ key: 'gap', name: msg(str`distance to “${expected}” in all dimensions`), value: gap },
        format: (value) => formatFixed(value, 2),
        shape: {
          ...{ kind: 'line', points: [...tip, ...word], stroke: 'text', lineWidth: 2.5, isDashed: true },
          alpha,
        },
      },
    ],
    middle: [(tip[0] + word[0]) / 2, (tip[1] + word[1]) / 2],
  };
}

interface Label {
  readonly key: string;
  readonly text: string;
  readonly at: Point;
  readonly colour: Colour;
  /** Large, and there even where it is over a line. */
  readonly isWord?: boolean;
  /** Of another word. */
  readonly isFaint?: boolean;
  readonly alpha?: number;
}

const TURNS = [0, 0.6, -0.6, 1.2, -1.2, 1.9, -1.9, Math.PI];

/** Each label where it is over nothing, if there is such a place: away from the origin first, then around. */
function placed(
  { em, size, width, height, origin }: Space,
  drawn: readonly Mark[],
  labels: readonly Label[],
): Mark[] {
  const taken = drawn.flatMap(({ shape }) =>
    shape.kind === 'text' || shape.kind === 'box' ? [boundsOf(shape)] : [],
  );
  const dots = drawn.flatMap(({ shape }) => (shape.kind === 'line' ? along(shape.points) : []));
  return labels.flatMap(({ key, text, at, colour, isWord = false, isFaint = false, alpha = 1 }): Mark[] => {
    const outward = Math.atan2(at[1] - origin[1], at[0] - origin[0]);
    const larger = isFaint ? size : size + (isWord ? 4 : 1) * (size > 12 ? 1.5 : 0.5);
    const base = {
      kind: 'text',
      text,
      size: larger,
      align: 'center',
      isBold: !isFaint,
      fill: colour,
    } as const;
    const shapes = (isFaint ? [0.7] : [1, 1.6, 2.3]).flatMap((far) =>
      TURNS.map((turn): Text => {
        const reach = far * em;
        const x = at[0] + Math.cos(outward + turn) * (reach + 0.3 * larger * text.length);
        const y = at[1] + Math.sin(outward + turn) * 1.5 * reach;
        return { ...base, x, y, hasHalo: true, alpha };
      }),
    );
    const canvas = { x: 0, y: 0, width, height };
    const free = shapes.filter((shape) => {
      const rect = boundsOf(shape);
      return isInside(rect, canvas) && !taken.some((other) => overlap(rect, other));
    });
    const clear = free.find((shape) => !dots.some((dot) => isInside(dot, wider(boundsOf(shape), em / 3))));
    const shape = clear ?? (isWord ? free[0] : undefined);
    if (!shape) return [];
    taken.push(boundsOf(shape));
    return [{ key, shape }];
  });
}

const DOTS = 40;

/** Points on a line, as rectangles without a size. */
const along = ([x0, y0, x1, y1]: readonly number[]): Rect[] =>
  Array.from({ length: DOTS + 1 }, (_, i) => ({
    ...{ x: mix(x0, x1, i / DOTS), y: mix(y0, y1, i / DOTS) },
    ...{ width: 0, height: 0 },
  }));

const wider = ({ x, y, width, height }: Rect, by: number): Rect => ({
  ...{ x: x - by, y: y - by },
  ...{ width: width + 2 * by, height: height + 2 * by },
});

const isInside = (a: Rect, b: Rect): boolean =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
