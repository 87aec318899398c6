// The halves of a block beside the lane: attention and MLP, one after the other or in parallel.

import { msg, str } from '@lit/localize';
import { tickOf } from '../../../format/numbers.ts';
import { attentionPanel } from './attention-panel.ts';
import type { DiagramModel } from './diagram-model.ts';
import { type Frame, sum } from './frame.ts';
import { mlpPanel } from './mlp-panel.ts';
import { type DrawnPanel, panelAt } from './panel.ts';
import { circle, type Drawing, elbow, type Piece, type Point, path, type Shape, text } from './shapes.ts';

export interface Halves extends Drawing {
  readonly bottom: number;
}

type Half = 'attention' | 'mlp';

const MARGIN = 12;
/** Distance of the halves from the middle of the lane. */
const start = ({ laneX, laneWidth }: Frame) => laneX + laneWidth / 2 + 24;

export function halves(model: DiagramModel, frame: Frame, top: number): Halves {
  return model.isParallel && !frame.isNarrow ? sideBySide(model, frame, top) : stacked(model, frame, top);
}

function stacked(model: DiagramModel, frame: Frame, top: number): Halves {
  const x = start(frame);
  const width = frame.right - MARGIN - x;
  const attention = attentionPanel(panelAt(x, top, width), model);
  const attentionSum = { x: frame.laneX, y: attention.exit.y };
  const first = [
    read('attention', frame, attention.entry.y, attention),
    write('attention', model, attentionSum, [attention.exit]),
    added('attention', model, attentionSum),
    attention,
  ];
  if (!model.hasMlp) return { ...merge(first), bottom: attention.bottom + 8 };
  const mlp = mlpPanel(panelAt(x, attention.bottom + 20, width), model);
  const mlpSum = { x: frame.laneX, y: mlp.exit.y + 16 };
  // In the parallel form, the MLP reads the stream from before the attention.
  const readAt = model.isParallel ? attention.entry.y : mlp.entry.y;
  return {
    ...merge([
      ...first,
      read('mlp', frame, readAt, mlp),
      write('mlp', model, mlpSum, [mlp.exit, { x: mlp.exit.x, y: mlpSum.y }]),
      added('mlp', model, mlpSum),
      mlp,
    ]),
    bottom: mlp.bottom + 24,
  };
}

/** Both read the same stream, and their sum is added to it. */
function sideBySide(model: DiagramModel, frame: Frame, top: number): Halves {
  const x = start(frame);
  const gap = 26;
  const width = (frame.right - MARGIN - x - gap) / 2;
  const attention = attentionPanel(panelAt(x, top + 18, width), model);
  const mlp = mlpPanel(panelAt(x + width + gap, top + 18, width), model);
  const at = { x: frame.laneX, y: Math.max(attention.bottom, mlp.bottom) + 20 };
  const { exit } = attention;
  return {
    ...merge([
      read('mlp', frame, top, mlp),
      read('attention', frame, top, attention),
      write('attention', model, at, [exit, { x: exit.x - 14, y: exit.y }, { x: exit.x - 14, y: at.y }]),
      write('mlp', model, at, [mlp.exit, { x: mlp.exit.x, y: at.y }]),
      added('mlp', model, at, at.y + 17),
      attention,
      mlp,
    ]),
    bottom: at.y + 16,
  };
}

/** From the stream at this height into the norm of a half. */
function read(half: Half, { laneX }: Frame, y: number, { entry }: DrawnPanel): Drawing {
  const bend = entry.x - 12;
  const points =
    y === entry.y
      ? []
      : [
          { x: bend, y },
          { x: bend, y: entry.y },
        ];
  return {
    shapes: [
      path(`${half}-read`, 'line', elbow([{ x: laneX, y }, ...points, entry])),
      circle(`${half}-dot`, 'dot', laneX, y, 3),
    ],
    pieces: [],
  };
}

/** The result of a half, on its way to the ⊕; dotted where training drops some of its numbers. */
function write(half: Half, { residualDropout }: DiagramModel, to: Point, points: readonly Point[]): Drawing {
  const look = residualDropout > 0 ? 'line dropped' : 'line';
  return {
    shapes: [path(`${half}-write`, look, elbow([...points, { x: to.x + 9, y: to.y }]))],
    pieces: [],
  };
}

function added(
  half: Half,
  { residualDropout, hasMlp }: DiagramModel,
  { x, y }: Point,
  baseline = y - 7,
): Drawing {
  const isLast = half === 'mlp' || !hasMlp;
  const dropout: Piece = `${half}Dropout`;
  return {
    shapes: [...sum(half, x, y), ...dropoutText(half, residualDropout, { x: x + 15, y: baseline })],
    pieces: [
      ...(isLast ? [{ piece: 'sum' as const, bounds: { x: x - 13, y: y - 13, width: 26, height: 26 } }] : []),
      ...(residualDropout > 0
        ? [{ piece: dropout, bounds: { x: x + 11, y: baseline - 15, width: 62, height: 22 } }]
        : []),
    ],
  };
}

/** `drop 0.1` */
export function dropoutText(key: string, rate: number, at: Point): Shape[] {
  return rate > 0
    ? [text(`${key}-dropout`, at, [{ text: msg(str`drop ${tickOf(rate)}`), look: 'haloed' }])]
    : [];
}

const merge = (drawings: readonly Drawing[]): Drawing => ({
  shapes: drawings.flatMap(({ shapes }) => shapes),
  pieces: drawings.flatMap(({ pieces }) => pieces),
});
