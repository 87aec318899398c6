// Finds the visible tables of a view: data tables of charts, open or closed, and HTML tables.

import { msg } from '@lit/localize';
import type { TableData } from '../../../types/table.ts';
import { DataTable } from '../../charts/data-table/data-table.ts';

/** Tables in document order, including those in shadow roots. */
export function findTables(root: Element | ShadowRoot): TableData[] {
  const tables: TableData[] = [];
  const walk = (element: Element): void => {
    if (!element.checkVisibility()) return;
    if (element instanceof DataTable) {
      const table = element.exportedData;
      if (table) tables.push(table);
      return;
    }
    if (element instanceof HTMLTableElement) {
      tables.push(readHtmlTable(element));
      return;
    }
    for (const child of (element.shadowRoot ?? element).children) walk(child);
    if (element.shadowRoot) for (const child of element.children) walk(child);
  };
  for (const child of root.children) walk(child);
  return tables.filter(({ rows }) => rows.length > 0);
}

/** Reads cell texts. In a header of several rows, `abbr` of the last row gives the full column name. */
function readHtmlTable(table: HTMLTableElement): TableData {
  const text = (cell: Element) =>
    ((cell as HTMLTableCellElement).abbr || cell.textContent)?.replaceAll(/\s+/g, ' ').trim() ?? '';
  const rows = [...table.rows].map((row) => [...row.cells].map(text));
  const headerRows = table.tHead?.rows.length ?? 0;
  return {
    caption: table.caption ? text(table.caption) : tableHeading(table),
    columns: headerRows > 0 ? (rows[headerRows - 1] ?? []) : [],
    rows: rows.slice(headerRows).map(([name = '', ...cells]) => ({ name, cells })),
  };
}

function tableHeading(table: HTMLTableElement): string {
  const label = table.closest('[aria-label]')?.getAttribute('aria-label');
  const section = table.closest('section, .card') ?? (table.getRootNode() as ShadowRoot | Document);
  const heading = section.querySelector('h1, h2, h3')?.textContent;
  return (label ?? heading ?? msg('Table')).replaceAll(/\s+/g, ' ').trim();
}
