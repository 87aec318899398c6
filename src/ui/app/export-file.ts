// Exports: images of the view, tables and the model.

import { decodeDataUrl } from '../../shared/data-url.ts';
import type { ExportRequest } from '../events/index.ts';
import { toCsv } from '../files/csv.ts';
import { saveFile } from '../files/save-file.ts';
import { takeScreenshot } from '../files/screenshot.ts';
import type { LabStore } from '../state/runs/lab-store.ts';

/** Characters of a table's caption in a file name. */
const MAX_NAME_LENGTH = 60;

/** @param view - name of the current view, for the file name */
export async function exportFile(
  request: ExportRequest,
  { shown, view, lab }: { shown: HTMLElement; view: string; lab: LabStore },
): Promise<void> {
  switch (request.kind) {
    case 'image': {
      const { type } = request;
      const image = decodeDataUrl(await takeScreenshot(shown, type));
      saveFile(`${view}.${type}`, `image/${type === 'svg' ? 'svg+xml' : type}`, image);
      return;
    }
    case 'table':
      saveFile(`${toFileName(request.table.caption)}.csv`, 'text/csv;charset=utf-8', toCsv(request.table));
      return;
    case 'model': {
      const saved = await lab.save({ optimizer: request.optimizer });
      if (saved) saveFile(saved.name, 'application/octet-stream', saved.bytes);
      return;
    }
    case 'transformers': {
      const archive = await lab.exportForTransformers();
      if (archive) saveFile(archive.name, 'application/zip', archive.bytes);
      return;
    }
    default:
      request satisfies never;
  }
}

/** Letters, digits and hyphens only. */
export function toFileName(text: string): string {
  const name = text
    .normalize('NFKD')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, MAX_NAME_LENGTH)
    .replaceAll(/^-+|-+$/g, '');
  return name.toLowerCase() || 'table';
}
