// Counting weights (chapters 5 to 7): GPT-3's as areas that fill as the films count them, and the model as an area of the same scale.

import { msg, str } from '@lit/localize';
import { formatInteger, formatPercent, formatReal } from '../../format/numbers.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import { type Areas, areasOf, fits } from './areas.ts';
import { labelOf, shareText } from './cell-label.ts';
import { type Count, type CountName, countNamed, GPT3_TOTAL } from './counts.ts';
import { details, type Picked } from './details.ts';
import { formatProduct, GPT3, GPT3_REST, type LedgerRow, totalOf } from './ledger.ts';
import { COLOURS } from './looks.ts';
import { type Cell, partOf, treemap } from './treemap.ts';

export interface CountingInput {
  readonly count: CountName;
  /** The model's weights. */
  readonly own: readonly LedgerRow[];
  /** What the visitor has pressed. */
  readonly picked?: { readonly part: Picked; readonly at: CountName } | undefined;
}

/** Seconds: the kinds are counted one after the other, then the model appears. */
const TIMES = { count: 0.6, counted: 4, own: 4.8, end: 5 };

export class CountingScene extends MarkScene<CountingInput> {
  readonly name = 'counting';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Weights of GPT-3 and of your model'), msg('weights of'), msg('number')] as const;

  protected override isAnother(input: Partial<CountingInput>, before: Partial<CountingInput>): boolean {
    return input.count !== before.count;
  }

  override summary({ own }: Partial<CountingInput>): string {
    if (!own) return msg('Loading …');
    return msg('From GPT-3’s published sizes, as in the films: without positions, biases and norms.');
  }

  override layout(input: Partial<CountingInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { count: name, own, picked } = input;
    if (!name || !own) return undefined;
    const areas = areasOf(viewport);
    const count = countNamed(name);
    const pace = (TIMES.counted - TIMES.count) / count.now.length;
    const done = count.now.map((_, i) => moving(t, TIMES.count + i * pace, TIMES.count + (i + 1) * pace));
    const pick = (part: Picked) => () => {
      const isAgain = this.input.picked?.part === part && this.input.picked.at === name;
      this.show({ picked: isAgain ? undefined : { part, at: name } });
    };
    const cells = treemap([...GPT3, GPT3_REST], areas.map);
    const arrived = arriving(t, TIMES.counted, TIMES.own);
    return [
      ...header(areas, count, done),
      ...cells.flatMap((cell) => cellMarks(areas, cell, countedOf(cell, count, done), { own, pick })),
      ...details(areas, { cells, count, own, done, picked: picked?.at === name ? picked.part : undefined }),
      ...model(areas, own, arrived, pick('model')),
    ];
  }
}

const countedOf = ({ row }: Cell, { before, now }: Count, done: readonly number[]): number => {
  if (before.some(({ part }) => part === row.part)) return row.count;
  const i = now.findIndex(({ part }) => part === row.part);
  return i < 0 ? 0 : now[i].count * done[i];
};

/** The running total, and what the moment adds. */
function header(
  { total, totalSize, size, isNarrow }: Areas,
  { before, now }: Count,
  done: readonly number[],
) {
  const sum = totalOf(before) + now.reduce((all, { count }, i) => all + count * done[i], 0);
  const [added, end] = [totalOf(now), totalOf(before) + totalOf(now)];
  const y = total.y + total.height / 2;
  const x = total.x + 0.55 * totalSize * formatInteger(end).length + 0.5 * size;
  const width = total.x + total.width - x;
  const isAll = end === GPT3_TOTAL;
  const all = formatInteger(GPT3_TOTAL);
  const captions = isAll
    ? [msg('weights of GPT-3')]
    : [msg(str`of the ${all} weights of GPT-3`), msg(str`of ${all}`)];
  const caption = captions.find((text) => fits(text, size, width)) ?? '';
  const marks: Mark[] = [
    {
      ...{ key: 'total', name: msg('counted so far, in GPT-3'), value: sum, format: formatInteger },
      shape: {
        ...{ kind: 'text', x: total.x, y, text: formatInteger(sum), size: totalSize, isBold: true },
        maxWidth: total.width,
      },
    },
    {
      key: 'caption',
      shape: { kind: 'text', x, y: isNarrow ? y + 3 : y - 0.7 * size, text: caption, size, fill: 'muted' },
    },
  ];
  if (isNarrow || added === GPT3_TOTAL) return marks;
  const text = msg(str`+ ${formatInteger(added)} now: ${formatPercent(added / GPT3_TOTAL)}`);
  const shape = { kind: 'text', x, y: y + 0.8 * size, text, size, isBold: true, fill: 'highlight' } as const;
  return [...marks, { key: 'added', shape }];
}

interface CellContext {
  readonly own: readonly LedgerRow[];
  readonly pick: (part: Picked) => () => void;
}

/** A kind of GPT-3's weights: an outline, filled as far as it is counted. */
function cellMarks(areas: Areas, cell: Cell, counted: number, { own, pick }: CellContext): Mark[] {
  const { row, rect } = cell;
  const stroke = COLOURS[row.part];
  const common = {
    ...{ name: msg(str`${row.name}, GPT-3`), value: row.count, press: pick(row.part) },
    format: () => bothTexts(row, own),
  };
  const frame: Mark = {
    ...{ key: row.part, ...common },
    shape: { ...rect, kind: 'box', stroke, lineWidth: 1, alpha: row.part === 'rest' ? 1 : 0.7 },
  };
  const fill: Mark = {
    key: `filled-${row.part}`,
    shape: { ...partOf(cell, counted), kind: 'box', fill: stroke },
  };
  return [...(counted > 0 ? [fill] : []), frame, ...labelOf(areas, cell, counted)];
}

/** A kind in both networks: number, sizes and share. */
function bothTexts(row: LedgerRow, own: readonly LedgerRow[]): string {
  const ours = own.find(({ part }) => part === row.part);
  const text = (each: LedgerRow, all: number) => {
    const sizes = each.factors.length > 0 ? ` = ${formatProduct(each.factors)}` : '';
    return `${formatInteger(each.count)}${sizes} (${shareText(each.count, all)})`;
  };
  const large = text(row, GPT3_TOTAL);
  return ours ? msg(str`${large}; your model: ${text(ours, totalOf(own))}`) : large;
}

/** The model: its true area among GPT-3's weights, and a ring that points at it. */
function model(
  { own: area, map, size, isNarrow }: Areas,
  own: readonly LedgerRow[],
  alpha: number,
  press: () => void,
): Mark[] {
  const count = totalOf(own);
  const side = Math.sqrt((map.width * map.height * count) / (GPT3_TOTAL + GPT3_REST.count));
  const radius = Math.max(isNarrow ? 15 : Math.min(34, 0.34 * area.height), side);
  const [x, y] = [area.x + radius, area.y + area.height / 2];
  const beside = x + radius + size;
  const width = area.x + area.width - beside;
  const text = formatInteger(count);
  const numberSize = [1.9 * size, 1.3 * size, size].find((each) => fits(text, each, width)) ?? size;
  const caption = { kind: 'text', x: beside, size, fill: 'muted', alpha, maxWidth: width } as const;
  const marks: Mark[] = [
    {
      ...{
        key: 'own',
        name: msg('your model'),
        value: count,
        format: formatInteger,
        press,
        isAct: alpha === 1,
      },
      shape: { kind: 'dot', x, y, radius, stroke: 'highlight', lineWidth: 2, alpha },
    },
    {
      key: 'own-area',
      shape: {
        ...{
          kind: 'box',
          x: Math.round(x - side / 2),
          y: Math.round(y - side / 2),
          width: side,
          height: side,
        },
        ...{ fill: 'highlight', alpha },
      },
    },
    {
      key: 'own-count',
      shape: {
        ...{ kind: 'text', x: beside, y: y - 0.8 * size, text, size: numberSize, isBold: true },
        ...{ fill: 'highlight', alpha, maxWidth: width },
      },
    },
    // One would not see it.
    { key: 'own-dot', shape: { kind: 'dot', x, y, radius: 3, fill: 'highlight', alpha } },
    { key: 'own-name', shape: { ...caption, y: y + size, text: msg('your model') } },
  ];
  if (isNarrow) return marks;
  const scaled = msg(str`to scale: ${formatReal(side, 1)} px`);
  const shape = { ...caption, y: y + 2.3 * size, text: scaled };
  return [...marks, { key: 'own-scale', shape }];
}
