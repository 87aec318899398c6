// What the attention grid says in words and numbers: the cell under the cursor, the summary, the table.

import { formatPercent, formatSigned } from '../../../format/numbers.ts';
import type { Orientation } from '../../../types/page.ts';
import type { TableData } from '../../../types/table.ts';
import {
  type Cell,
  type GridValues,
  type HeadAttention,
  isMasked,
  strongestKey,
  valueAt,
} from '../head-values.ts';
import { toCell } from './grid-layout.ts';

/** Larger grids would make tables and summaries nobody reads: they tell of the chosen query alone. */
const MAX_DESCRIBED_TOKENS = 40;

/** A cell's score and weight, as written on screen. */
export function cellNumbers(headAttention: HeadAttention, cell: Cell): { score: string; weight: string } {
  return {
    score: formatCell(headAttention, 'scores', cell),
    weight: formatCell(headAttention, 'pattern', cell),
  };
}

function formatCell(headAttention: HeadAttention, show: GridValues, cell: Cell): string {
  const value = valueAt(headAttention, show, cell);
  if (isMasked(show, value, cell)) return show === 'scores' ? '−∞' : 'masked';
  return show === 'scores' ? formatSigned(value) : formatPercent(value);
}

/** What is drawn, for whoever has not seen such a grid before. */
export function gridExplanation(show: GridValues, orientation: Orientation, dots: boolean): string {
  const line = orientation === 'queries-top' ? 'column' : 'row';
  return show === 'scores'
    ? `A score says how well a key fits a query, before softmax: blue fits, red does not. Softmax turns every ${line} into shares.`
    : `A weight is the share of the query’s attention that a key gets${dots ? ', drawn as the dot’s area' : ''}. Every ${line} adds up to 100\u202f%.`;
}

/** What a cell means. */
export function cellSentence(headAttention: HeadAttention, cell: Cell): string {
  const [query, key] = [`“${headAttention.tokens[cell.query]}”`, `“${headAttention.tokens[cell.key]}”`];
  if (isMasked('pattern', valueAt(headAttention, 'pattern', cell), cell)) {
    return `Masked: ${query} cannot look at ${key}, which comes after it.`;
  }
  return `${query} gives ${formatPercent(valueAt(headAttention, 'pattern', cell))} of its attention to ${key}.`;
}

/** The picture in a few sentences. */
export function gridSummary(headAttention: HeadAttention, name: string, query: number): string {
  const strongestPairs = describedQueries(headAttention, query).map((asker) => {
    const key = strongestKey(headAttention, asker);
    return `${headAttention.tokens[asker]} at ${headAttention.tokens[key]}`;
  });
  return `Attention of ${name} over ${headAttention.tokens.length} tokens. Who looks most at whom: ${strongestPairs.join(', ')}.`;
}

/** The numbers on show, turned as the picture is. */
export function gridTable(
  headAttention: HeadAttention,
  show: GridValues,
  orientation: Orientation,
  name: string,
  query: number,
): TableData {
  const queriesTop = orientation === 'queries-top';
  const keys = [...headAttention.tokens.keys()];
  const queries = describedQueries(headAttention, query);
  const [columns, rows] = queriesTop ? [queries, keys] : [keys, queries];
  const title = (index: number) => `${index + 1} ${headAttention.tokens[index]}`;
  const axes = queriesTop
    ? 'a column for each query, a row for each key'
    : 'a row for each query, a column for each key';
  return {
    caption: `${show === 'scores' ? 'Scores q·k/√D' : 'Attention weights'} of ${name}: ${axes}`,
    columns: [queriesTop ? 'key ↓ query →' : 'query ↓ key →', ...columns.map(title)],
    rows: rows.map((row) => ({
      name: title(row),
      cells: columns.map((column) => formatCell(headAttention, show, toCell(orientation, { column, row }))),
    })),
  };
}

function describedQueries({ tokens }: HeadAttention, query: number): number[] {
  return tokens.length > MAX_DESCRIBED_TOKENS ? [query] : [...tokens.keys()];
}
