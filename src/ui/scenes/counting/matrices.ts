// Few matrices to scale: wide ones below one another, tall ones on their right.

import { formatInteger } from '../../format/numbers.ts';
import type { Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import type { Areas } from './areas.ts';
import { formatProduct, type LedgerRow } from './ledger.ts';
import { COLOURS } from './looks.ts';

export interface MatrixItem {
  readonly key: string;
  /** Its first factors are the rows and columns of one matrix. */
  readonly row: LedgerRow;
  readonly title: string;
  /** How far it is counted, 0 to 1. */
  readonly done: number;
}

/** Lines of text beside each matrix. */
const LINES = 3;
const isTall = ({ row: { factors } }: MatrixItem): boolean => factors[0] > factors[1];

export function matrices({ detail, size }: Areas, items: readonly MatrixItem[]): Mark[] {
  const [tall, wide] = [items.filter(isTall), items.filter((item) => !isTall(item))];
  const line = 1.35 * size;
  const textWidth = 9 * size;
  const most = (of: readonly MatrixItem[], axis: 0 | 1) =>
    Math.max(0, ...of.map(({ row }) => row.factors[axis]));
  const across = most(wide, 1) + tall.reduce((sum, { row }) => sum + row.factors[1], 0);
  const pitch = detail.height / Math.max(1, wide.length);
  const scale = Math.min(
    (detail.width - tall.length * (textWidth + size)) / across,
    detail.height / (most(tall, 0) || 1),
    (pitch - (LINES - 1) * line - 0.5 * size) / (most(wide, 0) || 1),
  );
  const sizeOf = ({ row: { factors } }: MatrixItem) => ({
    width: scale * factors[1],
    height: scale * factors[0],
  });
  const needed = tall.reduce((sum, item) => sum + sizeOf(item).width + textWidth + size, 0);
  const wideText = wide.length > 0 ? Math.min(19 * size, detail.width - needed) : 0;
  const from = detail.x + Math.max(scale * most(wide, 1), wideText) + (wide.length > 0 ? size : 0);
  const left = wide.flatMap((item, i) => {
    const y = detail.y + i * pitch;
    const rect = { ...sizeOf(item), x: detail.x, y: y + (LINES - 1) * line + 0.2 * size };
    return matrix(
      item,
      rect,
      texts(item, {
        x: detail.x,
        y: y + 0.6 * line,
        size,
        isWide: true,
        maxWidth: tall.length > 0 ? from - detail.x - size : detail.width,
      }),
    );
  });
  const right = tall.flatMap((item, i) => {
    const before = tall.slice(0, i).reduce((sum, each) => sum + sizeOf(each).width + textWidth + size, 0);
    const rect = { ...sizeOf(item), x: from + before, y: detail.y };
    return matrix(
      item,
      rect,
      texts(item, {
        x: rect.x + rect.width + 0.6 * size,
        y: detail.y + 0.6 * line,
        size,
        isWide: false,
        maxWidth: textWidth + 0.4 * size,
      }),
    );
  });
  return [...left, ...right];
}

/** Filled as far as it is counted; of a hairline one sees at least a line. */
function matrix({ key, row, title, done }: MatrixItem, rect: Rect, words: readonly Mark[]): Mark[] {
  const shape = { ...rect, kind: 'box' } as const;
  const filled = rect.width > rect.height ? { width: rect.width * done } : { height: rect.height * done };
  const value = Math.round(row.count * done);
  return [
    { key: `fill-${key}`, shape: { ...shape, ...filled, fill: COLOURS[row.part] } },
    {
      ...{ key, name: `${title}, ${formatProduct(row.factors)}`, value, format: formatInteger },
      shape: { ...shape, stroke: COLOURS[row.part], lineWidth: 1 },
    },
    ...words,
  ];
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly maxWidth: number;
  /** Two lines instead of three. */
  readonly isWide: boolean;
}

/** Name, sizes and number. */
function texts({ key, row, title, done }: MatrixItem, { x, y, size, maxWidth, isWide }: Place): Mark[] {
  const sizes = formatProduct(row.factors);
  const number = formatInteger(Math.round(row.count * done));
  const lines = isWide ? [title, `${sizes} = ${number}`] : [title, sizes, `= ${number}`];
  return lines.map((text, i) => ({
    key: `line-${key}-${i}`,
    shape: {
      ...{ kind: 'text', x, y: y + 1.35 * size * i, text, size, isBold: i === 0, maxWidth },
      fill: i === 0 ? COLOURS[row.part] : done > 0 ? 'text' : 'muted',
    },
  }));
}
