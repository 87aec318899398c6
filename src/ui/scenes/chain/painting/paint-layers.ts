// What stands beside several neurons a layer: indices, the weight matrix, products along connections and paths.

import { msg, str } from '@lit/localize';
import type { Quantity } from '../../../../workers/rpc/api/lab-api.ts';
import { clamp } from '../../../stage/geometry.ts';
import {
  HALF,
  isCompact,
  isLayered,
  isNarrow,
  isShort,
  neuronRadius,
  sizeAt,
  type Vertex,
} from '../layout.ts';
import { quantityKey } from '../networks.ts';
import { hasPart } from '../shot.ts';
import { shortNumber, twoDecimals } from '../symbols.ts';
import { paintSymbol } from './math-text.ts';
import { type ChainPicture, isLit, numberOf } from './picture.ts';

export function paintLayers(picture: ChainPicture): void {
  const { shot, data } = picture;
  if (!isLayered(data)) return;
  if (hasPart(shot, 'indices')) paintIndices(picture);
  if (hasPart(shot, 'matrix')) paintMatrix(picture);
  if (hasPart(shot, 'products')) paintProducts(picture);
  if (hasPart(shot, 'sum')) paintTerms(picture);
}

const nodesOf = ({ layout }: ChainPicture, kind: Quantity['kind']) =>
  layout.vertices.filter(({ quantity }) => quantity.kind === kind);

const nodeOf = (
  { layout }: ChainPicture,
  kind: Quantity['kind'],
  layer: number,
  neuron: number,
): Vertex | undefined =>
  layout.vertices.find(
    ({ quantity }) => quantity.kind === kind && quantity.layer === layer && quantity.neuron === neuron,
  );

/** k = 0, 1, 2 below the neurons of layer L−1, j = 0, 1 below those of layer L; on a low canvas to the right of them. */
function paintIndices(picture: ChainPicture): void {
  const { brush, view, data, motion } = picture;
  const { sizes } = data.request.network;
  const last = sizes.length - 1;
  for (const layer of [last - 1, last])
    for (let neuron = 0; neuron < sizes[layer]; neuron++) {
      const vertex = nodeOf(picture, 'a', layer, neuron);
      if (!vertex) continue;
      const shown = clamp(motion.terms - (layer === last ? sizes[last - 1] : 0) - neuron);
      const text = `${layer === last ? 'j' : 'k'} = ${neuron}`;
      const [x, y, radius] = [view.toX(vertex.x), view.toY(vertex.y), neuronRadius(view)];
      const [align, at] = isShort(view)
        ? (['left', { x: x + radius + 8, y }] as const)
        : (['center', { x, y: y + radius + 16 * sizeAt(view.scale) }] as const);
      brush.text(text, at.x, at.y, {
        ...{ align, size: 16, isItalic: true, colour: brush.palette.highlight, alpha: shown, hasHalo: true },
      });
    }
}

/** Row j, column k, where the frame has room for them; the row and the column of the chosen weight meet. */
function paintMatrix(picture: ChainPicture): void {
  const { brush, view, data } = picture;
  const { palette } = brush;
  const { network, of } = data.request;
  const last = network.sizes.length - 1;
  const [rows, columns] = [network.sizes[last], network.sizes[last - 1]];
  const isSmall = isNarrow(view);
  const cell = isSmall ? { width: 44, height: 24 } : { width: 64, height: 34 };
  const [neurons, end] = [nodesOf(picture, 'a'), nodeOf(picture, 'a', last, 0)];
  const lowest = Math.max(...neurons.map(({ y }) => view.toY(y))) + neuronRadius(view);
  const [left, top] = isCompact(view)
    ? [(view.width - columns * cell.width) / 2, lowest + 34]
    : [view.toX(end?.x ?? 0) + neuronRadius(view) + 76, view.toY(0) - (rows * cell.height) / 2];
  for (let k = 0; k < columns; k++)
    brush.text(`k = ${k}`, left + (k + 0.5) * cell.width, top - 12, {
      ...{ align: 'center', size: 13, colour: of.from === k ? palette.highlight : palette.muted },
    });
  for (let j = 0; j < rows; j++) {
    brush.text(`j = ${j}`, left - 14, top + (j + 0.5) * cell.height, {
      ...{ align: 'right', size: 13, colour: of.neuron === j ? palette.highlight : palette.muted },
    });
    for (let k = 0; k < columns; k++) {
      const weight: Quantity = { kind: 'w', layer: last, neuron: j, from: k };
      const key = quantityKey(weight, network);
      const isChosen = key === quantityKey(of, network) || isLit(picture, key, weight);
      const rect = { x: left + k * cell.width, y: top + j * cell.height, ...cell };
      if (of.neuron === j || of.from === k) brush.fill(rect, 0, palette.raised, 1);
      if (isChosen) brush.outline(rect, 4, palette.highlight, 1, 2);
      const value = numberOf(picture, weight);
      brush.text(twoDecimals(value), rect.x + cell.width / 2, rect.y + cell.height / 2, {
        ...{ align: 'center', size: isSmall ? 12 : 15, isBold: isChosen },
        colour: isChosen ? palette.highlight : value < 0 ? palette.negative : palette.positive,
      });
    }
  }
  const right = left + columns * cell.width;
  for (const [x, inwards] of [
    [left - 4, 7],
    [right + 4, -7],
  ]) {
    brush.line(x, top - 2, x, top + rows * cell.height + 2, palette.text, 1.6);
    for (const y of [top - 2, top + rows * cell.height + 2])
      brush.line(x, y, x + inwards, y, palette.text, 1.6);
  }
  if (of.kind !== 'w' || of.layer !== last) return;
  const [from, to] = [nodeOf(picture, 'a', last - 1, of.from ?? 0), nodeOf(picture, 'a', last, of.neuron)];
  if (!from || !to) return;
  const [x, y] = [(view.toX(from.x) + view.toX(to.x)) / 2, (view.toY(from.y) + view.toY(to.y)) / 2];
  paintSymbol(picture, of, network, x, y - 16, { size: 24, colour: palette.highlight, hasHalo: true });
}

/** The factors of each path on its way, and what paths add up to. */
function paintProducts(picture: ChainPicture): void {
  const { brush, view, data, motion } = picture;
  const { palette } = brush;
  const { network } = data.request;
  const { paths, mean } = data.chain;
  const last = network.sizes.length - 1;
  const size = isNarrow(view) ? 12 : 14;
  for (const [i, { factors, product }] of paths.entries()) {
    const shown = clamp((motion.terms - i) * 1.6);
    const style = { align: 'center', size, alpha: shown, hasHalo: true } as const;
    for (const { of, by, value } of factors) {
      const place = placeOf(picture, of, by);
      if (!place) continue;
      brush.text(`${shortNumber(Number(value.toPrecision(3)))}`, place.x, place.y, {
        ...style,
        colour: palette.text,
      });
    }
    const output = factors.findLast(({ of }) => of.kind === 'a')?.of ?? factors[0].by;
    const end = nodeOf(picture, 'a', last, output.neuron);
    const cost = nodeOf(picture, 'C', last, 0);
    if (!end || !cost || paths.length > 4) continue;
    const text = msg(str`path ${i + 1}: ${shortNumber(product)}`);
    const place = sumPlace(picture, cost, i, paths.length, text);
    brush.text(text, place.x, place.y, { ...style, colour: palette.highlight });
  }
  const cost = nodeOf(picture, 'C', last, 0);
  if (!cost || paths.length < 2 || paths.length > 4) return;
  const alpha = clamp(motion.terms - paths.length + 0.4);
  const text = msg(str`sum: ${shortNumber(mean)}`);
  const place = sumPlace(picture, cost, paths.length, paths.length, text);
  brush.text(text, place.x, place.y, {
    ...{ align: 'center', size: size + 2, isBold: true, colour: palette.highlight, alpha, hasHalo: true },
  });
}

/** Where the product of a path stands, or their sum after the last: below the cost, or where there is room for them. */
function sumPlace({ brush, view }: ChainPicture, cost: Vertex, index: number, paths: number, text: string) {
  if (isShort(view)) {
    const left = view.toX(cost.x) + (HALF.x + 24) * sizeAt(view.scale);
    return { x: left + brush.width(text, 16, true) / 2, y: view.toY(cost.y) + (index - paths / 2) * 20 };
  }
  // Below the inputs, where no neuron is.
  if (isNarrow(view))
    return { x: brush.width(text, 16, true) / 2 + 12, y: view.height - (paths - index) * 18 - 12 };
  const y = view.toY(cost.y) + (index - (paths - 1) / 2) * 24 + 62 * sizeAt(view.scale);
  return { x: Math.min(view.toX(cost.x), view.width - brush.width(text, 16, true) / 2 - 6), y };
}

/** Where the number of a factor stands: ∂z on the connection, ∂a below its neuron, ∂C on the way to the cost. */
function placeOf(picture: ChainPicture, of: Quantity, by: Quantity): { x: number; y: number } | undefined {
  const { view } = picture;
  const between = (a: Vertex | undefined, b: Vertex | undefined, share: number, dy: number) =>
    a && b && { x: view.toX(a.x + (b.x - a.x) * share), y: view.toY(a.y + (b.y - a.y) * share) + dy };
  const target = nodeOf(picture, 'a', of.layer, of.neuron);
  if (of.kind === 'z')
    return between(
      nodeOf(picture, 'a', of.layer - 1, by.kind === 'a' ? by.neuron : (by.from ?? 0)),
      target,
      0.42,
      -13,
    );
  if (of.kind === 'a')
    return (
      target && {
        x: view.toX(target.x),
        y: view.toY(target.y) + neuronRadius(view) + 14 * sizeAt(view.scale),
      }
    );
  return between(nodeOf(picture, 'a', by.layer, by.neuron), nodeOf(picture, 'C', of.layer, 0), 0.42, -13);
}

/** A text on a connection, which ends where the text begins. */
function paintPlate(
  { brush }: ChainPicture,
  text: string,
  x: number,
  y: number,
  { size, colour, alpha }: { readonly size: number; readonly colour: string; readonly alpha: number },
): void {
  const [width, height] = [brush.width(text, size, true) + 12, size + 10];
  const plate = { x: x - width / 2, y: y - height / 2, width, height };
  brush.fill(plate, 5, brush.palette.background, alpha);
  brush.text(text, x, y, { align: 'center', size, isBold: true, colour, alpha });
}

/** The terms of z of one neuron, on the connections into it, one after the other. */
function paintTerms(picture: ChainPicture): void {
  const { brush, view, data, motion } = picture;
  const { palette } = brush;
  const { network, of } = data.request;
  const { layer, neuron } = of;
  const inputs = network.sizes[layer - 1];
  const target = nodeOf(picture, 'a', layer, neuron);
  if (!target) return;
  const size = isNarrow(view) ? 12 : 15;
  const terms = Array.from({ length: inputs }, (_, from) => {
    const source = nodeOf(picture, 'a', layer - 1, from) as Vertex;
    const weight = numberOf(picture, { kind: 'w', layer, neuron, from });
    const [x0, y0] = [view.toX(source.x), view.toY(source.y)];
    return {
      ...{ x0, y0, dx: view.toX(target.x) - x0, dy: view.toY(target.y) - y0 },
      ...{ weight, activation: numberOf(picture, source.quantity) },
      shown: clamp((motion.terms - from) * 1.6),
      colour: weight < 0 ? palette.negative : palette.positive,
    };
  });
  for (const { x0, y0, dx, dy, shown, colour } of terms) {
    const [start, end] = [
      neuronRadius(view) / Math.hypot(dx, dy),
      1 - neuronRadius(view) / Math.hypot(dx, dy),
    ];
    const to = start + (end - start) * shown;
    brush.line(x0 + dx * start, y0 + dy * start, x0 + dx * to, y0 + dy * to, colour, 5, shown > 0 ? 0.9 : 0);
  }
  for (const { x0, y0, dx, dy, weight, activation, shown, colour } of terms) {
    const product = twoDecimals(weight * activation);
    const text = isNarrow(view)
      ? product
      : `${twoDecimals(weight)} · ${twoDecimals(activation)} = ${product}`;
    paintPlate(picture, text, x0 + dx * 0.42, y0 + dy * 0.42, { size, colour, alpha: shown });
  }
  const [b, z] = (['b', 'z'] as const).map((kind) => numberOf(picture, { kind, layer, neuron }));
  const rows = [
    { text: msg(str`bias ${twoDecimals(b)}`), colour: palette.bias, shown: clamp(motion.terms - inputs) },
    { text: `z = ${twoDecimals(z)}`, colour: palette.key, shown: clamp(motion.terms - inputs - 0.5) },
  ];
  for (const [i, { text, colour, shown }] of rows.entries())
    brush.text(
      text,
      view.toX(target.x),
      view.toY(target.y) + neuronRadius(view) + 16 * sizeAt(view.scale) + 20 * i,
      {
        ...{ align: 'center', size: size + 1, isBold: true, colour, alpha: shown, hasHalo: true },
      },
    );
}
