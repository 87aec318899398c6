// The tables of what is on screen: those under pictures, open or not, and those that stand by themselves.

import type { TableData } from '../../../types/table.ts';
import { DataTable } from '../../charts/data-table/data-table.ts';

/** Tables in the order of the page, shadow roots included. */
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

/** As it stands on the page; a head of several rows says in `abbr` what each column is without those above. */
function readHtmlTable(table: HTMLTableElement): TableData {
  const text = (cell: Element) =>
    ((cell as HTMLTableCellElement).abbr || cell.textContent)?.replaceAll(/\s+/g, ' ').trim() ?? '';
  const rows = [...table.rows].map((row) => [...row.cells].map(text));
  const heads = table.tHead?.rows.length ?? 0;
  return {
    caption: table.caption ? text(table.caption) : tableHeading(table),
    columns: heads > 0 ? (rows[heads - 1] ?? []) : [],
    rows: rows.slice(heads).map(([name = '', ...cells]) => ({ name, cells })),
  };
}

function tableHeading(table: HTMLTableElement): string {
  const named = table.closest('[aria-label]')?.getAttribute('aria-label');
  const around = table.closest('section, .card') ?? (table.getRootNode() as ShadowRoot | Document);
  const heading = around.querySelector('h1, h2, h3')?.textContent;
  return (named ?? heading ?? 'A table').replaceAll(/\s+/g, ' ').trim();
}
