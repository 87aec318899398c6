// Names, counts and shares in the areas of weights, as far as there is room.

import { formatInteger, formatPercent } from '../../format/numbers.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { type Areas, fits } from './areas.ts';
import { GPT3_TOTAL } from './counts.ts';
import { SYMBOLS } from './looks.ts';
import type { Cell } from './treemap.ts';

export const shareText = (count: number, all: number): string => formatPercent(count / all);

/** Of GPT-3's. */
export function labelOf(areas: Areas, cell: Cell, counted: number): Mark[] {
  const { map, size } = areas;
  const { row, rect } = cell;
  if (rect.width >= 2 * size) {
    const isFilled = counted > 0.5 * row.count;
    return linesIn(cell, size, GPT3_TOTAL, isFilled ? 'background' : 'faint', row.part);
  }
  // Embedding and unembedding have no room of their own: their names stand above, one after the other.
  const isRest = row.part === 'rest';
  if (isRest && areas.isNarrow) return [];
  const x = { embedding: map.x, rest: map.x + map.width }[row.part as string] ?? map.x + 11.5 * size;
  return [
    {
      key: `label-${row.part}`,
      shape: {
        ...{ kind: 'text', x, y: map.y - 0.8 * size, size, align: isRest ? 'right' : 'left' },
        text: `${row.name}  ${shareText(row.count, GPT3_TOTAL)}`,
        fill: counted > 0 ? 'text' : 'faint',
      },
    },
  ];
}

/** @param all weights of the network */
export function linesIn(
  { row, rect }: Cell,
  size: number,
  all: number,
  fill: 'background' | 'faint',
  key: string,
): Mark[] {
  const width = rect.width - size;
  const name = [row.name, SYMBOLS[row.part] ?? ''].find((text) => fits(text, size, width)) ?? '';
  const more = [formatInteger(row.count), shareText(row.count, all)].filter((text) =>
    fits(text, size, width),
  );
  const lines = [name, ...more].slice(0, Math.floor((rect.height - 2) / (1.3 * size)));
  const top = rect.y + rect.height / 2 - 0.65 * size * (lines.length - 1);
  return lines.map((text, i) => ({
    key: `label-${key}-${i}`,
    shape: {
      ...{ kind: 'text', x: rect.x + rect.width / 2, y: top + 1.3 * size * i, text, size, align: 'center' },
      ...{ fill, isBold: i === 0 && fill !== 'faint' },
    },
  }));
}
