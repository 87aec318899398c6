// Attention, from the norm down to the output projection: a column a head, queries over the keys and values that it shares.

import { msg, str } from '@lit/localize';
import { tickOf } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { type DiagramModel, hasBias } from './diagram-model.ts';
import { type DrawnPanel, label, normPill, type Panel, PILL, rowBounds } from './panel.ts';
import { elbow, type Piece, path, rect, type Shape, text } from './shapes.ts';

/** Heights of rows. */
const [CHIP, NORM, DIAL] = [14, 16, 18];
const WIDEST_COLUMN = 96;
const LARGEST_PATTERN = 30;

const PROJECTIONS = ['query', 'key', 'value'] as const;
type Projection = (typeof PROJECTIONS)[number];

/** The columns of the heads and the tops of the rows. */
interface Grid {
  readonly x: number;
  readonly column: number;
  readonly gap: number;
  readonly width: number;
  /** Width and height of a head's pattern. */
  readonly pattern: { readonly width: number; readonly height: number };
  readonly rows: Readonly<Record<Projection | 'qkNorm' | 'rotary' | 'heads' | 'output', number>>;
  centre(head: number): number;
  /** From the first head, 0, to the last, 1. */
  shade(head: number): number;
}

export function attentionPanel(panel: Panel, model: DiagramModel): DrawnPanel {
  const { x, y } = panel;
  const grid = gridOf(panel, model);
  const norm = normPill('attentionNorm', panel, model, model.weights.block.attentionNorm ?? 0);
  const heads = Array.from({ length: model.H }, (_, head) => head);
  const { output } = grid.rows;
  return {
    shapes: [
      ...inputs(panel, grid),
      ...heads.flatMap((head) => threads(grid, head)),
      ...norm.shapes,
      ...chips(grid, 'query', model.H),
      ...chips(grid, 'key', model.keyValueHeads),
      ...chips(grid, 'value', model.keyValueHeads),
      ...(model.qkNorm ? normBand(grid) : []),
      ...(model.positions === 'rotary' ? heads.flatMap((head) => dial(model, grid, head)) : []),
      ...heads.flatMap((head) => pattern(grid, head)),
      rect('output', 'output', { x: grid.x, y: output, width: grid.width, height: CHIP }, 5),
      ...labels(panel, grid, model),
    ],
    pieces: [...norm.pieces, ...pieces(panel, grid, model)],
    entry: { x, y: y + PILL.height / 2 },
    exit: { x: grid.x, y: output + CHIP / 2 },
    bottom: output + CHIP,
  };
}

/** Queries and keys are normed and rotated before the values join them. */
function gridOf({ y, body, pitch }: Panel, { H, qkNorm, positions }: DiagramModel): Grid {
  const column = Math.min(WIDEST_COLUMN, body.width / H);
  const gap = column > 20 ? 6 : column > 9 ? 3 : 1.5;
  const size = Math.min(column - gap, LARGEST_PATTERN);
  const height = Math.max(size, 12);
  const query = y + PILL.height + 14;
  const key = query + pitch;
  const norm = key + pitch - 4;
  const rotary = norm + (qkNorm ? pitch - 4 : 0);
  const value = rotary + (positions === 'rotary' ? pitch - 2 : 4);
  const heads = value + pitch;
  return {
    ...{ x: body.x, column, gap, width: column * H, pattern: { width: size, height } },
    rows: { query, key, qkNorm: norm, rotary, value, heads, output: heads + Math.max(height, 18) + 14 },
    centre: (head) => body.x + column * (head + 0.5),
    shade: (head) => (H === 1 ? 0 : head / (H - 1)),
  };
}

/** Lines from the norm: that of the lowest row is leftmost, so that none cross. */
function inputs({ x, y }: Panel, grid: Grid): Shape[] {
  return PROJECTIONS.map((key, i) => {
    const [from, to] = [x + 20 - 5 * i, grid.rows[key] + CHIP / 2];
    const points = [
      { x: from, y: y + PILL.height },
      { x: from, y: to },
      { x: grid.x + 2, y: to },
    ];
    return path(`${key}-in`, `line ${key}`, elbow(points));
  });
}

/** From query, key and value down to the pattern of a head, and from it to the output. */
function threads({ column, gap, rows, pattern, centre, shade }: Grid, head: number): Shape[] {
  const shift = Math.min(6, (column - gap) / 3);
  const vertical = (x: number, from: number, to: number) =>
    elbow([
      { x, y: from },
      { x, y: to },
    ]);
  return [
    ...PROJECTIONS.map((key, i) => {
      const x = centre(head) + (i - 1) * shift;
      return path(`${key}-thread-${head}`, `thread ${key}`, vertical(x, rows[key] + CHIP, rows.heads));
    }),
    path(
      `output-thread-${head}`,
      'thread head',
      vertical(centre(head), rows.heads + pattern.height, rows.output),
      shade(head),
    ),
  ];
}

/** One for each head; shared ones are as wide as the heads that share them. */
function chips({ x, width, gap, rows }: Grid, key: Projection, count: number): Shape[] {
  const span = width / count;
  return Array.from({ length: count }, (_, i) => {
    const chip = { x: x + span * i + gap / 2, y: rows[key], width: span - gap, height: CHIP };
    return rect(`${key}-${i}`, `chip ${key}`, chip, Math.min(5, (span - gap) / 3));
  });
}

/** Across the queries and keys of all heads. */
function normBand({ x, width, rows }: Grid): Shape[] {
  const band = { x, y: rows.qkNorm, width, height: NORM };
  const at = { x: x + width / 2, y: rows.qkNorm + 12 };
  return [
    rect('qkNorm', 'pill', band, NORM / 2),
    ...(width > 70 ? [text('qkNorm-name', at, [{ text: msg('RMS norm') }], 'middle')] : []),
  ];
}

/** The share of a head that rotates, as an arrow around a dial. */
function dial({ rotaryFraction }: DiagramModel, { column, rows, centre }: Grid, head: number): Shape[] {
  const r = Math.min(7.5, column / 2 - 1);
  const [x, y] = [centre(head), rows.rotary + DIAL / 2];
  const ring = `M${x} ${y - r}A${r} ${r} 0 1 1 ${x - 0.01} ${y - r}Z`;
  return [
    path(`dial-${head}`, 'dial back', ring),
    path(`turn-${head}`, 'dial', arrow(x, y, r, Math.min(rotaryFraction, 0.88))),
  ];
}

/** Clockwise from the top. */
function arrow(x: number, y: number, r: number, share: number): string {
  const angle = 2 * Math.PI * share;
  const at = (radius: number, turn: number) =>
    `${(x + radius * Math.sin(turn)).toFixed(1)} ${(y - radius * Math.cos(turn)).toFixed(1)}`;
  const barb = r < 4 ? 0 : 3;
  const back = angle - barb / r;
  const arc = `M${at(r, 0)}A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${at(r, angle)}`;
  return `${arc}M${at(r + barb, back)}L${at(r, angle)}L${at(r - barb, back)}`;
}

/** The cells that the causal mask leaves: rows are keys, columns queries, as in the video. */
function pattern({ rows, pattern: { width, height }, centre, shade }: Grid, head: number): Shape[] {
  const [left, top] = [centre(head) - width / 2, rows.heads];
  const cells = width >= 16 ? 4 : width >= 9 ? 3 : 1;
  const [across, down] = [width / cells, height / cells];
  const stairs = Array.from(
    { length: cells },
    (_, i) => `H${left + across * i}V${top + down * (i + 1)}`,
  ).join('');
  return [
    rect(`mask-${head}`, 'mask', { x: left, y: top, width, height }, 3, shade(head)),
    path(`pattern-${head}`, 'pattern', `M${left} ${top}${stairs}H${left + width}V${top}Z`, shade(head)),
  ];
}

function labels(panel: Panel, { rows, pattern }: Grid, model: DiagramModel): Shape[] {
  const { H, keyValueHeads: KV, headWidth: D, qkNorm, positions, attentionDropout: rate } = model;
  const { block } = model.weights;
  const isShort = panel.isCompact || rate > 0;
  const projection = (key: Projection, count: number, one: string, several: string) =>
    label(key, panel, rows[key] + CHIP / 2, {
      title: count === 1 ? one : several,
      look: key,
      count: block[key],
      hasBias: hasBias(model, 'qkv'),
    });
  return [
    ...projection('query', H, msg('query'), msg('queries')),
    ...projection('key', KV, msg('key'), msg('keys')),
    ...projection('value', KV, msg('value'), msg('values')),
    ...(qkNorm
      ? label('qkNorm', panel, rows.qkNorm + NORM / 2, {
          title: msg('QK-norm'),
          count: (block.queryNorm ?? 0) + (block.keyNorm ?? 0),
        })
      : []),
    ...(positions === 'rotary'
      ? label('rotary', panel, rows.rotary + DIAL / 2, { title: msg('rotation'), note: rotationNote(model) })
      : []),
    ...label('heads', panel, rows.heads + pattern.height / 2, {
      title: H === 1 ? msg('1 head') : msg(str`${H} heads`),
      note: `${isShort ? 'D' : msg('of width')} ${D}${rate > 0 ? msg(str` · drop ${tickOf(rate)}`) : ''}`,
    }),
    ...label('output', panel, rows.output + CHIP / 2, {
      title: msg('output'),
      count: block.output,
      hasBias: hasBias(model, 'output'),
    }),
  ];
}

const rotationNote = ({ rotaryFraction }: DiagramModel) =>
  rotaryFraction < 1 ? `${formatSignificant(100 * rotaryFraction)} %` : msg('by position');

function pieces(
  panel: Panel,
  { rows, pattern }: Grid,
  { qkNorm, positions }: DiagramModel,
): DrawnPanel['pieces'] {
  const row = (piece: Piece & keyof Grid['rows'], height: number) => ({
    piece,
    bounds: rowBounds(panel, rows[piece], height),
  });
  return [
    ...PROJECTIONS.map((key) => row(key, CHIP)),
    ...(qkNorm ? [row('qkNorm', NORM)] : []),
    ...(positions === 'rotary' ? [row('rotary', DIAL)] : []),
    row('heads', pattern.height),
    row('output', CHIP),
  ];
}
