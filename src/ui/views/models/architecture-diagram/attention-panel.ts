// Attention, from the norm down to the output projection: a column a head, queries over the keys and values that it shares.

import { formatSignificant } from '../../../format/quantities.ts';
import { type DiagramModel, hasBias } from './diagram-model.ts';
import { type DrawnPanel, label, normPill, type Panel, PILL, rowBounds } from './panel.ts';
import { elbow, path, rect, type Shape, text } from './shapes.ts';

const CHIP = 14;
const WIDEST_COLUMN = 96;

export function attentionPanel(panel: Panel, model: DiagramModel): DrawnPanel {
  const { x, y, body, pitch } = panel;
  const { H, keyValueHeads: KV, headWidth: D, qkNorm, positions, weights } = model;
  const { block } = weights;
  const column = Math.min(WIDEST_COLUMN, body.width / H);
  const gap = column > 20 ? 6 : column > 9 ? 3 : 1.5;
  const width = column * H;
  const centre = (head: number) => body.x + column * (head + 0.5);
  const size = Math.min(column - gap, 30);

  const rows = rowsOf(y + PILL.height + 18, pitch, size, {
    hasNorm: qkNorm,
    isRotary: positions === 'rotary',
  });
  const norm = normPill('attentionNorm', panel, model, block.attentionNorm ?? 0);

  /** Lines from the norm: that of the lowest row is leftmost, so that none cross. */
  const bus = (key: 'query' | 'key' | 'value', offset: number) =>
    path(
      `${key} in`,
      `line ${key}`,
      elbow([
        { x: x + offset, y: y + PILL.height },
        { x: x + offset, y: rows[key] + CHIP / 2 },
        { x: body.x + 2, y: rows[key] + CHIP / 2 },
      ]),
    );
  const chips = (key: 'query' | 'key' | 'value', count: number) =>
    Array.from({ length: count }, (_, i) => {
      const span = width / count;
      const chip = { x: body.x + span * i + gap / 2, y: rows[key], width: span - gap, height: CHIP };
      return rect(`${key} ${i}`, `chip ${key}`, chip, Math.min(5, (span - gap) / 3));
    });

  const heads = Array.from({ length: H }, (_, head) => head);
  const shadeOf = (head: number) => (H === 1 ? 0 : head / (H - 1));
  const shift = Math.min(6, (column - gap) / 3);
  const threads = heads.flatMap((head) =>
    (['query', 'key', 'value'] as const).map((key, i) => {
      const at = centre(head) + (i - 1) * shift;
      return path(
        `${key} thread ${head}`,
        `thread ${key}`,
        elbow([
          { x: at, y: rows[key] + CHIP },
          { x: at, y: rows.heads },
        ]),
      );
    }),
  );
  const outputs = heads.map((head) =>
    path(
      `z ${head}`,
      'thread head',
      elbow([
        { x: centre(head), y: rows.heads + size },
        { x: centre(head), y: rows.output },
      ]),
      shadeOf(head),
    ),
  );
  const output = { x: body.x, y: rows.output, width, height: CHIP };
  const exit = { x: body.x, y: rows.output + CHIP / 2 };

  return {
    shapes: [
      bus('value', 10),
      bus('key', 15),
      bus('query', 20),
      ...threads,
      ...outputs,
      ...norm.shapes,
      ...chips('query', H),
      ...chips('key', KV),
      ...chips('value', KV),
      ...(qkNorm ? bandOf('qkNorm', panel, rows.qkNorm, width, column) : []),
      ...(positions === 'rotary' ? rotations(model, panel, rows.rotary, column) : []),
      ...heads.flatMap((head) => pattern(head, centre(head), rows.heads, size, shadeOf(head))),
      rect('output', 'output', output, 5),
      ...label('query', panel, rows.query + CHIP / 2, {
        title: H === 1 ? 'query' : 'queries',
        look: 'query',
        count: block.query,
        hasBias: hasBias(model, 'qkv'),
      }),
      ...label('key', panel, rows.key + CHIP / 2, {
        title: KV === 1 ? 'key' : 'keys',
        look: 'key',
        count: block.key,
        hasBias: hasBias(model, 'qkv'),
      }),
      ...(qkNorm
        ? label('qkNorm', panel, rows.qkNorm + 8, {
            title: 'QK-norm',
            count: (block.queryNorm ?? 0) + (block.keyNorm ?? 0),
          })
        : []),
      ...(positions === 'rotary'
        ? label('rotary', panel, rows.rotary + 9, { title: 'rotation', note: rotationNote(model) })
        : []),
      ...label('value', panel, rows.value + CHIP / 2, {
        title: KV === 1 ? 'value' : 'values',
        look: 'value',
        count: block.value,
        hasBias: hasBias(model, 'qkv'),
      }),
      ...label('heads', panel, rows.heads + size / 2, {
        title: H === 1 ? '1 head' : `${H} heads`,
        look: 'heads',
        note: `${panel.isCompact ? 'D' : 'of width'} ${D}`,
      }),
      ...label('output', panel, rows.output + CHIP / 2, {
        title: 'output',
        count: block.output,
        hasBias: hasBias(model, 'output'),
      }),
    ],
    pieces: [
      ...norm.pieces,
      ...(['query', 'key', 'value', 'output'] as const).map((piece) => ({
        piece,
        bounds: rowBounds(panel, rows[piece], CHIP),
      })),
      ...(qkNorm ? [{ piece: 'qkNorm' as const, bounds: rowBounds(panel, rows.qkNorm, 16) }] : []),
      ...(positions === 'rotary'
        ? [{ piece: 'rotary' as const, bounds: rowBounds(panel, rows.rotary, 18) }]
        : []),
      { piece: 'heads', bounds: rowBounds(panel, rows.heads, size) },
    ],
    entry: { x, y: y + PILL.height / 2 },
    exit,
    bottom: rows.output + CHIP,
  };
}

/** Tops of the rows. Queries and keys are normed and rotated before the values join them. */
function rowsOf(top: number, pitch: number, size: number, { hasNorm = false, isRotary = false }) {
  const key = top + pitch;
  const qkNorm = key + pitch - 4;
  const rotary = qkNorm + (hasNorm ? pitch - 4 : 0);
  const value = rotary + (isRotary ? pitch - 2 : 4);
  const heads = value + pitch;
  return { query: top, key, qkNorm, rotary, value, heads, output: heads + Math.max(size, 18) + 16 };
}

/** Across the queries and keys of all heads. */
function bandOf(key: 'qkNorm', { body }: Panel, y: number, width: number, column: number): Shape[] {
  const band = { x: body.x, y, width, height: 16 };
  const name = text(`${key} name`, { x: body.x + width / 2, y: y + 12 }, [{ text: 'RMS norm' }], 'middle');
  return [rect(key, 'pill', band, 8), ...(width > 70 && column > 0 ? [name] : [])];
}

/** A dial for each head, turned by the share of its entries that is rotated. */
function rotations({ H, rotaryFraction }: DiagramModel, { body }: Panel, y: number, column: number): Shape[] {
  const r = Math.min(7.5, column / 2 - 1);
  return Array.from({ length: H }, (_, head) => {
    const x = body.x + column * (head + 0.5);
    return [
      path(`dial ${head}`, 'dial back', ring(x, y + 9, r)),
      path(`turn ${head}`, 'dial', arc(x, y + 9, r, Math.min(rotaryFraction, 0.88))),
    ];
  }).flat();
}

const ring = (x: number, y: number, r: number) => `M${x} ${y - r}A${r} ${r} 0 1 1 ${x - 0.01} ${y - r}Z`;

/** Clockwise from the top, with an arrow head. */
function arc(x: number, y: number, r: number, share: number): string {
  const angle = 2 * Math.PI * share;
  const at = (radius: number, turn: number) =>
    `${(x + radius * Math.sin(turn)).toFixed(1)} ${(y - radius * Math.cos(turn)).toFixed(1)}`;
  const head = r < 4 ? 0 : 3;
  const back = angle - head / r;
  return `M${at(r, 0)}A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${at(r, angle)}M${at(r + head, back)}L${at(r, angle)}L${at(r - head, back)}`;
}

function rotationNote({ rotaryFraction }: DiagramModel): string {
  return rotaryFraction < 1 ? `${formatSignificant(100 * rotaryFraction)} %` : 'by position';
}

/** The cells that the causal mask leaves: rows are keys, columns queries, as in the video. */
function pattern(head: number, x: number, y: number, size: number, shade: number): Shape[] {
  const left = x - size / 2;
  const cells = size >= 16 ? 4 : size >= 9 ? 3 : 1;
  const step = size / cells;
  const stairs = Array.from({ length: cells }, (_, i) => {
    const bottom = y + step * (i + 1);
    return `${i === 0 ? `L${left} ${bottom}` : `H${left + step * i}V${bottom}`}`;
  }).join('');
  return [
    rect(`mask ${head}`, 'mask', { x: left, y, width: size, height: size }, 3, shade),
    path(`pattern ${head}`, 'pattern', `M${left} ${y}${stairs}H${left + size}V${y}Z`, shade),
  ];
}
