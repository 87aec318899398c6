// The way of E among words: by its two largest parts and by their sum, on the plane of these parts.

import { mix, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { boundsOf, type Colour, type Text } from '../../stage/marks/shape.ts';
import { arriving } from '../../stage/marks/timeline.ts';

/** To the right and up. */
export type Place = readonly [x: number, y: number];

export interface WordPlane {
  /** Of E: its two largest parts, and the whole change, which points up. */
  readonly first: Place;
  readonly second: Place;
  readonly change: Place;
  /** On a scale of their own: dot products with both axes of the plane. */
  readonly words: readonly { readonly text: string; readonly at: Place; readonly isNamed: boolean }[];
}

interface Names {
  readonly first: string;
  readonly second: string;
  readonly before: string;
  readonly after: string;
}

/** @param times when the arrows begin and end, in seconds */
export function wordMarks(
  { size, em, words: room }: { readonly size: number; readonly em: number; readonly words: Rect },
  plane: WordPlane,
  names: Names,
  { t, from, to }: { readonly t: number; readonly from: number; readonly to: number },
): Mark[] {
  const { place, word } = scalesOf(plane, room, em);
  const third = (to - from) / 3;
  const grown = [0, 1, 2].map((i) => arriving(t, from + i * third, from + (i + 1) * third));
  const dots = plane.words.map(({ text, at, isNamed }): Mark => {
    const [x, y] = word(at);
    return {
      ...{ key: `word-dot-${text}`, ...(isNamed && { name: text }) },
      shape: {
        ...{ kind: 'dot', x, y, radius: isNamed ? 3.5 : 2, fill: isNamed ? 'text' : 'faint' },
        alpha: (isNamed ? 1 : 0.5) * arriving(t, 0, 1),
      },
    };
  });
  const [start, middle, end] = [[0, 0] as const, plane.first, plane.change].map(place);
  const arrow = (
    key: string,
    a: Place,
    b: Place,
    share: number,
    stroke: Colour,
    lineWidth: number,
  ): Mark => ({
    key,
    shape: {
      ...{ kind: 'line', stroke, lineWidth, hasHead: true, alpha: Math.min(1, 5 * share) },
      points: [...a, mix(a[0], b[0], share), mix(a[1], b[1], share)],
    },
  });
  const arrows = [
    arrow('first', start, middle, grown[0], 'value', 2.5),
    arrow('second', middle, end, grown[1], 'value', 2.5),
    arrow('arrow', start, end, grown[2], 'highlight', size > 12 ? 5 : 4),
  ];
  const label = (key: string, text: string, [x, y]: Place, look: Partial<Text>): Mark => ({
    key,
    shape: { kind: 'text', x, y, text, size, hasHalo: true, ...look },
  });
  const beside = (a: Place, b: Place, side: number): Place => [
    (a[0] + b[0]) / 2 + side * 0.6 * em,
    (a[1] + b[1]) / 2,
  ];
  const isLeft = middle[0] < start[0];
  const fixed = [
    label('before-word', names.before, [start[0], start[1] + 1.1 * em], {
      ...{ align: 'center', fill: 'highlight', isBold: true, maxWidth: room.width },
    }),
    label('after-word', names.after, [end[0], end[1] - 1.3 * em], {
      ...{ align: 'center', fill: 'highlight', isBold: true, alpha: grown[2], maxWidth: room.width - em },
    }),
    label('first-word', names.first, beside(start, middle, isLeft ? -1 : 1), {
      ...{ align: isLeft ? 'right' : 'left', fill: 'value', alpha: grown[0] },
    }),
    label('second-word', names.second, beside(middle, end, isLeft ? -1 : 1), {
      ...{ align: isLeft ? 'right' : 'left', fill: 'value', alpha: grown[1] },
    }),
  ];
  const named = plane.words.filter(({ isNamed }) => isNamed);
  return [
    ...dots,
    ...arrows,
    ...fixed,
    ...labelled(named, word, room, fixed, { size, em, alpha: arriving(t, 0, 1) }),
  ];
}

/** One scale for the arrows and one for the words, so that both fill the room around E. */
function scalesOf({ first, change, words }: WordPlane, room: Rect, em: number) {
  const ends = [[0, 0] as const, first, change];
  const [xs, ys] = [0, 1].map((axis) => words.map(({ at }) => at[axis]));
  const half = 0.5 * room.width - 1.2 * em;
  const top = room.y + 2.6 * em;
  const bottom = room.y + room.height - 0.8 * em;
  const [least, most] = [Math.min(...ys, -1e-6), Math.max(...ys, 1e-6)];
  const stretch = Math.min((bottom - top) / (most - least), half / Math.max(...xs.map(Math.abs), 1e-6));
  const x0 = room.x + room.width / 2;
  const y0 = (top + bottom) / 2 + (stretch * (most + least)) / 2;
  const reach = Math.max(...ends.map(([, y]) => y), 1e-6);
  const side = Math.max(...ends.map(([x]) => Math.abs(x)), 1e-6);
  const scale = Math.min((0.92 * (y0 - top - 1.2 * em)) / reach, (0.7 * half) / side);
  const at =
    (unit: number) =>
    ([x, y]: Place): Place => [x0 + unit * x, y0 - unit * y];
  return { place: at(scale), word: at(stretch) };
}

/** Each word beside its dot where it is over nothing; none where there is no such place. */
function labelled(
  words: WordPlane['words'],
  at: (place: Place) => Place,
  room: Rect,
  fixed: readonly Mark[],
  { size, em, alpha }: { readonly size: number; readonly em: number; readonly alpha: number },
): Mark[] {
  const taken = fixed.map(({ shape }) => boundsOf(shape));
  return words.flatMap(({ text, at: place }): Mark[] => {
    const [x, y] = at(place);
    const shapes = [
      { align: 'left', x: x + 0.5 * em, y },
      { align: 'right', x: x - 0.5 * em, y },
      { align: 'center', x, y: y - 0.9 * em },
      { align: 'center', x, y: y + 0.9 * em },
    ].map(
      (look): Text => ({
        kind: 'text',
        text,
        size,
        alpha,
        hasHalo: true,
        ...(look as Partial<Text> & { x: number; y: number }),
      }),
    );
    const free = shapes.find((shape) => {
      const rect = boundsOf(shape);
      return isInside(rect, room) && !taken.some((other) => overlap(rect, other));
    });
    if (!free) return [];
    taken.push(boundsOf(free));
    return [{ key: `word-${text}`, shape: free }];
  });
}

const isInside = (a: Rect, b: Rect): boolean =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
const overlap = (a: Rect, b: Rect): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
