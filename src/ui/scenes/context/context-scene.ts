// The cost of context (chapter 6, 12:42): the grid of a prompt, of this model and of GPT-3 as squares to scale, whose area is n².

import { msg, str } from '@lit/localize';
import { formatInteger } from '../../format/numbers.ts';
import { clamp, type Point } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import type { Colour } from '../../stage/marks/shape.ts';
import { moving, steady } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import { type Space, spaceOf } from './space.ts';

export interface ContextInput {
  /** Tokens of the prompt. */
  readonly tokens: number;
  /** (tokens, tokens), a row a key: the weights of the head. */
  readonly pattern: Float32Array;
  /** Tokens that this model can read, and a large one, with the grids that it computes. */
  readonly window: number;
  readonly large: number;
  readonly grids: number;
  /** Tokens that the visitor chooses; undefined for those of the large model. */
  readonly chosen?: number | undefined;
}

/** Seconds: the prompt's grid, then that of this model, then that of the large one. */
const TIMES = { own: 0.8, window: 2.6, rest: 3.2, large: 5.8, end: 6 };
/** The fewest tokens that can be chosen. */
const FEWEST = 4;
/** Pixels of a cell from which its lines are seen. */
const CELL = { least: 5, clear: 14 };
const STEPS_A_DOUBLING = 4;

export class ContextScene extends MarkScene<ContextInput> {
  readonly name = 'context';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('The cost of context'), msg('grid'), msg('cells')] as const;

  protected override isAnother(input: Partial<ContextInput>, before: Partial<ContextInput>): boolean {
    return input.tokens !== before.tokens || input.window !== before.window;
  }

  override summary(input: Partial<ContextInput>): string {
    const { tokens, grids } = input;
    if (!tokens || !grids) return msg('Loading …');
    const times = restOf(input as ContextInput) ** 2 / tokens ** 2;
    return msg(
      str`${formatInteger(Math.round(times))} times this prompt’s grid, in each of GPT-3’s ${formatInteger(grids)} heads.`,
    );
  }

  override layout(input: Partial<ContextInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    if (!input.tokens || !input.pattern) return undefined;
    const shown = input as ContextInput;
    const n = sideAt(shown, t);
    const space = spaceOf(viewport, n);
    const choose = (chosen: number) => this.show({ chosen });
    return [
      ...doublings(space, shown.large),
      ...lines(space),
      ...named(space, shown),
      ...counter(space, Math.round(n)),
      ...slider(space, shown, choose),
    ];
  }
}

const restOf = ({ chosen, large }: ContextInput): number => chosen ?? large;

/** Tokens a side: each square grows into the next by the same factor a second. */
function sideAt(input: ContextInput, t: number): number {
  const { tokens, window } = input;
  if (t >= TIMES.end) return restOf(input);
  const first = moving(t, TIMES.own, TIMES.window);
  const second = moving(t, TIMES.rest, TIMES.large);
  return tokens * (window / tokens) ** first * (restOf(input) / window) ** second;
}

const times = (n: number) => `${formatInteger(n)} × ${formatInteger(n)}`;

/** The whole grid, and in it one of half the side each time, a quarter of the cells. */
function doublings(space: Space, large: number): Mark[] {
  const { grid, n, em, pixels } = space;
  const halves = Array.from({ length: 12 }, (_, i) => large / 2 ** i).filter(
    (half) => half < n && pixels(half) > 0.8 * em,
  );
  return [
    {
      ...{ key: 'grid', name: times(Math.round(n)), value: Math.round(n) ** 2, format: formatInteger },
      shape: { kind: 'box', ...grid, fill: 'surface', stroke: 'highlight', lineWidth: 2.5 },
    },
    ...halves.flatMap((half) => quarter(space, half)),
  ];
}

function quarter({ grid, em, size, pixels }: Space, half: number): Mark[] {
  const side = pixels(half);
  const [right, bottom] = [grid.x + side, grid.y + side];
  const number: Mark = {
    key: `half-text-${half}`,
    shape: {
      ...{ kind: 'text', x: right - 0.6 * em, y: bottom - em, text: formatInteger(half ** 2), size },
      ...{ align: 'right', fill: 'muted', hasHalo: true },
    },
  };
  return [
    {
      key: `half-${half}`,
      shape: { kind: 'box', ...grid, width: side, height: side, fill: 'highlight', alpha: 0.07 },
    },
    {
      key: `half-line-${half}`,
      shape: {
        ...{ kind: 'line', points: [grid.x, bottom, right, bottom, right, grid.y] },
        ...{ stroke: 'highlight', lineWidth: 1, alpha: 0.55 },
      },
    },
    ...(side < 9 * em ? [] : [number]),
  ];
}

/** Between the cells, while they are large enough. */
function lines({ grid, n, pixels }: Space): Mark[] {
  const alpha = 0.8 * steady(pixels(1), CELL.least, CELL.clear);
  if (alpha === 0) return [];
  const places = Array.from({ length: Math.floor(n) }, (_, i) => pixels(i + 1));
  const [right, bottom] = [grid.x + grid.width, grid.y + grid.height];
  const line = (key: string, points: readonly number[]): Mark => ({
    key,
    shape: { kind: 'line', points, stroke: 'line', lineWidth: 1, alpha },
  });
  return places.flatMap((at, i) => [
    line(`down-${i}`, [grid.x + at, grid.y, grid.x + at, bottom]),
    line(`across-${i}`, [grid.x, grid.y + at, right, grid.y + at]),
  ]);
}

/** The grids of this model and of the prompt, in the corner of larger ones, with their names where these have room. */
function named(space: Space, { tokens, window, pattern }: ContextInput): Mark[] {
  const { grid, n, em, size, pixels } = space;
  const named = (key: string, name: string, count: number, line: number, fill: Colour): Mark[] => {
    const side = pixels(count);
    if (side > 0.55 * grid.width) return [];
    const text = `${name}: ${formatInteger(count ** 2)}`;
    const maxWidth = grid.width - side - em;
    const at = { x: grid.x + side + 0.5 * em, y: grid.y + (0.9 + 1.4 * line) * em };
    const shape = { kind: 'text', ...at, text, size, fill, isBold: true, hasHalo: true, maxWidth } as const;
    return [{ key, shape }];
  };
  const frame = (count: number) => ({ x: grid.x, y: grid.y, width: pixels(count), height: pixels(count) });
  const hasWindow = window > tokens && window <= n;
  const model: Mark = {
    ...{ key: 'window', name: msg('this model'), value: window ** 2, format: formatInteger },
    shape: { kind: 'box', ...frame(window), fill: 'raised', stroke: 'key', lineWidth: 2 },
  };
  const own: Mark = {
    ...{ key: 'own', name: msg('this prompt'), value: tokens ** 2, format: formatInteger },
    shape: {
      ...{ kind: 'cells', ...frame(tokens), columns: tokens, values: pattern, most: 1 },
      ...{ fill: 'positive', stroke: 'positive' },
    },
  };
  return [
    ...(hasWindow ? [model, ...named('window-name', msg('this model'), window, 0, 'key')] : []),
    ...(tokens > n
      ? []
      : [own, ...named('own-name', msg('this prompt'), tokens, Number(hasWindow), 'positive')]),
  ];
}

/** n², large. */
function counter({ counter: { x, y, large }, em, size }: Space, n: number): Mark[] {
  const text = { kind: 'text', x, align: 'center' } as const;
  return [
    { key: 'sides', shape: { ...text, y, text: `${times(n)} =`, size, fill: 'muted' } },
    {
      ...{ key: 'total', name: msg('cells'), value: n * n, format: formatInteger },
      shape: {
        ...{ ...text, y: y + 0.8 * em + (0.6 * large * em) / size, text: formatInteger(n * n), size: large },
        ...{ isBold: true, fill: 'highlight' },
      },
    },
  ];
}

/** Tokens a side on a scale of doublings; dragged, it sets them. */
function slider(
  { track, n, em, size, isNarrow }: Space,
  input: ContextInput,
  choose: (n: number) => void,
): Mark[] {
  const { tokens, window, large } = input;
  const doublingsOf = (count: number) => Math.log2(count / FEWEST);
  const range = doublingsOf(large);
  const at = (count: number) => track.x + clamp(doublingsOf(count) / range) * track.width;
  const limited = (count: number) => Math.round(clamp(count, FEWEST, large));
  const drag = ({ x }: Point) => choose(limited(FEWEST * 2 ** ((range * (x - track.x)) / track.width)));
  const step = (by: 1 | -1) => {
    const next = limited(restOf(input) * 2 ** (by / STEPS_A_DOUBLING));
    choose(next === restOf(input) ? limited(next + by) : next);
  };
  const text = { kind: 'text', size, isBold: true } as const;
  const label = (key: string, count: number, word: string, fill: Colour, above: boolean): Mark[] => {
    const x = at(count);
    const width = 0.6 * em * word.length;
    const align =
      x - width / 2 < track.x ? 'left' : x + width / 2 > track.x + track.width ? 'right' : 'center';
    const edge = { left: track.x, right: track.x + track.width, center: x }[align];
    return [
      {
        key: `tick-${key}`,
        shape: { kind: 'line', points: [x, track.y - 6, x, track.y + 6], stroke: fill, lineWidth: 2.5 },
      },
      {
        key: `tick-name-${key}`,
        shape: { ...text, x: edge, y: track.y + (above ? -1.35 : 1.35) * em, text: word, align, fill },
      },
    ];
  };
  const hasWindow = at(large) - at(window) > 11 * em;
  return [
    {
      key: 'track',
      shape: {
        ...{ kind: 'line', points: [track.x, track.y, track.x + track.width, track.y] },
        ...{ stroke: 'lineStrong', lineWidth: 2 },
      },
    },
    ...label('own', tokens, isNarrow ? msg('prompt') : msg('this prompt'), 'positive', true),
    ...(hasWindow ? label('window', window, isNarrow ? msg('model') : msg('this model'), 'key', false) : []),
    ...label('large', large, 'GPT-3', 'muted', false),
    {
      ...{ key: 'knob', name: msg('tokens n'), value: Math.round(n), format: formatInteger },
      ...{ isAct: true, drag, step },
      shape: { kind: 'dot', x: at(n), y: track.y, radius: 9, fill: 'highlight' },
    },
  ];
}
