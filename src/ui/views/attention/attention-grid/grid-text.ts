// Texts of the attention grid: the described cell, the explanation, the summary and the table.

import { msg, str } from '@lit/localize';
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

/** Summary and table of longer prompts are limited to the selected query. */
const MAX_DESCRIBED_TOKENS = 40;

/** Formatted score and weight of a cell. */
export function cellNumbers(headAttention: HeadAttention, cell: Cell): { score: string; weight: string } {
  return {
    score: formatCell(headAttention, 'scores', cell),
    weight: formatCell(headAttention, 'pattern', cell),
  };
}

function formatCell(headAttention: HeadAttention, show: GridValues, cell: Cell): string {
  const value = valueAt(headAttention, show, cell);
  if (isMasked(show, value, cell)) return show === 'scores' ? '−∞' : msg('masked');
  return show === 'scores' ? formatSigned(value) : formatPercent(value);
}

/** Explains the drawn values. */
export function gridExplanation(show: GridValues, orientation: Orientation, dots: boolean): string {
  const isColumn = orientation === 'queries-top';
  if (show === 'scores') {
    const colours = msg('Dot products of queries and keys, before softmax: blue positive, red negative.');
    if (dots)
      return isColumn
        ? msg(
            str`${colours} A dot is the smaller the further its product is below the largest of its column: so softmax compares them.`,
          )
        : msg(
            str`${colours} A dot is the smaller the further its product is below the largest of its row: so softmax compares them.`,
          );
    return isColumn
      ? msg(str`${colours} Softmax normalizes each column.`)
      : msg(str`${colours} Softmax normalizes each row.`);
  }
  const drawn = dots ? msg(', drawn as dot area') : '';
  return isColumn
    ? msg(str`Attention weights, after softmax${drawn}. Each column adds up to 100\u202f%.`)
    : msg(str`Attention weights, after softmax${drawn}. Each row adds up to 100\u202f%.`);
}

/** Describes a cell in a sentence. */
export function cellSentence(headAttention: HeadAttention, cell: Cell): string {
  const [query, key] = [`“${headAttention.tokens[cell.query]}”`, `“${headAttention.tokens[cell.key]}”`];
  if (isMasked('pattern', valueAt(headAttention, 'pattern', cell), cell)) {
    return msg(str`Masked: ${query} cannot attend to ${key}, which comes after it.`);
  }
  return msg(
    str`${query} attends to ${key} with a weight of ${formatPercent(valueAt(headAttention, 'pattern', cell))}.`,
  );
}

/** Summarizes the pattern for screen readers. */
export function gridSummary(headAttention: HeadAttention, name: string, selectedQuery: number): string {
  const strongestPairs = describedQueries(headAttention, selectedQuery).map((query) => {
    const key = strongestKey(headAttention, query);
    return `${headAttention.tokens[query]} → ${headAttention.tokens[key]}`;
  });
  return msg(
    str`Attention of ${name} over ${headAttention.tokens.length} tokens. Strongest key of each query: ${strongestPairs.join(', ')}.`,
  );
}

/** The drawn values as a table with the same orientation. */
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
    ? msg('a column for each query, a row for each key')
    : msg('a row for each query, a column for each key');
  return {
    caption: msg(
      str`${show === 'scores' ? msg('Scores q·k/√D') : msg('Attention weights')} of ${name}: ${axes}`,
    ),
    columns: [queriesTop ? msg('key ↓ query →') : msg('query ↓ key →'), ...columns.map(title)],
    rows: rows.map((row) => ({
      name: title(row),
      cells: columns.map((column) => formatCell(headAttention, show, toCell(orientation, { column, row }))),
    })),
  };
}

function describedQueries({ tokens }: HeadAttention, query: number): number[] {
  return tokens.length > MAX_DESCRIBED_TOKENS ? [query] : [...tokens.keys()];
}
