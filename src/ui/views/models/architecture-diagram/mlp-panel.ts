// The MLP, from the norm down to its output: projections as trapezoids from C to M and back, neurons, and their function.

import { msg, str } from '@lit/localize';
import { ACTIVATION_CHOICES } from '../../../../shared/settings/model-settings.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { ACTIVATION_CURVES } from '../../charts/activation-curves.ts';
import { type DiagramModel, hasBias } from './diagram-model.ts';
import { type DrawnPanel, label, normPill, type Panel, PILL, rowBounds } from './panel.ts';
import { circle, type Drawing, elbow, type Point, path, rect, type Shape, trapezoid } from './shapes.ts';

/** Heights of a projection, of the neurons, and of the product with a gate. */
const [PROJECTION, NEURONS, PRODUCT] = [26, 40, 32];
/** Width of C in the drawing, as a share of a column; M is wider by M / C. */
const STREAM_SHARE = 0.2;
const WIDEST_CURVE = 64;

/** Places: one column of neurons, or those of the gate and of what it multiplies. */
interface Places {
  readonly columns: readonly { readonly key: 'gate' | 'up'; readonly x: number }[];
  readonly centre: number;
  /** Tops of the rows. */
  readonly up: number;
  readonly neurons: number;
  readonly joint: number;
  readonly down: number;
  readonly bottom: number;
  /** Widths of C, of M, and of a column. */
  readonly stream: number;
  readonly hidden: number;
  readonly column: number;
}

export function mlpPanel(panel: Panel, model: DiagramModel): DrawnPanel {
  const { x, y } = panel;
  const places = placesOf(panel, model);
  const { columns, centre, up, neurons, down, bottom, stream, hidden, column } = places;
  const norm = normPill('mlpNorm', panel, model, model.weights.block.mlpNorm ?? 0);
  return {
    shapes: [
      ...columns.map(({ key, x: to }) => input(key, panel, { x: to, y: up })),
      ...norm.shapes,
      ...columns.flatMap(({ key, x: at }) => [
        path(key, 'projection', trapezoid(at, up, neurons, [stream, hidden])),
        ...neuronField(key, { x: at, y: neurons }, hidden, model.mlpWidth),
      ]),
      ...curve(model, { x: columns[0].x, y: neurons + 2 }, Math.min(WIDEST_CURVE, column + 4)),
      ...(model.isGated ? product(places) : []),
      path('down', 'projection', trapezoid(centre, down, bottom, [hidden, stream])),
      ...labels(panel, places, model),
    ],
    pieces: [...norm.pieces, ...pieces(panel, places, model)],
    entry: { x, y: y + PILL.height / 2 },
    exit: { x: centre, y: bottom },
    bottom,
  };
}

function placesOf({ y, body }: Panel, { isGated, mlpWidth, C }: DiagramModel): Places {
  const up = y + PILL.height + 14;
  const neurons = up + PROJECTION;
  const joint = neurons + NEURONS;
  const down = joint + (isGated ? PRODUCT : 0);
  const at = (share: number) => body.x + body.width * share;
  const column = isGated ? body.width / 2 - 12 : body.width;
  const stream = column * STREAM_SHARE;
  return {
    columns: isGated
      ? [
          { key: 'gate', x: at(0.25) },
          { key: 'up', x: at(0.75) },
        ]
      : [{ key: 'up', x: at(0.5) }],
    ...{ centre: at(0.5), up, neurons, joint, down, bottom: down + PROJECTION, stream, column },
    hidden: Math.max(10, Math.min(column, stream * (mlpWidth / C))),
  };
}

/** From the norm into a projection. */
function input(key: string, { x, y }: Panel, to: Point): Shape {
  const from = { x: x + PILL.width, y: y + PILL.height / 2 };
  return path(`${key}-in`, 'line', elbow([from, { x: to.x, y: from.y }, to]));
}

/** A dot for every few neurons, in rows. */
function neuronField(key: string, { x, y }: Point, width: number, neurons: number): Shape[] {
  const columns = Math.max(1, Math.min(Math.floor(width / 9), Math.ceil(neurons / 4)));
  const step = width / columns;
  const dots = Array.from({ length: columns * 4 }, (_, i) => {
    const [column, row] = [Math.floor(i / 4), i % 4];
    return `M${(x - width / 2 + step * (column + 0.5)).toFixed(1)} ${y + 5 + 10 * row}h.01`;
  });
  return [
    rect(`${key}-neurons`, 'neurons', { x: x - width / 2, y, width, height: NEURONS }, 0),
    path(`${key}-dots`, 'dots', dots.join('')),
  ];
}

/** The activation function itself, from −3 to 3, over the neurons that it is applied to. */
function curve({ activation }: DiagramModel, { x, y }: Point, width: number): Shape[] {
  const height = NEURONS - 4;
  const [left, inner] = [x - width / 2 + 3, width - 6];
  const [low, high] = [-0.7, 2.6];
  const heightOf = (value: number) => y + 2 + (height - 4) * ((high - value) / (high - low));
  const points = Array.from({ length: 41 }, (_, i) => {
    const value = ACTIVATION_CURVES[activation](-3 + (6 * i) / 40);
    return `${(left + (inner * i) / 40).toFixed(1)} ${heightOf(Math.min(high, value)).toFixed(1)}`;
  });
  return [
    rect('curve-box', 'curve-box', { x: x - width / 2, y, width, height }, 5),
    path('curve-axes', 'axis', `M${left} ${heightOf(0)}h${inner}M${x} ${y + 3}v${height - 6}`),
    path('curve', 'curve', `M${points.join('L')}`),
  ];
}

/** The gate's activations times the linear projection. */
function product({ columns: [gate, linear], centre: x, joint, down }: Places): Shape[] {
  const y = (joint + down) / 2;
  const toProduct = (from: number, to: number) =>
    elbow([
      { x: from, y: joint },
      { x: from, y },
      { x: to, y },
    ]);
  return [
    path('gate-out', 'line', toProduct(gate.x, x - 9)),
    path('linear-out', 'line', toProduct(linear.x, x + 9)),
    path('product-out', 'line', `M${x} ${y + 9}V${down}`),
    circle('product', 'node', x, y, 9),
    path('product-sign', 'sign', `M${x - 3.5} ${y - 3.5}l7 7M${x + 3.5} ${y - 3.5}l-7 7`),
  ];
}

function labels(panel: Panel, { columns, up, neurons, down }: Places, model: DiagramModel): Shape[] {
  const { block } = model.weights;
  const middle = up + PROJECTION / 2;
  const [first, second, third] = !model.isGated
    ? [middle, middle, neurons + NEURONS / 2 + 2]
    : panel.isCompact
      ? [up + 2, up + 37, up + 72]
      : [middle - 6, middle + 11, neurons + NEURONS / 2 + 8];
  const projection = (key: 'gate' | 'up' | 'down', y: number) =>
    label(key, panel, y, { title: key, count: block[key], hasBias: hasBias(model, 'mlp') });
  return [
    ...columns.flatMap(({ key }, i) => projection(key, i === 0 ? first : second)),
    ...label('activation', panel, third, {
      title: ACTIVATION_CHOICES[model.activation].label,
      note: model.mlpWidth === 1 ? msg('1 neuron') : msg(str`${formatInteger(model.mlpWidth)} neurons`),
    }),
    ...projection('down', down + PROJECTION / 2),
  ];
}

/** Rows of the pieces; in a narrow gated MLP the labels of gate and up take the height of its neurons. */
function pieces(panel: Panel, { up, neurons, down }: Places, { isGated }: DiagramModel): Drawing['pieces'] {
  const isDense = isGated && panel.isCompact;
  const inputs = isDense ? rowBounds(panel, up - 12, 64) : rowBounds(panel, up, PROJECTION);
  const middle = isDense ? up + 54 : neurons;
  return [
    ...(isGated ? [{ piece: 'gate' as const, bounds: inputs }] : []),
    { piece: 'up', bounds: inputs },
    { piece: 'activation', bounds: rowBounds(panel, middle, down - middle - (isDense ? 4 : 0)) },
    { piece: 'down', bounds: rowBounds(panel, down, PROJECTION) },
  ];
}
