// What the attention grid says in words and numbers: the cell under the cursor, the summary, the table.
import type { Orientation } from '../../controllers/page-state.ts';
import {
  type Cell,
  type GridValues,
  type HeadReading,
  isMasked,
  strongestKey,
  valueAt,
} from '../attention/head-values.ts';
import type { TableData } from '../data-table/data-table.ts';
import { percent, signed } from '../numbers.ts';
import { cellOf } from './grid-layout.ts';

/** Larger grids would make tables and summaries nobody reads: they tell of the chosen query alone. */
const LARGEST_TOLD = 40;

/** A cell's score and weight, as written on screen. */
export function numbersOf(reading: HeadReading, cell: Cell): { score: string; weight: string } {
  return { score: written(reading, 'scores', cell), weight: written(reading, 'pattern', cell) };
}

function written(reading: HeadReading, show: GridValues, cell: Cell): string {
  const value = valueAt(reading, show, cell);
  if (isMasked(show, value, cell)) return show === 'scores' ? '−∞' : 'masked';
  return show === 'scores' ? signed(value) : percent(value);
}

/** What is drawn, for whoever has not seen such a grid before. */
export function explanationOf(show: GridValues, orientation: Orientation, dots: boolean): string {
  const line = orientation === 'queries-top' ? 'column' : 'row';
  return show === 'scores'
    ? `A score says how well a key fits a query, before softmax: blue fits, red does not. Softmax turns every ${line} into shares.`
    : `A weight is the share of the query’s attention that a key gets${dots ? ', drawn as the dot’s area' : ''}. Every ${line} adds up to 100\u202f%.`;
}

/** What a cell means. */
export function sentenceOf(reading: HeadReading, cell: Cell): string {
  const [query, key] = [`“${reading.tokens[cell.query]}”`, `“${reading.tokens[cell.key]}”`];
  if (isMasked('pattern', valueAt(reading, 'pattern', cell), cell)) {
    return `Masked: ${query} cannot look at ${key}, which comes after it.`;
  }
  return `${query} gives ${percent(valueAt(reading, 'pattern', cell))} of its attention to ${key}.`;
}

/** The picture in a few sentences. */
export function summaryOf(reading: HeadReading, name: string, query: number): string {
  const looks = toldQueries(reading, query).map((asking) => {
    const key = strongestKey(reading, asking);
    return `${reading.tokens[asking]} at ${reading.tokens[key]}`;
  });
  return `Attention of ${name} over ${reading.tokens.length} tokens. Who looks most at whom: ${looks.join(', ')}.`;
}

/** The numbers on show, turned as the picture is. */
export function tableOf(
  reading: HeadReading,
  show: GridValues,
  orientation: Orientation,
  name: string,
  query: number,
): TableData {
  const queriesTop = orientation === 'queries-top';
  const keys = [...reading.tokens.keys()];
  const queries = toldQueries(reading, query);
  const [columns, rows] = queriesTop ? [queries, keys] : [keys, queries];
  const title = (index: number) => `${index + 1} ${reading.tokens[index]}`;
  const axes = queriesTop
    ? 'a column for each query, a row for each key'
    : 'a row for each query, a column for each key';
  return {
    caption: `${show === 'scores' ? 'Scores q·k/√D' : 'Attention weights'} of ${name}: ${axes}`,
    columns: [queriesTop ? 'key ↓ query →' : 'query ↓ key →', ...columns.map(title)],
    rows: rows.map((row) => ({
      name: title(row),
      cells: columns.map((column) => written(reading, show, cellOf(orientation, { column, row }))),
    })),
  };
}

function toldQueries({ tokens }: HeadReading, query: number): number[] {
  return tokens.length > LARGEST_TOLD ? [query] : [...tokens.keys()];
}
