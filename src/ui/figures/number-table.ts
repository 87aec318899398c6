// Tables of numbers as data: a row a thing, a column a quantity of it.

import { html, nothing, type TemplateResult } from 'lit';
import { formatPercent, formatSigned } from '../format/numbers.ts';
import { bar, signedBar } from './bar.ts';
import { emit } from './emit.ts';

export interface Column<TRow> {
  /** Without one the column has no name: bars beside their number. */
  readonly heading?: unknown;
  /** Tooltip of the heading. */
  readonly title?: string;
  /** `text` is aligned at its start and wraps, `bars` and `strips` hold marks, `wide` is left out where there is no room. */
  readonly kind?: 'text' | 'bars' | 'strips' | 'wide' | (string & {});
  cell(row: TRow, index: number): unknown;
  /** CSS background of a cell. */
  shade?(row: TRow, index: number): string;
  /** Below the rows, in the line of sums. */
  readonly sum?: unknown;
}

export interface RowNames<TRow> extends Column<TRow> {
  /** A click on the name dispatches this; a name without it is no button. */
  pick?(row: TRow, index: number): Event | readonly Event[] | undefined;
}

export interface TableOptions<TRow> {
  /** Names of the rows; their line of sums begins with its `sum`. */
  readonly names: RowNames<TRow>;
  readonly columns: readonly (Column<TRow> | undefined)[];
  /** The row that the visitor selected. */
  isMarked?(row: TRow, index: number): boolean;
  /** Class of each row. */
  readonly rowKind?: string | ((row: TRow) => string);
  /** Below the rows, with the same columns, but without bars: these are on the scale of the rows. */
  readonly sums?: readonly TRow[];
  /** Class of the table. */
  readonly kind?: string;
  /** A line below a row, as wide as the table. */
  below?(row: TRow, index: number): unknown;
  readonly caption?: string;
  /** Whether the caption names the table for screen readers only. */
  readonly isCaptionHidden?: boolean;
  /** Accessible name of the box that scrolls a wide table; it does not scroll without one. */
  readonly scrolls?: string;
}

export function numberTable<TRow>(rows: readonly TRow[], options: TableOptions<TRow>): TemplateResult {
  const { names, caption, isCaptionHidden = false, scrolls } = options;
  const columns = options.columns.filter((column) => column !== undefined);
  const unbarred = columns.map((column) =>
    column.kind === 'bars' ? { ...column, cell: () => nothing } : column,
  );
  const sums = options.sums?.map((row, index) => bodyRow(row, index, unbarred, options)) ?? [];
  if (names.sum !== undefined)
    sums.push(
      html`<tr><th scope="row">${names.sum}</th>${columns.map(({ sum = '', kind }) => html`<td class=${kind ?? nothing}>${sum}</td>`)}</tr>`,
    );
  const table = html`<table class=${options.kind ?? nothing}>
    ${caption ? html`<caption class=${isCaptionHidden ? 'visually-hidden' : nothing}>${caption}</caption>` : nothing}
    <thead><tr>${[names, ...columns].map(heading)}</tr></thead>
    <tbody>${rows.map((row, index) => bodyRow(row, index, columns, options))}</tbody>
    ${sums.length > 0 ? html`<tfoot>${sums}</tfoot>` : nothing}
  </table>`;
  return scrolls === undefined
    ? table
    : html`<div class="scroll" tabindex="0" role="region" aria-label=${scrolls}>${table}</div>`;
}

/** A box without a name in which a wide table scrolls. */
export const scrolling = (table: TemplateResult, kind = ''): TemplateResult =>
  html`<div class="scroll ${kind}" tabindex="0">${table}</div>`;

const heading = <TRow>({ heading, title, kind }: Column<TRow>): TemplateResult =>
  heading === undefined
    ? html`<td class=${kind ?? nothing}></td>`
    : html`<th scope="col" class=${kind ?? nothing} title=${title ?? nothing}>${heading}</th>`;

function bodyRow<TRow>(
  row: TRow,
  index: number,
  columns: readonly Column<TRow>[],
  { names, isMarked, below, rowKind = '' }: TableOptions<TRow>,
): TemplateResult {
  const { pick } = names;
  const name = names.cell(row, index);
  const kind = `${typeof rowKind === 'string' ? rowKind : rowKind(row)} ${isMarked?.(row, index) ? 'marked' : ''}`;
  const line = below?.(row, index);
  return html`<tr class=${kind}>
    <th scope="row" class=${names.kind ?? nothing}>${pick?.(row, index) ? nameButton(name, () => pick(row, index) ?? []) : name}</th>
    ${columns.map(
      ({ kind, cell, shade }) =>
        html`<td class=${kind ?? nothing} style=${shade ? `background: ${shade(row, index)}` : nothing}>${cell(row, index)}</td>`,
    )}
  </tr>${line === undefined ? nothing : html`<tr class=${kind}><th colspan=${columns.length + 1}>${line}</th></tr>`}`;
}

/** A name that dispatches what `make` returns. */
export const nameButton = (name: unknown, make: () => Event | readonly Event[]): TemplateResult =>
  html`<button class="plain" @click=${emit(make)}>${name}</button>`;

/** Numbers of either sign. */
export const signedNumbers = <TRow>(heading: unknown, value: (row: TRow) => number): Column<TRow> => ({
  heading,
  cell: (row) => formatSigned(value(row)),
});

/** Numbers of either sign, with their bars beside them. */
export const signedWithBars = <TRow>(
  heading: unknown,
  value: (row: TRow) => number,
  largest = 1,
): Column<TRow>[] => [
  signedNumbers(heading, value),
  bars((row: TRow) => value(row) / largest, { isSigned: true }),
];

/** Shares of 1. */
export const percents = <TRow>(heading: unknown, value: (row: TRow) => number): Column<TRow> => ({
  heading,
  cell: (row) => formatPercent(value(row)),
});

/** Bars beside their numbers: of a share of 0 to 1, or about a middle line. Screen readers read the name of the column. */
export const bars = <TRow>(
  share: (row: TRow) => number | undefined,
  { isSigned = false, name }: { isSigned?: boolean; name?: string } = {},
): Column<TRow> => ({
  heading: name && html`<span class="visually-hidden">${name}</span>`,
  kind: 'bars',
  cell(row) {
    const drawn = share(row);
    return drawn === undefined ? nothing : isSigned ? signedBar(drawn) : bar(drawn);
  },
});
