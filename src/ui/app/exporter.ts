// Makes files of what the visitor takes away: pictures of the view, tables, the model.

import type { LabStore } from '../controllers/lab-store.ts';
import type { Exported } from '../events.ts';
import { csvOf } from '../views/csv.ts';
import { pictureOf } from '../views/picture-of.ts';
import { saveFile } from '../views/save-file.ts';

/** Of a table's caption, in a file's name. */
const LONGEST_NAME = 60;

/** Rejects with a sentence where a file cannot be made. `view` names what is on screen. */
export async function exportFile(
  exported: Exported,
  { shown, view, lab }: { shown: HTMLElement; view: string; lab: LabStore },
): Promise<void> {
  switch (exported.what) {
    case 'picture': {
      const { type } = exported;
      const picture = await fetch(await pictureOf(shown, type));
      saveFile(
        `${view}.${type}`,
        `image/${type === 'svg' ? 'svg+xml' : type}`,
        new Uint8Array(await picture.arrayBuffer()),
      );
      return;
    }
    case 'table':
      saveFile(`${fileName(exported.table.caption)}.csv`, 'text/csv;charset=utf-8', csvOf(exported.table));
      return;
    case 'model': {
      const saved = await lab.save({ optimizer: exported.optimizer });
      if (saved) saveFile(saved.name, 'application/octet-stream', saved.bytes);
      return;
    }
    case 'config': {
      const config = await lab.pythonConfig();
      if (config) saveFile('config.json', 'application/json', config);
      return;
    }
    default:
      exported satisfies never;
  }
}

/** What every file system takes. */
export function fileName(text: string): string {
  const name = text
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, LONGEST_NAME)
    .replaceAll(/^-+|-+$/g, '');
  return name.toLowerCase() || 'table';
}
