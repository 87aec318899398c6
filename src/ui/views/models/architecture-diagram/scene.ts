// The whole drawing: the residual stream as a lane from top to bottom, and the block beside it, which reads it and adds to it.

import { formatInteger } from '../../../format/numbers.ts';
import { attentionPanel } from './attention-panel.ts';
import type { DiagramModel } from './diagram-model.ts';
import { mlpPanel } from './mlp-panel.ts';
import { type DrawnPanel, label, type Panel, panelAt } from './panel.ts';
import {
  circle,
  type Drawing,
  elbow,
  type Piece,
  type Point,
  path,
  type Rect,
  rect,
  type Shape,
  text,
  trapezoid,
} from './shapes.ts';

export interface Scene extends Drawing {
  readonly width: number;
  readonly height: number;
}

/** From this width on, parallel halves stand side by side. */
const SIDE_BY_SIDE = 560;
const SHEET = 5;
const TABLE = { width: 58, height: 22 };

interface Frame {
  readonly laneX: number;
  readonly laneWidth: number;
  readonly left: number;
  readonly right: number;
  readonly sheets: number;
}

export function scene(model: DiagramModel, width: number): Scene {
  const isNarrow = width < SIDE_BY_SIDE;
  const sheets = Math.min(model.L, 8) - 1;
  const laneX = isNarrow ? 34 : 84;
  const frame: Frame = {
    laneX,
    laneWidth: 14 + 4 * Math.log2(model.C / 16),
    left: laneX - (isNarrow ? 22 : 30),
    right: width - 2 - SHEET * sheets,
    sheets,
  };
  const head = header(model, frame, width);
  const top = head.bottom + 18;
  const half = halves(model, frame, top + 18, isNarrow);
  const bottom = half.bottom + 16;
  const foot = footer(model, frame, bottom + SHEET * sheets + 16, width);
  const { left, right } = frame;
  const block = { x: left, y: top, width: right - left, height: bottom - top };
  return {
    width,
    height: foot.bottom,
    shapes: [
      ...blockFrame(block, sheets, model.L),
      ...lane(frame, TABLE.height + 2, foot.laneEnd),
      ...tiedLink(model, frame, head, foot),
      ...head.shapes,
      ...half.shapes,
      ...foot.shapes,
    ],
    pieces: [
      { piece: 'layers', bounds: { x: right - 96, y: top - 10, width: 92, height: 20 } },
      ...head.pieces,
      ...half.pieces,
      ...foot.pieces,
    ],
  };
}

/** The residual stream: strands of positive and negative numbers. */
function lane({ laneX, laneWidth }: Frame, top: number, bottom: number): Shape[] {
  const strands = Array.from({ length: 7 }, (_, i) => {
    const x = laneX + ((i - 3) / 8) * laneWidth;
    return path(`strand ${i}`, `strand ${i % 2 ? 'negative' : 'positive'}`, `M${x} ${top}V${bottom}`);
  });
  const band = { x: laneX - laneWidth / 2, y: top, width: laneWidth, height: bottom - top };
  return [rect('lane', 'lane', band, 4), ...strands];
}

/** As many sheets as layers. */
function blockFrame({ x, y, width, height }: Rect, sheets: number, L: number): Shape[] {
  const behind = Array.from({ length: sheets }, (_, i) => {
    const offset = SHEET * (sheets - i);
    return rect(`sheet ${sheets - i}`, 'sheet', { x: x + offset, y: y + offset, width, height }, 12);
  });
  const name = [{ text: L === 1 ? '1 block' : `${L} blocks`, look: 'strong' }];
  return [
    ...behind,
    rect('frame', 'frame', { x, y, width, height }, 12),
    text('layers', { x: x + width - 16, y: y + 4 }, name, 'end'),
  ];
}

interface Edge extends Drawing {
  readonly bottom: number;
  /** Middle of the table's left edge. */
  readonly table: Point;
}

/** A table between tokens and the stream: narrow at the stream. */
function table(
  piece: Piece,
  look: string,
  { laneX }: Frame,
  y: number,
  widths: readonly [number, number],
): Shape {
  return path(piece, `table ${look}`, trapezoid(laneX, y, y + TABLE.height, widths));
}

const besideLane = ({ laneX }: Frame, width: number): Pick<Panel, 'labelX' | 'isCompact'> => ({
  labelX: laneX + TABLE.width / 2 + 14,
  isCompact: width < 0,
});

function header(model: DiagramModel, frame: Frame, width: number): Edge {
  const { laneX } = frame;
  const { V, T, positions, weights } = model;
  const labels = besideLane(frame, width);
  const y = 4;
  const hasTable = positions === 'learned';
  const sum = y + TABLE.height + (hasTable ? 26 : 8);
  const places = { x: labels.labelX + 2, y: sum - 9, width: 20, height: 18 };
  return {
    bottom: sum + (hasTable ? 18 : 8),
    table: { x: laneX - TABLE.width / 2 + 8, y: y + TABLE.height / 2 },
    shapes: [
      table('embedding', 'embedding', frame, y, [TABLE.width, frame.laneWidth + 8]),
      ...label('embedding', labels, y + TABLE.height / 2, {
        title: 'embedding',
        count: weights.outside.embedding,
        note: `${formatInteger(V)} tokens`,
      }),
      ...(hasTable
        ? [
            path('positions line', 'line', `M${places.x} ${sum}H${laneX + 9}`),
            ...sumNode('positions', laneX, sum),
            ...places4(places),
            ...label('positions', { ...labels, labelX: places.x + 32 }, sum, {
              title: 'positions',
              count: weights.outside.position,
              note: `${formatInteger(T)} learned`,
            }),
          ]
        : []),
    ],
    pieces: [
      { piece: 'embedding', bounds: { x: laneX - 34, y: 0, width: 280, height: TABLE.height + 8 } },
      ...(hasTable
        ? [{ piece: 'positions' as const, bounds: { x: laneX - 14, y: sum - 13, width: 260, height: 26 } }]
        : []),
    ],
  };
}

/** Rows of the table of positions. */
function places4({ x, y, width, height }: Rect): Shape[] {
  return [0, 1, 2, 3].map((i) =>
    rect(
      `position ${i}`,
      'position',
      { x, y: y + (i * height) / 4 + 0.5, width, height: height / 4 - 1.5 },
      1.5,
    ),
  );
}

function sumNode(key: string, x: number, y: number): Shape[] {
  return [
    circle(`${key} sum`, 'node', x, y, 9),
    path(`${key} plus`, 'sign', `M${x - 5} ${y}h10M${x} ${y - 5}v10`),
  ];
}

interface Halves extends Drawing {
  readonly bottom: number;
}

/** Attention and MLP: one after the other, or side by side. */
function halves(model: DiagramModel, frame: Frame, top: number, isNarrow: boolean): Halves {
  if (!model.hasMlp) return inTurn(model, frame, top);
  if (!model.isParallel) return inTurn(model, frame, top);
  return isNarrow ? parallelStacked(model, frame, top) : sideBySide(model, frame, top);
}

const panelsX = ({ laneX, laneWidth }: Frame) => laneX + laneWidth / 2 + 24;

function inTurn(model: DiagramModel, frame: Frame, top: number): Halves {
  const { laneX, right } = frame;
  const x = panelsX(frame);
  const width = right - 12 - x;
  const attention = attentionPanel(panelAt(x, top, width), model);
  const shapes = [
    ...read('attention', laneX, attention),
    ...write('attention', laneX, attention),
    ...attention.shapes,
  ];
  if (!model.hasMlp) return { shapes, pieces: attention.pieces, bottom: attention.bottom + 8 };
  const mlp = mlpPanel(panelAt(x, attention.bottom + 24, width), model);
  return {
    shapes: [...shapes, ...read('mlp', laneX, mlp), ...write('mlp', laneX, mlp), ...mlp.shapes],
    pieces: [...attention.pieces, ...mlp.pieces],
    bottom: mlp.bottom + 26,
  };
}

/** Both read the same stream and are added to it together. */
function sideBySide(model: DiagramModel, frame: Frame, top: number): Halves {
  const { laneX, right } = frame;
  const x = panelsX(frame);
  const gap = 26;
  const width = (right - 12 - x - gap) / 2;
  const attention = attentionPanel(panelAt(x, top + 18, width), model);
  const mlp = mlpPanel(panelAt(x + width + gap, top + 18, width), model);
  const bottom = Math.max(attention.bottom, mlp.bottom) + 20;
  const across = top;
  const sum = { x: laneX, y: bottom };
  return {
    shapes: [
      path(
        'mlp read',
        'line',
        elbow([
          { x: laneX, y: across },
          { x: mlp.entry.x - 16, y: across },
          { x: mlp.entry.x - 16, y: mlp.entry.y },
          mlp.entry,
        ]),
      ),
      path(
        'attention read',
        'line',
        elbow([
          { x: laneX, y: across },
          { x: x - 12, y: across },
          { x: x - 12, y: attention.entry.y },
          attention.entry,
        ]),
      ),
      circle('read', 'dot', laneX, across, 3),
      path(
        'attention write',
        'line',
        elbow([
          attention.exit,
          { x: attention.exit.x - 14, y: attention.exit.y },
          { x: attention.exit.x - 14, y: sum.y },
          { x: laneX + 9, y: sum.y },
        ]),
      ),
      path('mlp write', 'line', elbow([mlp.exit, { x: mlp.exit.x, y: sum.y }, { x: laneX + 9, y: sum.y }])),
      ...sumNode('mlp', laneX, sum.y),
      ...attention.shapes,
      ...mlp.shapes,
    ],
    pieces: [
      ...attention.pieces,
      ...mlp.pieces,
      { piece: 'sum', bounds: { x: laneX - 12, y: sum.y - 12, width: 24, height: 24 } },
    ],
    bottom: bottom + 8,
  };
}

/** As `sideBySide`, below one another: the MLP reads the stream from before the attention. */
function parallelStacked(model: DiagramModel, frame: Frame, top: number): Halves {
  const { laneX, laneWidth } = frame;
  const inner = inTurn(model, { ...frame }, top);
  const rail = laneX + laneWidth / 2 + 12;
  const mlpRead = inner.shapes.find(({ key }) => key === 'mlp read');
  if (mlpRead?.kind !== 'path') return inner;
  const entryY = Number(/ ([\d.]+)$/.exec(mlpRead.d)?.[1]);
  const around = elbow([
    { x: laneX, y: top + 12 },
    { x: rail, y: top + 12 },
    { x: rail, y: entryY },
    { x: panelsX(frame), y: entryY },
  ]);
  return {
    ...inner,
    shapes: inner.shapes
      .filter(({ key }) => key !== 'mlp dot')
      .map((shape) => (shape === mlpRead ? { ...mlpRead, d: around } : shape)),
  };
}

/** From the stream into the norm of a half. */
function read(key: string, laneX: number, { entry }: DrawnPanel): Shape[] {
  return [
    path(`${key} read`, 'line', elbow([{ x: laneX, y: entry.y }, entry])),
    circle(`${key} dot`, 'dot', laneX, entry.y, 3),
  ];
}

/** The result of a half, added to the stream. */
function write(key: string, laneX: number, { exit, entry }: DrawnPanel): Shape[] {
  const isBeside = exit.x < entry.x + 60;
  const y = isBeside ? exit.y : exit.y + 16;
  const corner = { x: exit.x, y };
  const points = isBeside ? [exit, { x: laneX + 9, y }] : [exit, corner, { x: laneX + 9, y }];
  return [path(`${key} write`, 'line', elbow(points)), ...sumNode(key, laneX, y)];
}

interface Foot extends Edge {
  readonly laneEnd: number;
}

function footer(model: DiagramModel, frame: Frame, start: number, width: number): Foot {
  const { laneX } = frame;
  const { tied, V, C, weights } = model;
  const labels = besideLane(frame, width);
  const top = start + 24;
  const pill = { x: laneX - 22, y: top, width: 44, height: 22 };
  const y = top + 44;
  return {
    laneEnd: y + 4,
    bottom: y + TABLE.height + 6,
    table: { x: laneX - TABLE.width / 2 + 8, y: y + TABLE.height / 2 },
    shapes: [
      ...label('stream', labels, start + 2, { title: 'residual stream', note: `width ${formatInteger(C)}` }),
      rect('finalNorm', 'pill', pill, 11),
      text('finalNorm name', { x: laneX, y: top + 15 }, [{ text: 'norm' }], 'middle'),
      ...label('finalNorm', labels, top + 11, {
        title: 'final norm',
        count: weights.outside.finalNorm,
      }),
      table('unembedding', tied ? 'tied' : 'embedding', frame, y, [frame.laneWidth + 8, TABLE.width]),
      ...label('unembedding', labels, y + TABLE.height / 2, {
        title: 'unembedding',
        count: weights.outside.unembedding,
        note: tied ? 'embedding, transposed' : `${formatInteger(V)} logits`,
      }),
    ],
    pieces: [
      { piece: 'stream', bounds: { x: labels.labelX - 8, y: start - 12, width: 200, height: 26 } },
      { piece: 'finalNorm', bounds: { x: laneX - 34, y: top - 4, width: 280, height: 30 } },
      { piece: 'unembedding', bounds: { x: laneX - 34, y: y - 4, width: 300, height: TABLE.height + 8 } },
    ],
  };
}

/** One matrix for both tables. */
function tiedLink({ tied }: DiagramModel, { laneX, left }: Frame, head: Edge, foot: Edge): Shape[] {
  if (!tied) return [];
  const x = Math.max(3, left - 14);
  return [
    path('tied', 'link', elbow([head.table, { x, y: head.table.y }, { x, y: foot.table.y }, foot.table], 12)),
    ...(laneX > 60
      ? [
          text(
            'tied name',
            { x: x - 6, y: (head.table.y + foot.table.y) / 2 },
            [{ text: 'tied', look: 'link-name' }],
            'middle',
          ),
        ]
      : []),
  ];
}
