// What both halves of a block share: their columns, the pill of their norm, and labels at their right.

import { msg, str } from '@lit/localize';
import { PART_SETTINGS } from '../../../../shared/settings/model-settings.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { engineText } from '../../../languages/engine-text.ts';
import type { DiagramModel } from './diagram-model.ts';
import { type Drawing, type Piece, type Point, type Rect, rect, type Shape, text } from './shapes.ts';

export const PILL = { width: 92, height: 24 };
/** Labels of two lines need this width, those of one line the other. */
const LABELS = { narrow: 92, wide: 168 };
/** Below this width labels take two lines. */
const WIDE = 420;

/** Columns of one half of a block. */
export interface Panel {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly isCompact: boolean;
  /** Of the drawing, between the lines at the left and the labels at the right. */
  readonly body: { readonly x: number; readonly width: number };
  readonly labelX: number;
  /** Between two rows. */
  readonly pitch: number;
}

/** A half of a block, drawn: where the stream enters and where its result leaves. */
export interface DrawnPanel extends Drawing {
  readonly entry: Point;
  readonly exit: Point;
  readonly bottom: number;
}

export function panelAt(x: number, y: number, width: number): Panel {
  const isCompact = width < WIDE;
  const indent = isCompact ? 28 : 36;
  const labels = isCompact ? LABELS.narrow : LABELS.wide;
  const gap = isCompact ? 10 : 18;
  const body = { x: x + indent, width: width - indent - labels - gap };
  return { x, y, width, isCompact, body, labelX: x + width - labels, pitch: isCompact ? 34 : 28 };
}

interface Label {
  readonly title: string;
  /** Class of the title. */
  readonly look?: string;
  readonly count?: number;
  readonly hasBias?: boolean;
  /** After the count. */
  readonly note?: string;
}

/** Title and number of weights right of a piece, centred on `y`: one line, or two where it is compact. */
export function label(
  key: string,
  { labelX, isCompact }: Pick<Panel, 'labelX' | 'isCompact'>,
  y: number,
  { title, look = 'title', count, hasBias, note }: Label,
): Shape[] {
  const first = [{ text: title, look }, ...(hasBias ? [{ text: msg(' + bias'), look: 'bias' }] : [])];
  const second = [count === undefined ? undefined : formatInteger(count), note].filter(Boolean).join(' · ');
  if (!second) return [text(`${key}-label`, { x: labelX, y: y + 4 }, first)];
  if (!isCompact)
    return [
      text(`${key}-label`, { x: labelX, y: y + 4 }, [...first, { text: `  ${second}`, look: 'count' }]),
    ];
  return [
    text(`${key}-label`, { x: labelX, y: y - 3 }, first),
    text(`${key}-count`, { x: labelX, y: y + 11 }, [{ text: second, look: 'count' }]),
  ];
}

/** The norm of a half, at its top. */
export function normPill(piece: Piece, panel: Panel, model: DiagramModel, count: number): Drawing {
  const { x, y } = panel;
  const pill = { x, y, ...PILL };
  return {
    shapes: [
      rect(piece, 'pill', pill, PILL.height / 2),
      text(
        `${piece}-name`,
        { x: x + PILL.width / 2, y: y + 16 },
        [{ text: engineText(PART_SETTINGS.norm.choices[model.norm].label) }],
        'middle',
      ),
      ...label(piece, panel, y + PILL.height / 2, {
        title: msg(str`${formatInteger(count)} weights`),
        look: 'count',
      }),
    ],
    pieces: [{ piece, bounds: rowBounds(panel, y, PILL.height) }],
  };
}

/** From the left of a panel to the end of its labels; rows of the same pitch do not overlap. */
export function rowBounds({ x, width, pitch }: Panel, y: number, height: number): Rect {
  const full = Math.max(height, pitch - 4);
  return { x: x - 4, y: y + (height - full) / 2, width: width + 8, height: full };
}
