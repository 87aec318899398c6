// Arrows and connections, what runs along them, and how much each weight changes the cost.

import type { Quantity } from '../../../../workers/rpc/api/lab-api.ts';
import { clamp } from '../../../stage/geometry.ts';
import { type Edge, edgeEnds, isLayered, sizeAt } from '../layout.ts';
import { gradientOf, quantityKey } from '../networks.ts';
import { hasPart } from '../shot.ts';
import { type ChainPicture, depthOf, isLit, litness, numberOf, ordersOf, pathKeys } from './picture.ts';

export function paintEdges(picture: ChainPicture): void {
  const keys = pathKeys(picture);
  const orders = ordersOf(picture.data);
  for (const edge of picture.layout.edges) {
    if (edge.alpha < 0.02) continue;
    paintEdge(picture, edge, keys);
    paintSpark(picture, edge, orders);
  }
}

function paintEdge(picture: ChainPicture, edge: Edge, keys: ReadonlySet<string>): void {
  const { brush, view, data, shot } = picture;
  const { palette } = brush;
  const { to, weight, alpha } = edge;
  if (shot.isBare && !weight) return;
  const { x0, y0, x1, y1, angle } = edgeEnds(edge, view);
  const size = sizeAt(view.scale);
  const isFollowed = isOfPath(picture, edge, keys);
  const lit = litness(picture, depthOf(picture, to.quantity) - 0.5);
  const share = gradientShare(picture, edge);
  const isHighlighted =
    weight !== undefined && isLit(picture, quantityKey(weight, data.request.network), weight);
  const faint = keys.size > 0 && !isFollowed ? 0.45 : 1;
  const strength = (0.25 + 0.75 * lit) * alpha * (isHighlighted ? 1 : faint);
  let colour: string = palette.lineStrong;
  let width = isFollowed ? 3 : 1.6;
  // Where colours are signs of the gradient, those of the weights would be read as such.
  const tellsGradient = hasPart(shot, 'gradient') || shot.play === 'parameters';
  if (weight && (isLayered(data) || view.pose.unfolded < 0.5) && keys.size === 0 && !tellsGradient) {
    const value = numberOf(picture, weight);
    colour = value < 0 ? palette.negative : palette.positive;
    width = 0.8 + 1.1 * Math.abs(value);
  }
  if (isFollowed || isHighlighted) colour = palette.highlight;
  if (share !== undefined) {
    colour = share < 0 ? palette.negative : palette.positive;
    width = 1 + 7 * Math.abs(share);
  }
  if (isHighlighted) width = Math.max(width, 4);
  brush.line(x0, y0, x1, y1, colour, width * size, strength);
  if (!isLayered(data)) paintHead(picture, x1, y1, angle, colour, strength);
}

/** Whether the path that the shot follows runs along an arrow: it begins with the connection of its weight, where the weight is not drawn. */
function isOfPath(picture: ChainPicture, edge: Edge, keys: ReadonlySet<string>): boolean {
  if (keys.size > 0 && edge.weight && isChosen(picture, edge.weight)) return true;
  return keys.has(edge.from.key) && keys.has(edge.to.key) && isOnPath(picture, edge);
}

/** With one path through a weight, its connection is on it, though the weight is not drawn. */
function isOnPath({ data }: ChainPicture, { from, to, weight }: Edge): boolean {
  if (!weight) return true;
  const { network, of } = data.request;
  if (of.kind === 'w')
    return of.layer !== weight.layer || quantityKey(of, network) === quantityKey(weight, network);
  return data.chain.paths.some(({ factors }) =>
    factors.some(
      (factor) =>
        quantityKey(factor.by, network) === from.key &&
        factor.of.layer === to.quantity.layer &&
        factor.of.neuron === to.quantity.neuron,
    ),
  );
}

function paintHead(
  { brush }: ChainPicture,
  x: number,
  y: number,
  angle: number,
  colour: string,
  alpha: number,
): void {
  const { context } = brush;
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(5, 0);
  context.lineTo(-6, -5);
  context.lineTo(-6, 5);
  context.fill();
  context.restore();
}

/** In the largest of all, where the backward front has passed: how much the weight of a connection changes the cost, with its sign. */
function gradientShare(picture: ChainPicture, { to, weight }: Edge): number | undefined {
  const { data, shot, motion } = picture;
  const { all, request } = data;
  const last = request.network.sizes.length - 1;
  if (!hasPart(shot, 'gradient') || !all || !weight) return undefined;
  if (shot.play !== 'backward' && !isChosen(picture, weight)) return undefined;
  const passed = clamp(motion.back - (last - to.quantity.layer) - 0.5);
  if (passed < 0.05) return undefined;
  const largest = Math.max(...all.layers.flatMap(({ weights }) => [...weights.data].map(Math.abs)), 1e-12);
  return (gradientOf(all, weight) / largest) * passed;
}

const isChosen = ({ data: { request } }: ChainPicture, quantity: Quantity): boolean =>
  quantityKey(quantity, request.network) === quantityKey(request.of, request.network);

/** Light that runs along the arrows: the nudge forwards, the gradient backwards. */
function paintSpark(picture: ChainPicture, edge: Edge, orders: ReadonlyMap<string, number>): void {
  const { motion, brush, view, data, shot } = picture;
  const { palette, context } = brush;
  const { x0, y0, x1, y1 } = edgeEnds(edge, view);
  const dot = (t: number, colour: string, radius: number) => {
    context.globalAlpha = Math.sin(Math.PI * clamp(t)) ** 0.5;
    context.fillStyle = colour;
    context.beginPath();
    context.arc(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, radius, 0, 2 * Math.PI);
    context.fill();
    context.globalAlpha = 1;
  };
  const forward = Number.isFinite(motion.front)
    ? motion.front - (depthOf(picture, edge.from.quantity) - (isLayered(data) ? 0 : 2 * view.pose.first))
    : -1;
  if (forward > 0 && forward < 1) dot(forward, palette.positive, 4.5);
  const order = startOf(picture, edge, orders);
  const spark = order === undefined ? undefined : motion.sparkAt(order);
  if (spark !== undefined) dot(spark, palette.highlight, 6);
  if (!Number.isFinite(motion.back)) return;
  const steps = hasPart(shot, 'gradient')
    ? edgesToCost(picture, edge.to.quantity)
    : stepsFromCost(order, orders);
  const back = steps === undefined ? -1 : motion.back - steps;
  if (back > 0 && back < 1) dot(1 - back, palette.gradient, 5.5);
}

/** Arrows before this one on its path; a connection of neurons stands for those from activation to activation. */
function startOf(picture: ChainPicture, edge: Edge, orders: ReadonlyMap<string, number>): number | undefined {
  const [from, to] = [orders.get(edge.from.key), orders.get(edge.to.key)];
  const { of, network } = picture.data.request;
  if (edge.weight && quantityKey(edge.weight, network) === quantityKey(of, network)) return 0;
  if (from === undefined || to === undefined || to <= from || !isOnPath(picture, edge)) return undefined;
  return from;
}

const stepsFromCost = (order: number | undefined, orders: ReadonlyMap<string, number>): number | undefined =>
  order === undefined ? undefined : Math.max(...orders.values()) - order - 1;

function edgesToCost(picture: ChainPicture, { kind, layer }: Quantity): number {
  const last = picture.data.request.network.sizes.length - 1;
  return kind === 'C' ? 0 : last - layer + 1;
}
