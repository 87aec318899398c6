// Below the areas: each matrix that is counted now with its sizes, the kind that the visitor has pressed, or the model's own areas.

import { msg, str } from '@lit/localize';
import { formatInteger } from '../../format/numbers.ts';
import type { Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { type Areas, fits } from './areas.ts';
import { linesIn, shareText } from './cell-label.ts';
import { type Count, GPT3_TOTAL, matrixOf } from './counts.ts';
import { formatProduct, GPT3, GPT3_REST, type LedgerRow, type Part, totalOf } from './ledger.ts';
import { COLOURS, SYMBOLS } from './looks.ts';
import { matrices } from './matrices.ts';
import { type Cell, partOf, treemap } from './treemap.ts';

/** A kind, or the model. */
export type Picked = Part | 'model';

/** Matrices that are drawn to scale. */
const MOST_MATRICES = 4;

interface Item {
  readonly key: string;
  readonly row: LedgerRow;
  readonly title: string;
  /** How far it is counted, 0 to 1. */
  readonly done: number;
  /** Of the same in the model, or the share of all. */
  readonly beside: string;
}

interface Shown {
  readonly cells: readonly Cell[];
  readonly count: Count;
  readonly own: readonly LedgerRow[];
  readonly done: readonly number[];
  readonly picked: Picked | undefined;
}

/** Around weights that one would not see. */
const rings = ({ cells, count, done }: Shown): Mark[] =>
  count.now.flatMap((row, i) => {
    const cell = cells.find(({ row: { part } }) => part === row.part);
    if (!cell || done[i] === 0) return [];
    const { x, y, width, height } = partOf(cell, row.count);
    if (Math.max(width, height) > 8) return [];
    const at = { x: x + width / 2, y: y + height / 2 };
    return [
      {
        key: `ring-now-${row.part}`,
        shape: { kind: 'dot', ...at, radius: 8, stroke: 'highlight', alpha: done[i] },
      },
    ];
  });

export function details(areas: Areas, shown: Shown): Mark[] {
  const { picked, cells } = shown;
  if (picked === 'model') return ownAreas(areas, shown.own);
  const items = picked ? pickedItems(picked, shown.own) : countedItems(shown);
  const isFew = !areas.isNarrow && !picked && items.length <= MOST_MATRICES;
  if (isFew && items.every(({ row }) => row.factors.length > 1))
    return [...rings(shown), ...matrices(areas, items)];
  const boxes = gridOf(areas, items.length);
  return items.slice(0, boxes.length).flatMap((item, i) => {
    const cell = cells.find(({ row }) => row.part === item.row.part);
    const isPointed = cell && items.length <= 4 && (!picked || i === 0);
    return [...(isPointed ? beam(areas, cell, item, boxes[i]) : []), ...boxMarks(areas, item, boxes[i])];
  });
}

function countedItems({ count: { now, isOne }, own, done }: Shown): Item[] {
  return now.map((row, i) => {
    const ours = own.find(({ part }) => part === row.part);
    const same = ours && (isOne ? matrixOf(ours) : ours);
    const beside = same ? msg(str`your model: ${formatInteger(same.count)}`) : '';
    return { key: `now-${row.part}`, row, title: row.name, done: done[i], beside };
  });
}

function pickedItems(picked: Part, own: readonly LedgerRow[]): Item[] {
  const networks = [
    { key: 'large', name: 'GPT-3', rows: [...GPT3, GPT3_REST], all: GPT3_TOTAL },
    { key: 'ours', name: msg('your model'), rows: own, all: totalOf(own) },
  ];
  return networks.flatMap(({ key, name, rows, all }) =>
    rows
      .filter(({ part }) => part === picked)
      .map((row) => ({
        ...{ key: `${key}-${row.part}`, row, title: `${row.name}, ${name}`, done: 1 },
        beside: shareText(row.count, all),
      })),
  );
}

/** Beside one another, in two rows if there are many; below one another where it is narrow. None without room for a line. */
function gridOf({ detail, isNarrow, size }: Areas, count: number): readonly Rect[] {
  const gap = isNarrow ? 3 : 12;
  const heightOf = (rows: number) => (detail.height - gap * (rows - 1)) / rows;
  const halves = Math.ceil(count / 2);
  const fewest = count > 4 ? 2 : 1;
  const rows = (isNarrow ? [count, halves] : [fewest]).find((each) => heightOf(each) >= 1.25 * size);
  if (rows === undefined) return [];
  const columns = Math.ceil(count / rows);
  const [width, height] = [(detail.width - gap * (columns - 1)) / columns, heightOf(rows)];
  return Array.from({ length: count }, (_, i) => {
    const [column, row] = [Math.floor(i / rows), i % rows];
    return { x: detail.x + column * (width + gap), y: detail.y + row * (height + gap), width, height };
  });
}

/** From below its weights among GPT-3's to its box, if they are few; a ring where one would not see them. */
function beam({ map, detail }: Areas, cell: Cell, { row, done, key }: Item, box: Rect): Mark[] {
  const from = partOf(cell, row.count);
  if (done === 0 || from.width > 0.2 * box.width) return [];
  const [x, y, bottom] = [from.x + from.width / 2, from.y + from.height / 2, map.y + map.height];
  const points = [from.x, bottom, from.x + from.width, bottom, box.x + box.width, box.y, box.x, box.y];
  const beam = { kind: 'line', points, fill: COLOURS[row.part], alpha: 0.16 * done } as const;
  const ring = { kind: 'dot', x, y, radius: 8, stroke: 'highlight', alpha: done } as const;
  return [
    // Not across the boxes above.
    ...(box.y === detail.y ? [{ key: `beam-${key}`, shape: beam }] : []),
    ...(Math.max(from.width, from.height) > 8 ? [] : [{ key: `ring-${key}`, shape: ring }]),
  ];
}

const sizesOf = ({ factors, part, count }: LedgerRow): string => {
  if (factors.length > 0) return formatProduct(factors);
  if (count > 0) return '';
  return part === 'unembedding' ? msg('the embedding’s') : msg('none');
};

function boxMarks({ size }: Areas, { key, row, title, done, beside }: Item, box: Rect): Mark[] {
  const [colour, sizes] = [COLOURS[row.part], sizesOf(row)];
  const value = Math.round(row.count * done);
  const frame: Mark[] = [
    {
      ...{ key: `fill-${key}` },
      shape: { ...box, kind: 'box', width: box.width * done, fill: colour, alpha: 0.25, radius: 4 },
    },
    {
      ...{ key, name: `${title}${sizes ? `, ${sizes}` : ''}`, value, format: formatInteger },
      shape: { ...box, kind: 'box', stroke: colour, radius: 4 },
    },
  ];
  const width = box.width - size;
  const number = formatInteger(value);
  const isLow = box.height < 4 * size;
  const full = [
    `${title}  ${sizes} = ${number}`,
    `${title}  ${number}`,
    `${SYMBOLS[row.part]}  ${number}`,
    number,
  ];
  const one = full.find((text) => fits(text, size, width)) ?? '';
  const pitch = box.height / 4;
  const largest = (text: string, scales: readonly number[]) =>
    scales.map((scale) => scale * size).find((each) => each <= 0.85 * pitch && fits(text, each, width)) ?? 12;
  const lines = isLow
    ? [{ text: one, size }]
    : [
        { text: title, size, isBold: true },
        { text: sizes, size: largest(sizes, [1.5, 1.2, 1]) },
        { text: number, size: largest(formatInteger(row.count), [2.2, 1.6, 1.2, 1]), isBold: true },
        { text: beside, size: 12, isLeftOut: box.height < 7 * size || !fits(beside, 12, width) },
      ].filter(({ isLeftOut, text }) => !isLeftOut && text);
  const step = box.height / (lines.length + 0.4);
  return [
    ...frame,
    ...lines.map(
      (line, i): Mark => ({
        key: `line-${key}-${i}`,
        shape: {
          ...{ kind: 'text', x: box.x + size / 2, y: box.y + (i + 0.7) * step, maxWidth: width },
          ...{ text: line.text, size: line.size, isBold: 'isBold' in line },
        },
      }),
    ),
  ];
}

/** The model's own areas, enlarged out of its dot. */
function ownAreas({ detail, own: { x, y, height }, size }: Areas, own: readonly LedgerRow[]): Mark[] {
  const all = totalOf(own);
  const right = detail.x + detail.width;
  const points = [x, y + height / 2, right, detail.y, right, detail.y + detail.height];
  return [
    { key: 'beam-own', shape: { kind: 'line', points, fill: 'highlight', alpha: 0.14 } },
    ...treemap(own, detail).flatMap((cell): Mark[] => [
      {
        ...{ key: `own-${cell.row.part}`, name: msg(str`${cell.row.name}, your model`) },
        ...{ value: cell.row.count, format: formatInteger },
        shape: { ...cell.rect, kind: 'box', fill: COLOURS[cell.row.part], stroke: 'background' },
      },
      ...linesIn(cell, size, all, 'background', `own-${cell.row.part}`),
    ]),
  ];
}
