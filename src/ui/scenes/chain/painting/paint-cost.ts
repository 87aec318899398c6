// The cost as squares whose sides are the distances of outputs from their targets, and z as a sum of lengths.

import type { Quantity } from '../../../../workers/rpc/api/lab-api.ts';
import { clamp } from '../../../stage/geometry.ts';
import { HALF, isLayered, isNarrow, isShort, RADIUS, sizeAt, type Vertex } from '../layout.ts';
import { hasPart } from '../shot.ts';
import { twoDecimals } from '../symbols.ts';
import { paintSymbol } from './math-text.ts';
import { type ChainPicture, colourOf, numberOf } from './picture.ts';

/** CSS pixels. */
const NAME_WIDTH = 30;

export function paintCost(picture: ChainPicture): void {
  const { shot, data, layout } = picture;
  const last = data.request.network.sizes.length - 1;
  if (hasPart(shot, 'square'))
    for (const vertex of layout.vertices)
      if (vertex.quantity.kind === 'a' && vertex.quantity.layer === last) paintSquare(picture, vertex);
  if (hasPart(shot, 'sum') && !isLayered(data)) paintSum(picture);
}

/** (a − y)² on the line from 0 to 1: between the dots of a and y stands the square; on a low canvas to the right of the cost. */
function paintSquare(picture: ChainPicture, { quantity, x, y }: Vertex): void {
  const { brush, view, data, motion } = picture;
  const { palette, context } = brush;
  const layered = isLayered(data);
  const target: Quantity = { ...quantity, kind: 'y' };
  const [a, wanted] = [numberOf(picture, quantity), numberOf(picture, target)];
  const width = (layered ? (isNarrow(view) ? 74 : 92) : 150) * view.scale;
  const cost = picture.layout.vertices.find((vertex) => vertex.quantity.kind === 'C');
  const [left, base] = layered
    ? [view.toX(x) + (RADIUS + 34) * sizeAt(view.scale), view.toY(y) + 46 * view.scale]
    : isShort(view) && cost
      ? [view.toX(cost.x) + HALF.x, view.toY(y) + 24]
      : [view.toX(x) + 18 * view.scale, view.toY(y) + 214 * view.scale];
  const xOf = (value: number) => left + clamp(value) * width;
  const side = Math.abs(xOf(a) - xOf(wanted)) * clamp(motion.terms - quantity.neuron);
  const from = Math.min(xOf(a), xOf(wanted));
  brush.fill({ x: from, y: base - side, width: side, height: side }, 2, palette.negative, 0.85);
  brush.line(left, base, left + width, base, palette.lineStrong, 1.5);
  for (const tick of [0, 1]) brush.line(xOf(tick), base - 4, xOf(tick), base + 4, palette.lineStrong, 1.2);
  // The names stand apart where their dots do not.
  const apart = Math.max(0, NAME_WIDTH - Math.abs(xOf(a) - xOf(wanted))) / 2;
  for (const each of [quantity, target]) {
    const [at, colour] = [xOf(numberOf(picture, each)), colourOf(palette, each)];
    const isLeft = (each === quantity) === a < wanted;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(at, base, 5, 0, 2 * Math.PI);
    context.fill();
    paintSymbol(picture, each, data.request.network, at + (isLeft ? -apart : apart), base + 19, {
      ...{ size: 16, colour },
    });
  }
  if (side < 34) return;
  brush.text(twoDecimals((a - wanted) ** 2), from + side / 2, base - side / 2, {
    ...{ align: 'center', size: isNarrow(view) ? 12 : 15, isBold: true, colour: palette.background },
  });
}

/** z as an arrow of w a, then one of b, on the number line of z: below it, on a low canvas to the right of the cost. */
function paintSum(picture: ChainPicture): void {
  const { brush, view, data, layout, motion } = picture;
  const { palette } = brush;
  const { network } = data.request;
  const last = network.sizes.length - 1;
  const at = (kind: Quantity['kind'], layer: number): Quantity => ({
    kind,
    layer,
    neuron: 0,
    ...(kind === 'w' && { from: 0 }),
  });
  const [w, b, z] = (['w', 'b', 'z'] as const).map((kind) => at(kind, last));
  const nodeOf = (kind: Quantity['kind']) =>
    layout.vertices.find(({ quantity }) => quantity.kind === kind && quantity.layer === last);
  const [vertex, cost] = [nodeOf('z'), nodeOf('C')];
  if (!vertex || !cost) return;
  const product = numberOf(picture, w) * numberOf(picture, at('a', last - 1));
  const bias = numberOf(picture, b);
  const width = 400 * view.scale;
  const unit = width / 8;
  const [zero, y] = isShort(view)
    ? [view.toX(cost.x) + HALF.x + width / 2, view.toY(cost.y) - 20]
    : [view.toX(vertex.x), view.toY(vertex.y) + 196 * view.scale];
  brush.line(zero - width / 2, y, zero + width / 2, y, palette.lineStrong, 1.5);
  brush.line(zero, y - 34, zero, y + 66, palette.line, 1);
  const bar = (from: number, to: number, row: number, colour: string, shown: number) => {
    if (shown < 0.02) return;
    const end = from + (to - from) * shown;
    brush.fill(
      {
        x: zero + Math.min(from, end) * unit,
        y: y + row,
        width: Math.max(2, Math.abs(end - from) * unit),
        height: 20,
      },
      3,
      colour,
      0.95,
    );
  };
  bar(0, product, -25, palette.positive, clamp(motion.terms));
  bar(product, product + bias, 5, palette.bias, clamp(motion.terms - 1));
  bar(0, product + bias, 33, palette.key, clamp(motion.terms - 2));
  const label = (quantity: Quantity, row: number, extra?: Quantity) => {
    const x = zero + width / 2 + 8;
    const own = paintSymbol(picture, quantity, network, x, y + row, {
      ...{ size: 19, colour: colourOf(palette, quantity), align: 'left' },
    });
    if (extra)
      paintSymbol(picture, extra, network, x + own + 3, y + row, {
        ...{ size: 19, colour: colourOf(palette, extra), align: 'left' },
      });
  };
  label(w, -14, at('a', last - 1));
  label(b, 16);
  label(z, 44);
}
