// Cross-attention (chapter 6, 18:22): queries from one text above a grid, keys from another beside it, and no mask.

import { msg, str } from '@lit/localize';
import { formatPercent } from '../../format/numbers.ts';
import { clamp, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface CrossInput {
  /** The tokens of both texts. */
  readonly queries: readonly string[];
  readonly keys: readonly string[];
  /** (queries, keys), a row a query. */
  readonly pattern: Float32Array;
  /** Name of the head. */
  readonly head: string;
  /** The event that takes the keys from another text. */
  readonly nextEvent: () => Event;
}

/** Seconds: both texts, then column by column. */
const TIMES = { texts: 1, columns: 1.4, end: 4.6 };

export class CrossScene extends MarkScene<CrossInput> {
  readonly name = 'cross';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Cross-attention'), msg('query and key'), msg('weight')] as const;

  protected override isAnother(input: Partial<CrossInput>, before: Partial<CrossInput>): boolean {
    return input.keys !== before.keys || input.queries !== before.queries;
  }

  override summary({ head, keys }: Partial<CrossInput>): string {
    if (!head || !keys) return msg('Loading …');
    return msg(str`Hypothetical: ${head} was trained on single texts. Each column adds up to 100 %.`);
  }

  override layout(input: Partial<CrossInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { queries, keys, pattern, nextEvent } = input;
    if (!queries || !keys || !pattern || !nextEvent) return undefined;
    const shown = input as CrossInput;
    const frame = frameOf(viewport, shown);
    const texts = arriving(t, 0, TIMES.texts);
    const apart = (TIMES.end - TIMES.columns) / frame.columns;
    const come = (query: number) => {
      const from = TIMES.columns + query * apart;
      return arriving(t, from, from + apart);
    };
    return [
      ...grid(frame),
      ...words(frame, shown, texts),
      ...dots(frame, shown, come),
      ...button(frame, () => this.dispatch(nextEvent())),
    ];
  }
}

interface Frame {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  readonly grid: Rect;
  /** Those that have room. */
  readonly columns: number;
  readonly rows: number;
  readonly cell: { readonly width: number; readonly height: number };
  /** Of the words above: neighbours on lines of their own where they are longer than a column. */
  readonly lines: 1 | 2;
}

const longest = (words: readonly string[]) => Math.max(...words.map((word) => [...word].length));

function frameOf({ width, height, textScale }: Viewport, { queries, keys }: CrossInput): Frame {
  const size = width < 620 * textScale ? 12 : 17;
  const em = size * textScale;
  const left = clamp(0.62 * em * longest(keys) + 1.4 * em, 7 * em, 0.32 * width);
  const room = width - left - em;
  const columns = clamp(Math.floor(room / (2.6 * em)), 1, queries.length);
  const lines = room / columns < 0.6 * em * (longest(queries) + 1) ? 2 : 1;
  const top = (1 + 1.5 * lines) * em;
  const below = height - top - 0.8 * em;
  const rows = clamp(Math.floor(below / (1.4 * em)), 1, keys.length);
  return {
    ...{ size, em, columns, rows, lines, grid: { x: left, y: top, width: room, height: below } },
    cell: { width: room / columns, height: below / rows },
  };
}

function grid({ grid: { x, y, width, height }, columns, rows, cell }: Frame): Mark[] {
  const line = (key: string, points: readonly number[]): Mark => ({
    key,
    shape: { kind: 'line', points, stroke: 'line', lineWidth: 1 },
  });
  return [
    ...Array.from({ length: columns + 1 }, (_, i) =>
      line(`down-${i}`, [x + i * cell.width, y, x + i * cell.width, y + height]),
    ),
    ...Array.from({ length: rows + 1 }, (_, i) =>
      line(`across-${i}`, [x, y + i * cell.height, x + width, y + i * cell.height]),
    ),
  ];
}

/** Queries above, keys on the left. */
function words(frame: Frame, { queries, keys }: CrossInput, alpha: number): Mark[] {
  const { grid, columns, rows, cell, lines, size, em } = frame;
  const text = { kind: 'text', size, isBold: true, alpha } as const;
  return [
    ...queries.slice(0, columns).map((word, i): Mark => {
      const above = lines === 2 && i % 2 === 0 ? 2.3 : 0.9;
      return {
        ...{ key: `query-${i}`, name: msg(str`query: ${word}`) },
        shape: {
          ...{ ...text, x: grid.x + (i + 0.5) * cell.width, y: grid.y - above * em, text: word },
          ...{ align: 'center', fill: 'query', maxWidth: lines * cell.width - 0.3 * em },
        },
      };
    }),
    ...keys.slice(0, rows).map(
      (word, i): Mark => ({
        ...{ key: `key-${i}`, name: msg(str`key: ${word}`) },
        shape: {
          ...{ ...text, x: grid.x - 0.7 * em, y: grid.y + (i + 0.5) * cell.height, text: word },
          ...{ align: 'right', fill: 'key', maxWidth: grid.x - 1.2 * em },
        },
      }),
    ),
  ];
}

/** The area of a dot is its weight; a weight of 1 fills its cell. */
function dots(frame: Frame, { queries, keys, pattern }: CrossInput, come: (query: number) => number): Mark[] {
  const { grid, columns, rows, cell } = frame;
  const most = 0.46 * Math.min(cell.width, cell.height);
  return queries.slice(0, columns).flatMap((query, column) =>
    keys.slice(0, rows).map((key, row): Mark => {
      const weight = pattern[column * keys.length + row];
      return {
        ...{ key: `dot-${column}-${row}`, name: msg(str`${query} to ${key}`) },
        ...{ value: weight, format: formatPercent },
        shape: {
          ...{ kind: 'dot', x: grid.x + (column + 0.5) * cell.width, y: grid.y + (row + 0.5) * cell.height },
          ...{ radius: Math.max(1, most * Math.sqrt(weight)) * come(column), fill: 'headFirst' },
          alpha: come(column),
        },
      };
    }),
  );
}

function button({ grid, em, size }: Frame, press: () => void): Mark[] {
  const width = Math.min(grid.x - 0.8 * em, 9 * em);
  const at = { x: 0.4 * em, y: 0.35 * em, width, height: 1.9 * em };
  return [
    {
      ...{ key: 'next', name: msg('keys from another text'), press, isAct: true },
      shape: { kind: 'box', ...at, radius: em, fill: 'raised', stroke: 'key' },
    },
    {
      key: 'next-text',
      shape: {
        ...{ kind: 'text', x: at.x + width / 2, y: at.y + 0.95 * em, text: msg('other text'), size },
        ...{ align: 'center', fill: 'key', maxWidth: width - em },
      },
    },
  ];
}
