// Where tokens enter the stream and where logits leave it: embedding, positions, final norm and unembedding.

import { msg, str } from '@lit/localize';
import { formatInteger } from '../../../format/numbers.ts';
import type { DiagramModel } from './diagram-model.ts';
import { type Frame, sum } from './frame.ts';
import { dropoutText } from './halves.ts';
import { label } from './panel.ts';
import {
  type Drawing,
  elbow,
  type Point,
  path,
  type Rect,
  rect,
  type Shape,
  text,
  trapezoid,
} from './shapes.ts';

export const TABLE = { width: 58, height: 22 };

/** An end of the stream. */
export interface End extends Drawing {
  readonly bottom: number;
  /** Left edge of its table, where the link of tied tables starts. */
  readonly table: Point;
}

const labelsOf = ({ laneX }: Frame) => ({ labelX: laneX + TABLE.width / 2 + 14, isCompact: false });
const tableEdge = ({ laneX }: Frame, y: number): Point => ({
  x: laneX - TABLE.width / 2 + 7,
  y: y + TABLE.height / 2,
});

export function head(model: DiagramModel, frame: Frame): End {
  const { laneX } = frame;
  const { V, positions, embeddingDropout, weights } = model;
  const labels = labelsOf(frame);
  const y = 4;
  const hasTable = positions === 'learned';
  const end = y + TABLE.height + (hasTable ? 44 : 12);
  const widths = [TABLE.width, frame.laneWidth + 8] as const;
  const learned = hasTable ? positionTable(model, frame, end - 18) : { shapes: [], pieces: [] };
  return {
    bottom: end + (embeddingDropout > 0 ? 12 : 0),
    table: tableEdge(frame, y),
    shapes: [
      path('embedding', 'table', trapezoid(laneX, y, y + TABLE.height, widths)),
      ...label('embedding', labels, y + TABLE.height / 2, {
        title: msg('embedding'),
        count: weights.outside.embedding,
        note: frame.isNarrow ? `V ${formatInteger(V)}` : msg(str`${formatInteger(V)} tokens`),
      }),
      ...learned.shapes,
      ...dropoutText('embedding', embeddingDropout, { x: labels.labelX, y: end + 10 }),
    ],
    pieces: [
      { piece: 'embedding', bounds: { x: laneX - 34, y: 0, width: 280, height: TABLE.height + 8 } },
      ...learned.pieces,
      ...(embeddingDropout > 0
        ? [
            {
              piece: 'embeddingDropout' as const,
              bounds: { x: laneX - 14, y: end - 4, width: 120, height: 20 },
            },
          ]
        : []),
    ],
  };
}

/** Learned positions, added to the embedding. */
function positionTable({ T, weights }: DiagramModel, frame: Frame, y: number): Drawing {
  const { laneX } = frame;
  const rows = { x: labelsOf(frame).labelX + 2, y: y - 9, width: 20, height: 18 };
  return {
    shapes: [
      path('positions-line', 'line', `M${rows.x} ${y}H${laneX + 9}`),
      ...sum('positions', laneX, y),
      ...tableRows(rows),
      ...label('positions', { labelX: rows.x + 32, isCompact: false }, y, {
        title: msg('positions'),
        count: weights.outside.position,
        note: msg(str`${formatInteger(T)} learned`),
      }),
    ],
    pieces: [{ piece: 'positions', bounds: { x: laneX - 14, y: y - 13, width: 260, height: 26 } }],
  };
}

function tableRows({ x, y, width, height }: Rect): Shape[] {
  return [0, 1, 2, 3].map((i) => {
    const row = { x, y: y + (i * height) / 4 + 0.5, width, height: height / 4 - 1.5 };
    return rect(`position-${i}`, 'position', row, 1.5);
  });
}

export function foot(model: DiagramModel, frame: Frame, top: number): End & { readonly laneEnd: number } {
  const { laneX } = frame;
  const { tied, C, weights } = model;
  const labels = labelsOf(frame);
  const norm = top + 24;
  const y = norm + 38;
  const widths = [frame.laneWidth + 8, TABLE.width] as const;
  return {
    laneEnd: y + 4,
    bottom: y + TABLE.height + 6,
    table: tableEdge(frame, y),
    shapes: [
      ...label('stream', labels, top + 2, {
        title: msg('residual stream'),
        note: msg(str`width ${formatInteger(C)}`),
      }),
      rect('finalNorm', 'pill', { x: laneX - 22, y: norm, width: 44, height: 22 }, 11),
      text('finalNorm-name', { x: laneX, y: norm + 15 }, [{ text: msg('norm') }], 'middle'),
      ...label('finalNorm', labels, norm + 11, {
        title: msg('final norm'),
        count: weights.outside.finalNorm,
      }),
      path('unembedding', tied ? 'table tied' : 'table', trapezoid(laneX, y, y + TABLE.height, widths)),
      ...label('unembedding', labels, y + TABLE.height / 2, {
        title: msg('unembedding'),
        count: weights.outside.unembedding,
        note: unembeddingNote(model, frame),
      }),
    ],
    pieces: [
      { piece: 'stream', bounds: { x: laneX - 34, y: top - 11, width: 280, height: 26 } },
      { piece: 'finalNorm', bounds: { x: laneX - 34, y: norm - 4, width: 280, height: 30 } },
      { piece: 'unembedding', bounds: { x: laneX - 34, y: y - 4, width: 280, height: TABLE.height + 8 } },
    ],
  };
}

function unembeddingNote({ tied, V }: DiagramModel, { isNarrow }: Frame): string {
  if (tied) return isNarrow ? msg('tied') : msg('embedding, transposed');
  return isNarrow ? `V ${formatInteger(V)}` : msg(str`${formatInteger(V)} logits`);
}

/** One matrix for both tables. */
export function tiedLink({ tied }: DiagramModel, { left, isNarrow }: Frame, from: Point, to: Point): Shape[] {
  if (!tied) return [];
  const x = Math.max(3, left - 14);
  const link = elbow([from, { x, y: from.y }, { x, y: to.y }, to], 12);
  const name = [{ text: msg('tied'), look: 'count' }];
  return [
    path('tied', 'link', link),
    ...(isNarrow ? [] : [text('tied-name', { x: x - 6, y: (from.y + to.y) / 2 }, name, 'end')]),
  ];
}
