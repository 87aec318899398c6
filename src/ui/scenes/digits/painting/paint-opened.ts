// An opened neuron: weights × inputs, added up, plus the bias, through the activation function.

import { msg, str } from '@lit/localize';
import { addingDecimals } from '../../../format/adding-decimals.ts';
import { formatSigned, formatSignedFixed } from '../../../format/numbers.ts';
import { clamp, type Rect } from '../../../stage/geometry.ts';
import { neuronY } from '../scene/layout.ts';
import { openNeuron } from '../shot.ts';
import { largest, termsOf, weightRow } from '../values.ts';
import { numberText } from './paint-neurons.ts';
import type { Picture } from './picture.ts';

export function paintOpened(picture: Picture): void {
  const { view, shot, brush } = picture;
  const place = openNeuron(shot);
  const alpha = clamp((view.pose.opened - 0.45) / 0.5);
  if (!place || alpha < 0.02) return;
  const { context } = brush;
  context.save();
  context.globalAlpha = alpha;
  const room = openedRoom(picture, place.layer);
  if (place.layer === 1) paintImages(picture, place.neuron, room, alpha);
  else paintTerms(picture, place, room, alpha);
  paintCurve(picture, place, room, alpha);
  context.restore();
}

/** Right of the first layer; of a later one, left of the layer before it. */
function openedRoom({ view }: Picture, layer: number): Rect {
  const { layout, toX } = view;
  const { columns, isNarrow, width, height } = layout;
  const margin = isNarrow ? 12 : 40;
  if (layer === 1) {
    const x = toX(columns[0].x) + columns[0].radius + margin;
    return { x, y: 0, width: Math.min(480, width - x - (isNarrow ? 6 : 24)), height };
  }
  const right = toX(columns[layer - 2].x) - columns[layer - 2].radius - margin;
  const x = Math.max(isNarrow ? 6 : 28, right - 460);
  return { x, y: 0, width: right - x, height };
}

/** Weights as an image, times the image, is what is added up. */
function paintImages(picture: Picture, neuron: number, room: Rect, alpha: number): void {
  const { brush, bitmaps, values, view } = picture;
  const { context, palette } = brush;
  const { isNarrow } = view.layout;
  const side = Math.min((room.width - 44) / 3, isNarrow ? 60 : 132);
  const y = top(picture) + (isNarrow ? 16 : 34);
  const images = [
    bitmaps.signed(weightRow(values, 1, neuron)),
    bitmaps.grey(values.activations[0]),
    bitmaps.signed(termsOf(values, 1, neuron)),
  ];
  const names = isNarrow ? ['w', 'a', 'w · a'] : ['weights', 'pixels', 'products'];
  const signs = ['×', '=', ''];
  for (const [i, image] of images.entries()) {
    const x = room.x + i * (side + 22);
    context.globalAlpha = alpha;
    context.imageSmoothingEnabled = false;
    context.drawImage(image, x, y, side, side);
    brush.outline({ x, y, width: side, height: side }, 2, palette.lineStrong, alpha, 1);
    brush.text(names[i], x + side / 2, y - 11, { align: 'center', size: isNarrow ? 12 : 13, alpha });
    brush.text(signs[i], x + side + 11, y + side / 2, {
      align: 'center',
      size: 18,
      colour: palette.text,
      alpha,
    });
  }
  if (!isNarrow)
    brush.text(msg(str`layer 1, neuron ${neuron}`), room.x, y - 36, {
      size: 16,
      isBold: true,
      colour: palette.highlight,
      alpha,
    });
}

/** One row an input: its activation, its weight, their product. */
function paintTerms(
  picture: Picture,
  { layer, neuron }: { layer: number; neuron: number },
  room: Rect,
  alpha: number,
): void {
  const { brush, values, view } = picture;
  const { palette } = brush;
  const { layout, toY } = view;
  const column = layout.columns[layer - 2];
  const terms = termsOf(values, layer, neuron);
  const most = largest(terms) || 1;
  const middle = room.x + room.width * 0.72;
  const half = room.width * 0.24;
  const heading = toY(neuronY(layout, layer - 1, 0)) - column.pitch * 0.5 - 10;
  if (!layout.isNarrow)
    brush.text(msg('weight × activation'), middle, Math.max(12, heading), { align: 'center', alpha });
  for (let from = 0; from < column.shown; from++) {
    const y = toY(neuronY(layout, layer - 1, from));
    const length = (Math.abs(terms[from]) / most) * half;
    const isUp = terms[from] >= 0;
    brush.fill(
      { x: isUp ? middle : middle - length, y: y - 6, width: length, height: 12 },
      3,
      isUp ? palette.positive : palette.negative,
      0.9 * alpha,
    );
    if (column.pitch >= 16 && !layout.isNarrow) {
      const weight = weightRow(values, layer, neuron)[from];
      const text = `${formatSigned(weight)} × ${numberText(values.activations[layer - 1][from])}`;
      brush.text(text, middle - half - 10, y, { align: 'right', size: 12, alpha });
    }
  }
  brush.line(
    middle,
    heading + 12,
    middle,
    toY(neuronY(layout, layer - 1, column.shown - 1)) + 10,
    palette.line,
    1,
    alpha,
  );
}

const top = ({ view }: Picture) =>
  Math.max(view.layout.isNarrow ? 30 : 40, view.layout.middle - (view.layout.isNarrow ? 150 : 236));

/** Sum, bias, and the activation function with the point of this neuron. */
function paintCurve(
  picture: Picture,
  { layer, neuron }: { layer: number; neuron: number },
  room: Rect,
  alpha: number,
): void {
  const { brush, values, view } = picture;
  const { palette, context } = brush;
  const { isNarrow, height } = view.layout;
  const z = values.weightedSums[layer - 1][neuron];
  const bias = values.weights[layer - 1].biases.data[neuron];
  const a = values.activations[layer][neuron];
  const isLast = layer === values.sizes.length - 1;
  const name = values.kind === 'sigmoid' ? 'σ' : isLast ? msg('softmax') : msg('ReLU');
  const side = Math.min((room.width - 44) / 3, isNarrow ? 60 : 132);
  let y = layer === 1 ? top(picture) + (isNarrow ? 16 : 34) + side + (isNarrow ? 24 : 34) : -1;
  if (layer > 1) y = height - (isNarrow ? 170 : 210);
  const isBeside = layer > 1;
  const x = isBeside ? room.x : room.x;
  const right = isBeside ? room.x + room.width * 0.3 : room.x + Math.min(room.width, 3 * side + 44);
  if (isBeside) y = view.layout.middle - 110;
  const decimals = addingDecimals([z - bias, bias], z);
  const row = (label: string, value: number, colour: string, isBold = false) => {
    brush.text(label, x, y, { size: isNarrow ? 12 : 14, alpha, maxWidth: right - x - 60 });
    brush.text(formatSignedFixed(value, decimals), right, y, {
      align: 'right',
      size: isNarrow ? 13 : 15,
      isBold,
      colour,
      alpha,
    });
    y += isNarrow ? 20 : 24;
  };
  row(layer === 1 && !isNarrow ? msg('all products added') : msg('sum'), z - bias, palette.text);
  row(msg('bias'), bias, palette.bias);
  brush.line(x, y - 10, right, y - 10, palette.lineStrong, 1, alpha);
  y += 4;
  row('z', z, palette.text, true);
  const box = { x, y: y + 6, width: right - x, height: Math.min(isNarrow ? 70 : 120, height - y - 60) };
  if ((isLast && values.kind !== 'sigmoid') || box.height < 30) {
    brush.text(`${name}: ${numberText(a)}`, x, y + 12, {
      size: 15,
      colour: palette.highlight,
      isBold: true,
      alpha,
    });
    return;
  }
  const limit = Math.max(6, Math.min(14, Math.ceil(Math.abs(z)) + 2));
  const f =
    values.kind === 'sigmoid' ? (t: number) => 1 / (1 + Math.exp(-t)) : (t: number) => Math.max(0, t) / limit;
  const toX = (t: number) => box.x + ((t + limit) / (2 * limit)) * box.width;
  const toY = (v: number) => box.y + box.height - v * box.height;
  brush.line(box.x, toY(0), box.x + box.width, toY(0), palette.line, 1, alpha);
  brush.line(box.x, toY(1), box.x + box.width, toY(1), palette.line, 1, alpha);
  brush.line(toX(0), toY(0), toX(0), toY(1), palette.line, 1, alpha);
  context.globalAlpha = alpha;
  context.beginPath();
  for (let i = 0; i <= 80; i++) {
    const t = -limit + (i / 80) * 2 * limit;
    context.lineTo(toX(t), toY(f(t)));
  }
  context.strokeStyle = palette.positive;
  context.lineWidth = 2.4;
  context.stroke();
  const at = clamp(z, -limit, limit);
  brush.line(toX(at), toY(0), toX(at), toY(f(at)), palette.highlight, 1.3, 0.8 * alpha);
  brush.line(toX(at), toY(f(at)), box.x + box.width, toY(f(at)), palette.highlight, 1.3, 0.8 * alpha);
  context.globalAlpha = alpha;
  context.beginPath();
  context.arc(toX(at), toY(f(at)), 5.5, 0, 2 * Math.PI);
  context.fillStyle = palette.highlight;
  context.fill();
  brush.text(`${name}(z) = ${numberText(a)}`, box.x, box.y + box.height + 16, {
    size: isNarrow ? 13 : 15,
    isBold: true,
    colour: palette.highlight,
    alpha,
  });
  if (!isNarrow)
    brush.text(`z = ${formatSignedFixed(z, decimals)}`, box.x + box.width, box.y + box.height + 16, {
      align: 'right',
      size: 13,
      alpha,
    });
}
