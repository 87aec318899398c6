// What an architecture diagram is drawn of, in units of its width: shapes without style, keyed so that they move.

/** Parts of the drawing that carry weights or are chosen; a change of the settings marks some of them. */
export type Piece =
  | 'embedding'
  | 'positions'
  | 'embeddingDropout'
  | 'attentionNorm'
  | 'query'
  | 'key'
  | 'value'
  | 'qkNorm'
  | 'rotary'
  | 'heads'
  | 'output'
  | 'attentionDropout'
  | 'mlpNorm'
  | 'gate'
  | 'up'
  | 'activation'
  | 'down'
  | 'mlpDropout'
  | 'layers'
  | 'stream'
  | 'sum'
  | 'finalNorm'
  | 'unembedding';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly width: number;
  readonly height: number;
}

interface Common {
  /** The same shape before and after a change of the settings. */
  readonly key: string;
  /** Class names of the stylesheet. */
  readonly look: string;
  /** Place of a head between the first, 0, and the last, 1. */
  readonly shade?: number;
}

export interface RectShape extends Common, Rect {
  readonly kind: 'rect';
  readonly radius: number;
}

export interface CircleShape extends Common, Point {
  readonly kind: 'circle';
  readonly r: number;
}

export interface PathShape extends Common {
  readonly kind: 'path';
  readonly d: string;
}

/** A line of text, in runs of different looks. */
export interface TextShape extends Common, Point {
  readonly kind: 'text';
  readonly anchor: 'start' | 'middle' | 'end';
  readonly runs: readonly { readonly text: string; readonly look?: string }[];
}

export type Shape = RectShape | CircleShape | PathShape | TextShape;

/** A group of shapes and the places of its pieces. */
export interface Drawing {
  readonly shapes: readonly Shape[];
  readonly pieces: readonly { readonly piece: Piece; readonly bounds: Rect }[];
}

export const rect = (
  key: string,
  look: string,
  { x, y, width, height }: Rect,
  radius = 4,
  shade?: number,
): RectShape => ({
  kind: 'rect',
  key,
  look,
  x,
  y,
  width,
  height,
  radius,
  shade,
});

export const circle = (key: string, look: string, x: number, y: number, r: number): CircleShape => ({
  kind: 'circle',
  key,
  look,
  x,
  y,
  r,
});

export const path = (key: string, look: string, d: string, shade?: number): PathShape => ({
  kind: 'path',
  key,
  look,
  d,
  shade,
});

export const text = (
  key: string,
  { x, y }: Point,
  runs: TextShape['runs'],
  anchor: TextShape['anchor'] = 'start',
): TextShape => ({ kind: 'text', key, look: 'label', x, y, runs, anchor });

const round = (value: number) => Math.round(value * 10) / 10;

/** A polyline through the points with rounded corners; always the same commands for the same number of points. */
export function elbow(points: readonly Point[], radius = 8): string {
  const parts = points.slice(1, -1).map((corner, i) => {
    const [before, after] = [points[i], points[i + 2]];
    const from = towards(corner, before, radius);
    const to = towards(corner, after, radius);
    return `L${round(from.x)} ${round(from.y)}Q${round(corner.x)} ${round(corner.y)} ${round(to.x)} ${round(to.y)}`;
  });
  const [first, last] = [points[0], points[points.length - 1]];
  return `M${round(first.x)} ${round(first.y)}${parts.join('')}L${round(last.x)} ${round(last.y)}`;
}

/** The point at a distance from `from` on the way to `to`, at most half of the way. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(distance / length, 0.5);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

/** A trapezoid with horizontal edges of these widths, centred on `x`. */
export function trapezoid(x: number, top: number, bottom: number, widths: readonly [number, number]): string {
  const [above, below] = widths.map((width) => width / 2);
  return `M${round(x - above)} ${round(top)}L${round(x + above)} ${round(top)}L${round(x + below)} ${round(bottom)}L${round(x - below)} ${round(bottom)}Z`;
}
