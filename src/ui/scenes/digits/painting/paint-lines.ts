// The lines of the network: thickness a number's size, colour its sign.

import { lineOpacity, lineStrength, neuronLine } from '../../../canvas/network-lines.ts';
import { pointOfCurve } from '../../../stage/curves.ts';
import { clamp } from '../../../stage/geometry.ts';
import { layerAlpha, layersShown } from '../scene/items.ts';
import { neuronY, pixelY } from '../scene/layout.ts';
import { type DigitOverlay, openNeuron } from '../shot.ts';
import { type Edge, edgesOf } from '../values.ts';
import { brightNeuron, depthX, type Picture } from './picture.ts';

/** Lines of equal colour, strength and light share paths. */
const SHADES = 12;
/** Lines a path. Software rasterizers need more time for one path of forty curves than for ten of four. */
const LINES_OF_PATH = 4;
/** Opacity of lines that a selection leaves out. */
const UNLIT = 0.07;

interface Bundle {
  readonly path: Path2D;
  /** The first of its lines, and their opacity by selection. */
  readonly edge: Edge;
  readonly light: number;
  lines: number;
}

export function paintLines(picture: Picture): void {
  const { motion, shot, values } = picture;
  if (shot.hasNoLines) return;
  const { width } = picture.view.layout;
  const overlay = shot.overlay ?? 'activations';
  const before: DigitOverlay = overlay === 'weights' ? 'weights' : 'activations';
  const hasGradient = values.gradient !== undefined;
  if (Number.isFinite(motion.back) && hasGradient) {
    const x = depthX(picture, motion.back);
    paintPart(picture, before, 0, x);
    paintPart(picture, overlay === 'requests' ? 'requests' : 'nudges', x, width);
    return;
  }
  const end = values.sizes.length - 1;
  const x = motion.front >= end ? width : depthX(picture, motion.front);
  const isKnown = hasGradient || (overlay !== 'nudges' && overlay !== 'requests');
  paintPart(picture, isKnown ? overlay : before, 0, x);
}

/** The lines of an overlay between two canvas x. */
function paintPart(picture: Picture, overlay: DigitOverlay, from: number, to: number): void {
  if (to - from < 0.5) return;
  const { brush, lines, view, values, shot } = picture;
  const { canvas } = brush.context;
  const { x, y, scale, opened } = view.pose;
  const bright = brightNeuron(picture);
  const request = currentRequest(picture);
  const key = [
    ...[values, brush, overlay, x, y, scale, opened, canvas.width, canvas.height],
    ...[bright?.layer, bright?.neuron, request, shot.at, shot.layers?.join('+'), shot.way],
  ];
  const draw = (context: CanvasRenderingContext2D) => drawLines(picture, overlay, context);
  const image = lines.picture(canvas, key, draw);
  const ratio = canvas.width / view.layout.width;
  const [left, width] = [
    Math.max(0, from) * ratio,
    (Math.min(view.layout.width, to) - Math.max(0, from)) * ratio,
  ];
  if (width < 1) return;
  brush.context.drawImage(
    image,
    left,
    0,
    width,
    canvas.height,
    left / ratio,
    0,
    width / ratio,
    view.layout.height,
  );
}

/** The output whose requests are on their way, while they play. */
function currentRequest({ motion, values }: Picture): number | undefined {
  const outputs = values.sizes[values.sizes.length - 1];
  return motion.requests < outputs ? Math.floor(motion.requests) : undefined;
}

function drawLines(picture: Picture, overlay: DigitOverlay, context: CanvasRenderingContext2D): void {
  const { values, view, brush, shot } = picture;
  const opened = openNeuron(shot);
  const shows = layersShown(shot);
  const last = values.sizes.length - 1;
  const bright = brightNeuron(picture);
  const request = currentRequest(picture);
  const zoom = Math.sqrt(view.scale);
  for (let layer = 0; layer < last; layer++) {
    const isShown = (layer === 0 || shows.hidden) && (layer + 1 === last ? shows.outputs : shows.hidden);
    const alpha = layerAlpha(view, layer + 1, opened?.layer) * layerAlpha(view, layer, opened?.layer);
    const isOpened = opened?.layer === layer + 1;
    if (!isShown || alpha < 0.02 || (opened && !isOpened && view.pose.opened === 1)) continue;
    const only = isOpened ? opened.neuron : undefined;
    const own = bright?.layer === layer + 1 ? bright.neuron : undefined;
    const edges = edgesOf(values, overlay, layer, layer === 0 ? own : undefined);
    const paths: Bundle[] = [];
    const unfilled = new Map<string, Bundle>();
    for (const edge of edges) {
      if (only !== undefined && edge.to !== only) continue;
      const light = lightOf(edge, picture, request);
      const shade = Math.ceil(edge.strength * SHADES);
      if (shade === 0 || opacityOf(layer, shade) * light < 0.015) continue;
      const key = `${edge.value < 0} ${shade} ${light}`;
      let bundle = unfilled.get(key);
      if (!bundle || bundle.lines === LINES_OF_PATH) {
        bundle = { path: new Path2D(), lines: 0, edge, light };
        unfilled.set(key, bundle);
        paths.push(bundle);
      }
      const [x, y, ...curve] = lineOf(picture, edge);
      bundle.path.moveTo(x, y);
      bundle.path.bezierCurveTo(...curve);
      bundle.lines++;
    }
    for (const { path, edge, light } of paths) {
      const shade = Math.ceil(edge.strength * SHADES);
      context.globalAlpha = opacityOf(layer, shade) * light * alpha;
      context.strokeStyle = edge.value < 0 ? brush.palette.negativeFill : brush.palette.positiveFill;
      const strength = lineStrength(shade / SHADES);
      const isBold = overlay === 'nudges' || overlay === 'requests' ? 1.25 : 1;
      context.lineWidth = (layer === 0 ? 0.5 + 1.8 * strength : 0.6 + 3.4 * strength) * zoom * isBold;
      context.stroke(path);
    }
  }
  context.globalAlpha = 1;
}

const opacityOf = (layer: number, shade: number) => {
  const strength = lineStrength(shade / SHADES);
  return layer === 0 ? 0.06 + 0.6 * strength : lineOpacity(strength);
};

/** Opacity by selection: 1 for lines that belong to it. */
function lightOf(edge: Edge, picture: Picture, request: number | undefined): number {
  const last = picture.values.sizes.length - 1;
  if (request !== undefined) return edge.layer === last - 1 && edge.to === request ? 1 : UNLIT;
  const bright = brightNeuron(picture);
  if (!bright) return 1;
  const isInto = bright.layer === edge.layer + 1 && bright.neuron === edge.to;
  const isOut = bright.layer === edge.layer && bright.neuron === edge.from && edge.layer > 0;
  return isInto || isOut ? 1 : UNLIT;
}

/** The curve of a line, on the canvas. */
function lineOf({ view }: Picture, { layer, from, to }: Edge): ReturnType<typeof neuronLine> {
  const { layout, scale, toX, toY } = view;
  const { strip, columns } = layout;
  const target = columns[layer];
  const x = toX(target.x) - target.radius * scale;
  const y = toY(neuronY(layout, layer + 1, to));
  if (layer === 0) return neuronLine(toX(strip.x + strip.width), toY(pixelY(layout, from)), x, y);
  const source = columns[layer - 1];
  return neuronLine(toX(source.x) + source.radius * scale, toY(neuronY(layout, layer, from)), x, y);
}

/** Sparks a layer at once. */
const SPARKS = 46;

/** Sparks that run along the strongest lines at the front: to the right forwards, to the left backwards. */
export function paintSparks(picture: Picture): void {
  const { motion, values, shot } = picture;
  const end = values.sizes.length - 1;
  if (Number.isFinite(motion.requests)) {
    if (values.gradient?.d_z)
      sparks(picture, 'requests', end - 1, 1 - (motion.requests % 1), currentRequest(picture));
    return;
  }
  if (Number.isFinite(motion.back) && values.gradient?.d_z) {
    const layer = Math.floor(motion.back);
    if (layer >= 0 && layer < end) sparks(picture, 'requests', layer, motion.back - layer);
    return;
  }
  const depth = Number.isFinite(motion.front) ? motion.front : motion.pulse;
  if (depth === undefined || depth <= 0 || depth >= end || shot.hasNoLines) return;
  const layer = Math.floor(depth);
  sparks(picture, 'activations', layer, depth - layer);
}

function sparks(picture: Picture, overlay: DigitOverlay, layer: number, at: number, only?: number): void {
  const { brush, values, view, shot } = picture;
  if (openNeuron(shot) && view.pose.opened > 0.5) return;
  const { context, palette } = brush;
  const edges = edgesOf(values, overlay, layer).filter(({ to }) => only === undefined || to === only);
  const eased = at * at * (3 - 2 * at);
  for (const edge of edges.slice(-SPARKS)) {
    const [x, y] = pointOfCurve(lineOf(picture, edge), eased);
    context.globalAlpha = clamp(Math.sin(Math.PI * clamp(at)) * 2) * (0.35 + 0.65 * edge.strength);
    context.fillStyle = edge.value < 0 ? palette.negativeFill : palette.positiveFill;
    context.beginPath();
    context.arc(x, y, (1.4 + 3 * edge.strength) * Math.sqrt(view.scale), 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
}
