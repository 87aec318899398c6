// Places of the quantities and of what is drawn beside them, in world units, and the camera of each view.

import type { Quantity } from '../../../workers/rpc/api/lab-api.ts';
import { type CameraPose, type Projection, projection } from '../../stage/camera.ts';
import { clamp, mix, type Rect } from '../../stage/geometry.ts';
import type { Viewport } from '../../stage/scene.ts';
import { quantitiesOf, quantityKey } from './networks.ts';
import { type ChainShot, hasPart } from './shot.ts';
import type { StageData } from './stage-data.ts';

export interface ChainPose extends CameraPose {
  /** How far neurons are taken apart into their quantities, 0 to 1. */
  readonly unfolded: number;
  /** Layers after this one are drawn. */
  readonly first: number;
}

export interface Vertex {
  readonly quantity: Quantity;
  readonly key: string;
  readonly x: number;
  readonly y: number;
  readonly alpha: number;
}

/** From a quantity to one that depends on it; `weight` where the arrow is a connection of neurons. */
export interface Edge {
  readonly from: Vertex;
  readonly to: Vertex;
  readonly weight?: Quantity;
  readonly alpha: number;
}

export interface ChainLayout {
  readonly vertices: readonly Vertex[];
  readonly edges: readonly Edge[];
}

export const isNarrow = ({ width, textScale }: Viewport): boolean => width < 640 * textScale;

/** Distances of columns and rows, and half a box; narrow pages have columns closer together. */
const STEP = { wide: 196, narrow: 140 };
const ROWS = { wide: 138, narrow: 136 };
/** Neurons of a layer, one below the other, and layers of several neurons. */
const NEURON_ROW = 132;
const LAYER_STEP = { wide: 300, narrow: 190 };
export const HALF = { x: 50, y: 27 };
export const RADIUS = 31;
/** Of a neuron that holds its number, in CSS pixels, and the height of its name. */
const LEAST_RADIUS = 15;
const NAME_HEIGHT = 26;
/** Curves below the quantities. */
const CURVES = {
  wide: { y: 284, width: 172, height: 206 },
  narrow: { y: 246, width: 132, height: 128 },
  /** More than three of them on a narrow page: each number below its ratio. */
  many: { y: 316, width: 132, height: 190 },
};
const FEW_CURVES = 3;
/** More room below the bias, where its nudge is drawn. */
const BELOW_BIAS = 26;
const EXAMPLES: Rect = { x: 0, y: 620, width: 860, height: 400 };
const GRADIENT = { width: 260, below: 210, row: { least: 33, most: 46 }, height: 330 };

/** Too low for curves below the quantities: they stand to the right. */
export const isShort = ({ width, height, textScale }: Viewport): boolean =>
  height < 300 * textScale && width > 1.6 * height;

/** Columns are closer together: there is more height than width. */
export const isCompact = (viewport: Viewport): boolean => isNarrow(viewport) && !isShort(viewport);

const sizeOf = (viewport: Viewport) => (isCompact(viewport) ? 'narrow' : 'wide');
const rowOf = (viewport: Viewport) => ROWS[sizeOf(viewport)];
const stepOf = (viewport: Viewport) => STEP[sizeOf(viewport)];
const layerStepOf = (viewport: Viewport) => LAYER_STEP[sizeOf(viewport)];

export const isLayered = ({ request }: StageData): boolean => request.network.sizes.some((size) => size > 1);

/** Folded, neurons are closer together; on a narrow page weights are above their names, and the cost stands apart. */
const FOLDED = 0.66;
const WEIGHTS = { wide: -0.36, narrow: -0.95 };

/** The column of the cost, counted like those of activations and sums. */
const costColumn = (last: number, viewport: Viewport, unfolded: number): number =>
  2 * last + (isCompact(viewport) ? mix(1.75, 1, unfolded) : 1);

export function layoutOf(data: StageData, pose: ChainPose, viewport: Viewport): ChainLayout {
  return isLayered(data) ? layeredLayout(data, viewport) : chainLayout(data, pose, viewport);
}

function chainLayout({ request: { network } }: StageData, pose: ChainPose, viewport: Viewport): ChainLayout {
  const last = network.sizes.length - 1;
  const { unfolded: t, first } = pose;
  const step = stepOf(viewport) * mix(FOLDED, 1, t);
  const row = rowOf(viewport);
  const size = sizeOf(viewport);
  const cost = costColumn(last, viewport, t);
  const apart = clamp((t - 0.35) / 0.65);
  const place = ({ kind, layer }: Quantity): [x: number, y: number, alpha: number] => {
    const within = clamp(layer - first);
    switch (kind) {
      case 'a':
        return [2 * layer * step, 0, clamp(layer - first + 1)];
      case 'z':
        return [(2 * layer - 1) * step, 0, apart * within];
      case 'w':
        return [(2 * layer - 1 - t) * step, mix(WEIGHTS[size], -1, t) * row, within];
      case 'b':
        return [(2 * layer - 2 * t) * step, mix(0.66, 1, t) * row, within];
      case 'y':
        return [(cost - t) * step, mix(-0.8, -1, t) * row, 1];
      case 'C':
        return [cost * step, 0, 1];
    }
  };
  const vertex = (quantity: Quantity): Vertex => {
    const [x, y, alpha] = place(quantity);
    return { quantity, key: quantityKey(quantity, network), x, y, alpha };
  };
  const vertices = [...quantitiesOf(network), COST(last)].map(vertex);
  const at = (kind: Quantity['kind'], layer: number) =>
    vertices.find(({ quantity }) => quantity.kind === kind && quantity.layer === layer) as Vertex;
  const edges: Edge[] = [];
  for (let layer = 1; layer <= last; layer++) {
    const alpha = clamp(layer - first);
    const [z, before] = [at('z', layer), at('a', layer - 1)];
    const weight = at('w', layer).quantity;
    edges.push(
      { from: before, to: at('a', layer), weight, alpha: alpha * (1 - apart) },
      ...[before, at('w', layer), at('b', layer)].map((from) => ({ from, to: z, alpha: alpha * apart })),
      { from: z, to: at('a', layer), alpha: alpha * apart },
    );
  }
  for (const end of [at('a', last), at('y', last)]) edges.push({ from: end, to: at('C', last), alpha: 1 });
  return { vertices, edges };
}

export const COST = (last: number): Quantity => ({ kind: 'C', layer: last, neuron: 0 });

function layeredLayout({ request: { network } }: StageData, viewport: Viewport): ChainLayout {
  const step = layerStepOf(viewport);
  const { sizes } = network;
  const last = sizes.length - 1;
  const yOf = ({ layer, neuron }: Quantity) =>
    (neuron - (sizes[layer] - 1) / 2) * NEURON_ROW * (layer === last ? 1.55 : 1);
  const vertex = (quantity: Quantity, x: number, y: number): Vertex => ({
    ...{ quantity, key: quantityKey(quantity, network), x, y, alpha: 1 },
  });
  const all = quantitiesOf(network);
  const ofKind = (wanted: Quantity['kind']) => all.filter(({ kind }) => kind === wanted);
  const neurons = ofKind('a').map((a) => vertex(a, a.layer * step, yOf(a)));
  const targets = ofKind('y').map((y) =>
    vertex(y, (last + 0.5) * step, yOf(y) + (y.neuron < sizes[last] / 2 ? -0.42 : 0.42) * NEURON_ROW),
  );
  const cost = vertex(COST(last), (last + (isCompact(viewport) ? 1.3 : 1)) * step, 0);
  const at = (layer: number, neuron: number) =>
    neurons.find(({ quantity }) => quantity.layer === layer && quantity.neuron === neuron) as Vertex;
  return {
    vertices: [...neurons, ...targets, cost],
    edges: [
      ...ofKind('w').map((weight) => ({
        from: at(weight.layer - 1, weight.from ?? 0),
        to: at(weight.layer, weight.neuron),
        ...{ weight, alpha: 1 },
      })),
      ...Array.from({ length: sizes[last] }, (_, j) => ({ from: at(last, j), to: cost, alpha: 1 })),
    ],
  };
}

/** The world's places of the curves of a path: below the arrows that they are of, or all to the right of the cost. */
export function curveRects(data: StageData, layout: ChainLayout, viewport: Viewport): Rect[] {
  const edges = pathEdges(data, layout);
  const below = edges.length > FEW_CURVES ? 'many' : 'narrow';
  const { y: middle, width, height } = CURVES[isCompact(viewport) ? below : 'wide'];
  const y = middle + (data.request.of.kind === 'b' && !isCompact(viewport) ? BELOW_BIAS : 0);
  const cost = layout.vertices.find(({ quantity }) => quantity.kind === 'C');
  return edges.map(([from, to], i) =>
    isShort(viewport) && cost
      ? { x: cost.x + 90 + i * (width + 16), y: -height / 2, width, height }
      : { x: (from.x + to.x) / 2 - width / 2, y: y - height / 2, width, height },
  );
}

export const examplesRect = (viewport: Viewport): Rect => ({
  ...EXAMPLES,
  width: EXAMPLES.width * (isNarrow(viewport) ? 0.6 : 1),
});

/** A list of all derivatives: to the right of the cost, on a narrow page below the chain. */
export function gradientRect(data: StageData, viewport: Viewport, unfolded: number): Rect {
  const { network } = data.request;
  const last = network.sizes.length - 1;
  const count = quantitiesOf(network).filter(({ kind }) => kind === 'w' || kind === 'b').length;
  const step = stepOf(viewport) * mix(FOLDED, 1, unfolded);
  const x = isLayered(data)
    ? (last + 1) * layerStepOf(viewport)
    : costColumn(last, viewport, unfolded) * step;
  const height = clamp(GRADIENT.height / count, GRADIENT.row.least, GRADIENT.row.most) * count;
  if (isCompact(viewport) && !isLayered(data))
    return { x: (x - GRADIENT.width) / 2, y: GRADIENT.below, width: GRADIENT.width, height };
  return { x: x + 96, y: -height / 2, width: GRADIENT.width, height };
}

/** Seventeen rows need height: elsewhere the connections alone show them. */
export const hasColumn = (data: StageData, viewport: Viewport): boolean =>
  !isLayered(data) || viewport.height > 500 * viewport.textScale;

/** Margins around what a shot shows, in CSS pixels. */
const MARGIN = { wide: { x: 34, y: 30 }, narrow: { x: 8, y: 14 } };
const MOST_SCALE = { curve: 2.6, others: 1.7 };

/** The pose that shows all that a shot is about. */
export function poseOf(shot: ChainShot, data: StageData, viewport: Viewport): ChainPose {
  const last = data.request.network.sizes.length - 1;
  const first = isLayered(data) ? 0 : firstLayer(shot, data);
  const unfolded = !isLayered(data) && (shot.at === 'chain' || shot.isBare) ? 0 : 1;
  const { x, y, width, height } = frameOf(shot, data, viewport, { first, last, unfolded });
  const margin = MARGIN[isNarrow(viewport) ? 'narrow' : 'wide'];
  const fitting = (x: number) =>
    Math.min(
      (viewport.width - 2 * x) / width,
      (viewport.height - 2 * margin.y) / height,
      shot.at === 'curve' ? MOST_SCALE.curve : MOST_SCALE.others,
    );
  // Small pictures have boxes that reach beyond their places.
  const own = fitting(margin.x);
  const scale = fitting(margin.x + HALF.x * Math.max(0, sizeAt(own) - own));
  return { x: x + width / 2, y: y + height / 2, scale, unfolded, first };
}

function firstLayer({ at }: ChainShot, { request: { network, of } }: StageData): number {
  const last = network.sizes.length - 1;
  if (at === 'chain') return 0;
  const own = of.kind === 'a' ? of.layer : of.layer - 1;
  return clamp(own, 0, at === 'two' ? last - 2 : last - 1);
}

function frameOf(
  shot: ChainShot,
  data: StageData,
  viewport: Viewport,
  { first, last, unfolded }: { first: number; last: number; unfolded: number },
): Rect {
  if (shot.at === 'examples') return examplesRect(viewport);
  const layout = layoutOf(data, { x: 0, y: 0, scale: 1, unfolded, first }, viewport);
  const drawn = layout.vertices.filter(
    ({ alpha, quantity }) => alpha > 0 && !(shot.isBare && quantity.kind !== 'a'),
  );
  const rects = drawn.map(({ x, y }) => ({ x: x - HALF.x, y: y - 52, width: 2 * HALF.x, height: 104 }));
  const curves = curveRects(data, layout, viewport);
  if (shot.at === 'curve') {
    const { x, y, width, height } = curves[shot.curve ?? 0];
    return { x: x - 0.2 * width, y: y - 12, width: 1.4 * width, height: height + 30 };
  }
  if (hasPart(shot, 'curves') && !isLayered(data)) rects.push(...curves);
  if (hasPart(shot, 'gradient') && hasColumn(data, viewport))
    rects.push(gradientRect(data, viewport, unfolded));
  const step = stepOf(viewport);
  if ((hasPart(shot, 'square') || hasPart(shot, 'sum')) && !isLayered(data))
    rects.push(
      isShort(viewport)
        ? { x: (2 * last + 1) * step, y: -10, width: hasPart(shot, 'sum') ? 720 : 380, height: 20 }
        : { x: 2 * last * step, y: 60, width: step, height: 230 },
    );
  if (hasPart(shot, 'matrix')) rects.push(matrixRoom(data, viewport));
  return bounds(rects);
}

/** The weight matrix, in a size of its own, is to the right of the last layer, on a compact page below the layers. */
function matrixRoom({ request: { network } }: StageData, viewport: Viewport): Rect {
  if (isCompact(viewport)) return { x: 0, y: 1.25 * NEURON_ROW, width: 10, height: 1.2 * NEURON_ROW };
  const x = (network.sizes.length - 1) * layerStepOf(viewport);
  return { x, y: -10, width: isShort(viewport) ? 560 : 420, height: 20 };
}

function bounds(rects: readonly Rect[]): Rect {
  const x = Math.min(...rects.map((rect) => rect.x));
  const y = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  return { x, y, width: right - x, height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y };
}

/** The arrows of the first path, from the quantity to the cost. */
export function pathEdges(
  { chain, request: { network } }: StageData,
  { vertices }: ChainLayout,
): (readonly [from: Vertex, to: Vertex])[] {
  const at = (quantity: Quantity) => {
    const key = quantityKey(quantity, network);
    return vertices.find((vertex) => vertex.key === key);
  };
  return (chain.paths[0]?.factors ?? []).flatMap(({ by, of }) => {
    const [from, to] = [at(by), at(of)];
    return from && to ? [[from, to] as const] : [];
  });
}

/** The canvas as one pose shows it. */
export interface View extends Viewport, Projection {
  readonly pose: ChainPose;
}

export const viewOf = (viewport: Viewport, pose: ChainPose): View => ({
  ...{ ...viewport, pose },
  ...projection(viewport, pose),
});

/** Canvas points of an arrow, from border to border. */
export function edgeEnds({ from, to }: Pick<Edge, 'from' | 'to'>, view: View) {
  const [x0, y0, x1, y1] = [view.toX(from.x), view.toY(from.y), view.toX(to.x), view.toY(to.y)];
  const angle = Math.atan2(y1 - y0, x1 - x0);
  const [start, end] = [gapOf(from, angle, view), gapOf(to, angle, view) + 5];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return { x0: x0 + cos * start, y0: y0 + sin * start, x1: x1 - cos * end, y1: y1 - sin * end, angle };
}

/** Distance from the middle of a quantity to its border. */
function gapOf({ quantity }: Vertex, angle: number, view: View): number {
  const size = sizeAt(view.scale);
  if (quantity.kind === 'a') return neuronRadius(view);
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  return Math.min(HALF.x / Math.max(cos, 1e-6), HALF.y / Math.max(sin, 1e-6)) * size;
}

/** Neurons are larger where they stand for all that is within, and leave room for the names between them. */
export const neuronRadius = ({ scale, pose }: View): number =>
  Math.min(
    RADIUS * sizeAt(scale) * (1 + 0.45 * (1 - pose.unfolded)),
    Math.max(LEAST_RADIUS, (NEURON_ROW * scale - NAME_HEIGHT) / 2),
  );

/** The box of a quantity, with the name of a neuron above it. */
export function boxRect({ x, y }: Vertex, view: View): Rect {
  const size = sizeAt(view.scale);
  const [halfWidth, halfHeight] = [HALF.x * size, (HALF.y + 6) * size];
  return {
    ...{ x: view.toX(x) - halfWidth, y: view.toY(y) - halfHeight },
    ...{ width: 2 * halfWidth, height: 2 * halfHeight },
  };
}

/** Boxes and neurons grow less than distances: they hold a number at each scale. */
export const sizeAt = (scale: number): number => clamp(0.24 + 0.76 * scale, 0.54, 1.25);
