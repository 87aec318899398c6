// Quantities: neurons as circles, the others as boxes, each with its number, its number line, and its nudge.

import type { Quantity } from '../../../../workers/rpc/api/lab-api.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { clamp, type Rect } from '../../../stage/geometry.ts';
import {
  HALF,
  isLayered,
  isNarrow,
  neuronRadius,
  RADIUS,
  sizeAt,
  type Vertex,
  type View,
} from '../layout.ts';
import { gradientOf, quantitiesOf, quantityKey, rangeOf } from '../networks.ts';
import { hasPart } from '../shot.ts';
import { twoDecimals } from '../symbols.ts';
import { paintSymbol } from './math-text.ts';
import {
  type ChainPicture,
  changeOf,
  colourOf,
  depthOf,
  isLit,
  litness,
  magnification,
  numberOf,
  ordersOf,
  pathKeys,
} from './picture.ts';

/** Smaller scales have no room for number lines and changes: the curves show the nudge. */
const LINED = 0.5;

export function paintNodes(picture: ChainPicture): void {
  const keys = pathKeys(picture);
  const orders = ordersOf(picture.data);
  for (const vertex of picture.layout.vertices) {
    const alpha = vertex.alpha * introduced(picture, vertex.quantity);
    if (alpha < 0.02) continue;
    const isOutside = keys.size > 0 && !keys.has(vertex.key) && picture.lit !== vertex.key;
    paintNode(picture, vertex, alpha * (isOutside ? 0.62 : 1), orders.get(vertex.key));
  }
}

/** 0 for what the moment has not come to yet, and for targets that the squares of the cost show. */
export const introduced = (
  { shot, data }: Pick<ChainPicture, 'shot' | 'data'>,
  { kind }: Quantity,
): number =>
  (shot.isBare && kind !== 'a') || (kind === 'y' && isLayered(data) && hasPart(shot, 'square')) ? 0 : 1;

function paintNode(picture: ChainPicture, vertex: Vertex, alpha: number, order: number | undefined): void {
  const { brush, view, shot, data } = picture;
  const { quantity, key } = vertex;
  const size = sizeAt(view.scale);
  const [x, y] = [view.toX(vertex.x), view.toY(vertex.y)];
  const lit = litness(picture, depthOf(picture, quantity));
  const isChosen = isLit(picture, key, quantity) || (order === 0 && hasPart(shot, 'nudge'));
  const colour = isChosen ? brush.palette.highlight : brush.palette.lineStrong;
  const isOnEdge = quantity.kind === 'w' && view.pose.unfolded < 0.5;
  const isLoose = isOnEdge || (quantity.kind === 'b' && view.pose.unfolded < 0.5);
  if (quantity.kind === 'a') paintNeuron(picture, vertex, x, y, alpha, lit, colour, isChosen);
  else {
    if (!isLoose) {
      const rect = {
        x: x - HALF.x * size,
        y: y - HALF.y * size,
        width: 2 * HALF.x * size,
        height: 2 * HALF.y * size,
      };
      brush.fill(rect, 10, brush.palette.raised, alpha);
      brush.outline(rect, 10, colour, alpha, isChosen ? 2.4 : 1.3);
    }
    const symbolSize = clamp(20 * size, 14, 26);
    const own = colourOf(brush.palette, quantity);
    paintSymbol(picture, quantity, data.request.network, x, y - 11 * size, {
      ...{ size: symbolSize, colour: own, alpha, hasHalo: isLoose },
    });
    const text = twoDecimals(numberOf(picture, quantity));
    brush.text(text, x, y + 14 * size, {
      ...{ align: 'center', size: clamp(14 * size, 12, 16), colour: brush.palette.text, hasHalo: isLoose },
      alpha: alpha * (0.15 + 0.85 * lit),
    });
  }
  const hasRoom = view.scale >= LINED || isLayered(data);
  const hasLine = hasPart(shot, 'lines') || (hasPart(shot, 'nudge') && order !== undefined);
  if (hasLine && hasRoom && !isLayered(data)) paintLine(picture, vertex, alpha, order);
  if (hasRoom && hasPart(shot, 'nudge') && order !== undefined) paintChange(picture, vertex, alpha, order);
  if (shot.play === 'parameters') paintSensitivity(picture, vertex, alpha);
}

function paintNeuron(
  { brush, view, data }: ChainPicture,
  { quantity }: Vertex,
  x: number,
  y: number,
  alpha: number,
  lit: number,
  colour: string,
  isChosen: boolean,
): void {
  const { context, palette } = brush;
  const size = sizeAt(view.scale);
  const radius = neuronRadius(view);
  const value = numberOf({ data }, quantity);
  const light = clamp(value) * lit;
  context.globalAlpha = palette.isDark || alpha < 0.5 ? alpha : 1; // on white, a fainter neuron hides its number
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = palette.neuron(light);
  context.fill();
  context.lineWidth = isChosen ? 3 : 1.6;
  context.strokeStyle = colour;
  context.stroke();
  context.globalAlpha = 1;
  const ink = light > 0.5 ? palette.pixelOff : palette.isDark ? palette.text : palette.pixelMuted;
  brush.text(twoDecimals(value), x, y, {
    ...{ align: 'center', size: clamp(14 * size, 12, 17), colour: ink, alpha: alpha * lit },
  });
}

/** Names of neurons are above them, over the arrows. */
export function paintNames(picture: ChainPicture): void {
  const { brush, view, data, layout } = picture;
  const size = sizeAt(view.scale);
  for (const vertex of layout.vertices) {
    if (vertex.quantity.kind !== 'a' || vertex.alpha < 0.02) continue;
    const [x, y] = [view.toX(vertex.x), view.toY(vertex.y) - neuronRadius(view) - 15 * size];
    paintSymbol(picture, vertex.quantity, data.request.network, x, y, {
      ...{ size: clamp(22 * size, 14, 28), colour: brush.palette.text, alpha: vertex.alpha, hasHalo: true },
    });
  }
}

/** The number line of a quantity, below it: where it can be dragged, and where its dot is. */
export function lineRect({ quantity, x, y }: Vertex, view: View): Rect {
  const size = sizeAt(view.scale);
  const half = 56 * size;
  const gap = (quantity.kind === 'a' ? RADIUS + 14 : HALF.y + 13) * size;
  return { x: view.toX(x) - half, y: view.toY(y) + gap - 8, width: 2 * half, height: 16 };
}

/** Share of the number line up to a value. */
const shareOf = (value: number, quantity: Quantity): number => {
  const [least, most] = rangeOf(quantity);
  return clamp((value - least) / (most - least));
};

function paintLine(picture: ChainPicture, vertex: Vertex, alpha: number, order: number | undefined): void {
  const { brush, view, motion, data } = picture;
  const { palette, context } = brush;
  const { quantity } = vertex;
  const rect = lineRect(vertex, view);
  const y = rect.y + rect.height / 2;
  const value = numberOf(picture, quantity);
  const [least, most] = rangeOf(quantity);
  const xOf = (at: number) => rect.x + rect.width * shareOf(at, quantity);
  brush.line(rect.x, y, rect.x + rect.width, y, palette.lineStrong, 1.5, alpha);
  for (const tick of [least, (least + most) / 2, most])
    brush.line(xOf(tick), y - 4, xOf(tick), y + 4, palette.lineStrong, 1.2, alpha);
  const colour = colourOf(palette, quantity);
  const isNudged =
    order !== undefined && (hasPart(picture.shot, 'nudge') || motion.playing?.play === 'nudge');
  const moved = !isNudged ? 0 : motion.nudgeAt(order) * magnification(data) * changeOf(data, quantity);
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.beginPath();
  context.arc(xOf(value), y, 4.5, 0, 2 * Math.PI);
  context.fill();
  if (moved !== 0) {
    brush.line(xOf(value), y, xOf(value + moved), y, palette.highlight, 3, alpha);
    context.globalAlpha = alpha;
    context.strokeStyle = palette.highlight;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(xOf(value + moved), y, 6, 0, 2 * Math.PI);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** ∂q: what the nudge changes a quantity by. */
function paintChange(picture: ChainPicture, vertex: Vertex, alpha: number, order: number): void {
  const { brush, view, motion, data, shot } = picture;
  if (hasPart(shot, 'ends') && order > 0 && vertex.quantity.kind !== 'C') return;
  const shown = motion.playing?.play === 'nudge' ? clamp(motion.nudgeAt(order) * 4) : 1;
  const change = changeOf(data, vertex.quantity);
  if (shown < 0.02 || change === 0) return;
  const rect = lineRect(vertex, view);
  const above = view.toY(vertex.y) - (HALF.y + 12) * sizeAt(view.scale);
  const y = isLayered(data) ? rect.y + 8 : vertex.quantity.kind === 'w' ? above : rect.y + 27;
  const text = `${change > 0 ? '+' : ''}${formatSignificant(Number(change.toPrecision(2)))}`;
  const size = isNarrow(view) ? 12 : 14;
  // Below a bias the first curve has its title.
  const isBesideCurve = vertex.quantity.kind === 'b' && hasPart(shot, 'curves');
  brush.text(text, isBesideCurve ? rect.x : view.toX(vertex.x), y, {
    ...{
      align: isBesideCurve ? 'left' : 'center',
      size,
      isBold: true,
      colour: brush.palette.highlight,
      alpha: alpha * shown,
      hasHalo: true,
    },
  });
}

/** Every weight and bias in turn: an arrow for what the cost does, as large as the derivative. */
function paintSensitivity(picture: ChainPicture, vertex: Vertex, alpha: number): void {
  const { brush, view, data, motion } = picture;
  const { all, request } = data;
  const { network } = request;
  const { quantity } = vertex;
  if (!all) return;
  const parameters = quantitiesOf(network).filter(({ kind }) => kind === 'w' || kind === 'b');
  const largest = Math.max(...parameters.map((each) => Math.abs(gradientOf(all, each))), 1e-12);
  const arrow = (x: number, y: number, slope: number, shown: number) => {
    const length = (slope / largest) * 30 * shown;
    const [colour, sign] = slope > 0 ? [brush.palette.positive, -1] : [brush.palette.negative, 1];
    if (Math.abs(length) < 1) return;
    const tip = y + sign * Math.abs(length);
    brush.line(x, y, x, tip, colour, 4, alpha);
    const { context } = brush;
    context.globalAlpha = alpha;
    context.fillStyle = colour;
    context.beginPath();
    context.moveTo(x - 6, tip);
    context.lineTo(x + 6, tip);
    context.lineTo(x, tip + sign * 8);
    context.fill();
    context.globalAlpha = 1;
  };
  const [x, y] = [view.toX(vertex.x), view.toY(vertex.y)];
  const size = sizeAt(view.scale);
  const index = parameters.findIndex((each) => quantityKey(each, network) === vertex.key);
  if (index >= 0) arrow(x + 46 * size, y, gradientOf(all, quantity), clamp(motion.parameters - index));
  if (quantity.kind !== 'C' || !Number.isFinite(motion.parameters)) return;
  const present = parameters[Math.floor(motion.parameters)];
  if (present) arrow(x + 66 * size, y, gradientOf(all, present), Math.sin(Math.PI * (motion.parameters % 1)));
}
