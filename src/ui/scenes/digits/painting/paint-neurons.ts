// The neurons with their numbers, and the arrows of their desired changes.

import { msg } from '@lit/localize';
import { formatFixed } from '../../../format/numbers.ts';
import { clamp } from '../../../stage/geometry.ts';
import type { Item } from '../scene/items.ts';
import type { View } from '../scene/pose.ts';
import {
  answerOf,
  brightness,
  desiredChange,
  edgeValue,
  largestChange,
  largestRequest,
  weightRow,
} from '../values.ts';
import { brightNeuron, isBackward, litness, type Picture, passed } from './picture.ts';

/** Smaller neurons have no number: letters are 12 px or more. */
const NUMBERED = 10.5;
/** Smaller neurons have a number without its leading zero. */
const ROOMY = 14;

export function paintNeurons(picture: Picture): void {
  for (const item of picture.items) {
    if (item.subject.kind !== 'neuron' || item.alpha < 0.02) continue;
    paintNeuron(picture, item, item.subject);
  }
}

interface Place {
  readonly layer: number;
  readonly neuron: number;
}

function paintNeuron(picture: Picture, { rect, alpha }: Item, place: Place): void {
  const { brush, values, view } = picture;
  const { context, palette } = brush;
  const { layer, neuron } = place;
  const radius = rect.width / 2;
  const [x, y] = [rect.x + radius, rect.y + radius];
  if (y < -60 || y > view.layout.height + 60) return;
  const last = values.sizes.length - 1;
  const bright = brightNeuron(picture);
  const isChosen = bright?.layer === layer && bright.neuron === neuron;
  const lit = litness(picture, layer);
  const light = brightness(values, layer, neuron) * lit;
  paintGlow(picture, x, y, radius, layer, light);
  if (layer === 1 && picture.shot.overlay === 'weights' && view.pose.opened < 0.5)
    paintWeights(picture, rect, place, isChosen);
  context.globalAlpha = alpha;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = palette.background;
  context.fill();
  // A neuron without its activation yet is hollow: black would be 0.
  context.globalAlpha = alpha * lit;
  context.fillStyle = palette.neuron(brightness(values, layer, neuron));
  context.fill();
  context.globalAlpha = alpha;
  const isAnswer = layer === last && lit === 1 && answerOf(values).digit === neuron;
  context.lineWidth = (isChosen || isAnswer ? 2.4 : 1.3) * Math.min(1.4, Math.sqrt(view.scale));
  context.strokeStyle = isChosen || isAnswer ? palette.highlight : palette.lineStrong;
  context.stroke();
  context.globalAlpha = 1;
  if (radius >= NUMBERED * view.layout.textScale && lit > 0.9) {
    const colour = light > 0.5 ? palette.pixelOff : palette.isDark ? palette.text : palette.pixelMuted;
    const size = clamp(radius * 0.72, 12, 15);
    const number = values.activations[layer][neuron];
    const isRoomy = radius >= ROOMY * view.layout.textScale;
    brush.text(isRoomy ? numberText(number) : shortNumber(number), x, y, {
      align: 'center',
      size,
      colour,
      alpha,
    });
  }
  paintChange(picture, rect, alpha, place);
}

/** Two decimals; large activations of ReLU one. */
export const numberText = (value: number): string => formatFixed(value, Math.abs(value) >= 9.95 ? 1 : 2);

/** Where there is little room. */
export const shortNumber = (value: number): string =>
  numberText(value)
    .replace(/^0/, '')
    .replace(/^1\.00$/, '1');

/** Light that passes with the front or a pulse. */
function paintGlow(
  { brush, motion }: Picture,
  x: number,
  y: number,
  radius: number,
  layer: number,
  light: number,
): void {
  const depth = Number.isFinite(motion.front) ? motion.front : motion.pulse;
  const glow = depth === undefined ? 0 : Math.exp(-(((depth - layer) * 3.2) ** 2)) * light;
  if (glow < 0.05) return;
  const { context, palette } = brush;
  context.globalAlpha = glow * 0.55;
  context.fillStyle = palette.positive;
  context.beginPath();
  context.arc(x, y, radius * (1 + 0.7 * glow), 0, 2 * Math.PI);
  context.fill();
  context.globalAlpha = 1;
}

/** Of the images of weights, in CSS pixels; undefined where there is no room for them. */
export function weightImageSide({ layout, scale }: View): number | undefined {
  const side = layout.columns[0].pitch * scale - 4;
  return layout.isNarrow || side < 14 ? undefined : side;
}

/** The 784 weights of a neuron of the first layer, as an image beside it. */
function paintWeights(
  { brush, bitmaps, values, view }: Picture,
  rect: { x: number; y: number; width: number; height: number },
  { layer, neuron }: Place,
  isChosen: boolean,
): void {
  const side = weightImageSide(view);
  if (side === undefined) return;
  const place = { x: rect.x - side - 8, y: rect.y + rect.height / 2 - side / 2, width: side, height: side };
  brush.context.imageSmoothingEnabled = side < 28;
  brush.context.drawImage(bitmaps.signed(weightRow(values, layer, neuron)), place.x, place.y, side, side);
  brush.outline(place, 2, isChosen ? brush.palette.highlight : brush.palette.line, 1, 1);
}

/** Longest arrow, in CSS pixels. */
const ARROW = { wide: 13, narrow: 8 };
/** Width of a request among those of all outputs. */
const REQUEST = 5;

/** An arrow for the desired change; before the outputs, the requests that add up to it. */
function paintChange(picture: Picture, rect: Item['rect'], alpha: number, { layer, neuron }: Place): void {
  const { brush, values, view, motion, shot } = picture;
  if (!isBackward(picture) || !values.gradient?.d_z || view.pose.opened > 0.5) return;
  const changeOf = changesOf(picture, layer);
  const change = changeOf(neuron);
  if (change === undefined) return;
  const { isNarrow } = view.layout;
  const last = values.sizes.length - 1;
  const zoom = Math.min(1.35, view.scale);
  const y = rect.y + rect.height / 2;
  // On a narrow page the digit stands right of its output.
  let x = isNarrow && layer === last ? rect.x - 7 * zoom : rect.x + rect.width + (isNarrow ? 7 : 10) * zoom;
  let shown = passed(picture, layer) * alpha;
  if (shot.overlay === 'requests' && layer === last - 1 && !isNarrow) {
    const outputs = values.sizes[last];
    paintRequests(picture, x - 3, y, { layer, neuron });
    x += outputs * REQUEST + 8;
    if (Number.isFinite(motion.requests)) shown *= clamp((motion.requests - outputs + 1) / 0.9);
  } else if (shot.overlay === 'requests' && layer < last - 1) return;
  const size = Math.abs(change) / (largestChange(values, layer, changeOf) || 1);
  const length = size * ARROW[isNarrow ? 'narrow' : 'wide'] * zoom;
  if (length < 1 || shown < 0.02) return;
  const colour = change > 0 ? brush.palette.positive : brush.palette.negative;
  brush.fill(
    { x: x - 6, y: y - length - 3, width: 12, height: 2 * length + 6 },
    6,
    brush.palette.background,
    0.85 * shown,
  );
  paintArrow(picture, x, y, change > 0 ? -1 : 1, length, colour, shown);
  if (shot.way === 'all' && shot.neuron?.layer === layer) paintBias(picture, rect, change, shown);
}

/** What the arrows of a layer say. Of the ways to change one neuron: what it should change by, and what it alone asks of the layer before. */
function changesOf({ shot, values }: Picture, layer: number): (neuron: number) => number | undefined {
  const { way, neuron: of } = shot;
  if (way !== 'all' || !of) return (neuron) => desiredChange(values, layer, neuron);
  return (neuron) => {
    if (layer === of.layer - 1) return edgeValue(values, 'requests', layer, neuron, of.neuron);
    return layer === of.layer && neuron === of.neuron ? desiredChange(values, layer, neuron) : undefined;
  };
}

/** Its bias goes the way that a neuron should go. */
function paintBias({ brush }: Picture, { x, y }: Item['rect'], change: number, alpha: number): void {
  brush.text(`${msg('bias')} ${change > 0 ? '↑' : '↓'}`, x, y, {
    ...{ align: 'right', isBold: true, colour: brush.palette.bias, alpha, hasHalo: true },
  });
}

function paintArrow(
  { brush }: Picture,
  x: number,
  y: number,
  direction: number,
  length: number,
  colour: string,
  alpha: number,
): void {
  const { context } = brush;
  const head = Math.min(6, 2 + length * 0.6);
  brush.line(x, y - direction * length, x, y + direction * (length - head), colour, 2.4, alpha);
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x - head * 0.8, y + direction * (length - head));
  context.lineTo(x + head * 0.8, y + direction * (length - head));
  context.lineTo(x, y + direction * length);
  context.fill();
  context.globalAlpha = 1;
}

/** What each output asks of a neuron before it: bars up or down, in the order of the digits. */
function paintRequests(picture: Picture, left: number, y: number, { layer, neuron }: Place): void {
  const { brush, values, motion } = picture;
  const outputs = values.sizes[layer + 1];
  const { palette } = brush;
  brush.fill(
    { x: left - 2, y: y - 13, width: outputs * REQUEST + 5, height: 26 },
    4,
    palette.background,
    0.86,
  );
  brush.line(left, y, left + outputs * REQUEST, y, palette.line, 1);
  for (let output = 0; output < outputs; output++) {
    const arrived = clamp(motion.requests - output);
    const request = edgeValue(values, 'requests', layer, neuron, output) ?? 0;
    const height = (Math.abs(request) / largestRequest(values)[layer]) * 12 * arrived;
    if (height < 0.4) continue;
    const colour = request > 0 ? palette.positive : palette.negative;
    brush.fill(
      { x: left + output * REQUEST, y: request > 0 ? y - height : y, width: REQUEST - 1, height },
      1,
      colour,
      1,
    );
  }
}
