// The MLP, from the norm down to its output: projections as trapezoids from C to M and back, neurons, and their function.

import { ACTIVATION_CHOICES } from '../../../../shared/settings/model-settings.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { ACTIVATION_FUNCTIONS } from '../../charts/activation-functions.ts';
import { type DiagramModel, hasBias } from './diagram-model.ts';
import { type DrawnPanel, label, normPill, type Panel, PILL, rowBounds } from './panel.ts';
import { circle, elbow, path, rect, type Shape, trapezoid } from './shapes.ts';

/** Heights of a projection and of the row of neurons. */
const [PROJECTION, NEURONS] = [26, 40];
/** Width of C in the drawing, as a share of the body; M has its share of it. */
const STREAM_SHARE = 0.2;
const CURVE = { width: 64, height: NEURONS - 4 };

export function mlpPanel(panel: Panel, model: DiagramModel): DrawnPanel {
  const { x, y, body } = panel;
  const { block } = model.weights;
  const centre = body.x + body.width / 2;
  const up = y + PILL.height + 18;
  const neurons = up + PROJECTION;
  const joint = neurons + NEURONS;
  const down = joint + (model.isGated ? 34 : 0);
  const bottom = down + PROJECTION;
  const norm = normPill('mlpNorm', panel, model, block.mlpNorm ?? 0);
  const columns = model.isGated
    ? [
        { key: 'gate' as const, x: body.x + body.width / 4 - 2 },
        { key: 'up' as const, x: body.x + (body.width * 3) / 4 + 2 },
      ]
    : [{ key: 'up' as const, x: centre }];
  const half = body.width / columns.length - (model.isGated ? 12 : 0);
  const stream = half * STREAM_SHARE;
  const hidden = Math.max(10, Math.min(half, stream * (model.mlpWidth / model.C)));
  const curveAt = columns[0].x;
  const rows = labelRows(model, panel, up);

  return {
    shapes: [
      ...columns.map(({ key, x: at }) =>
        path(
          `${key} in`,
          'line',
          elbow([
            { x: x + PILL.width, y: y + PILL.height / 2 },
            { x: at, y: y + PILL.height / 2 },
            { x: at, y: up },
          ]),
        ),
      ),
      ...norm.shapes,
      ...columns.flatMap(({ key, x: at }) => [
        path(key, 'projection', trapezoid(at, up, neurons, [stream, hidden])),
        ...neuronField(key, at, neurons, hidden, model.mlpWidth),
      ]),
      ...curve(model, curveAt, neurons + 2),
      ...(model.isGated ? product(columns, centre, joint, down) : []),
      path('down', 'projection', trapezoid(centre, down, bottom, [hidden, stream])),
      ...columns.flatMap(({ key }, i) =>
        label(key, panel, rows[i], {
          title: key,
          count: block[key],
          hasBias: hasBias(model, 'mlp'),
        }),
      ),
      ...label('activation', panel, rows[2], {
        title: ACTIVATION_CHOICES[model.activation].label,
        look: 'activation',
        note: `${formatInteger(model.mlpWidth)} neurons`,
      }),
      ...label('down', panel, down + PROJECTION / 2, {
        title: 'down',
        count: block.down,
        hasBias: hasBias(model, 'mlp'),
      }),
    ],
    pieces: [
      ...norm.pieces,
      { piece: 'up', bounds: rowBounds(panel, up, PROJECTION) },
      { piece: 'gate', bounds: rowBounds(panel, up, PROJECTION) },
      { piece: 'activation', bounds: rowBounds(panel, neurons, down - neurons) },
      { piece: 'down', bounds: rowBounds(panel, down, PROJECTION) },
    ],
    entry: { x, y: y + PILL.height / 2 },
    exit: { x: centre, y: bottom },
    bottom,
  };
}

/** Centres of the labels of gate and up, or of up alone, and of the neurons. */
function labelRows({ isGated }: DiagramModel, { isCompact }: Panel, up: number): readonly number[] {
  const [first, neurons] = [up + PROJECTION / 2, up + PROJECTION + NEURONS / 2 + 2];
  if (!isGated) return [first, first, neurons];
  return isCompact ? [up + 2, up + 37, up + 72] : [first - 6, first + 11, neurons + 6];
}

/** A dot for every few neurons, in rows. */
function neuronField(key: string, x: number, y: number, width: number, neurons: number): Shape[] {
  const frame = { x: x - width / 2, y, width, height: NEURONS };
  const columns = Math.max(1, Math.min(Math.floor(width / 9), Math.ceil(neurons / 4)));
  const step = width / columns;
  const dots = Array.from({ length: columns * 4 }, (_, i) => {
    const [column, row] = [Math.floor(i / 4), i % 4];
    return `M${(x - width / 2 + step * (column + 0.5)).toFixed(1)} ${y + 5 + 10 * row}h.01`;
  });
  return [rect(`${key} neurons`, 'neurons', frame, 0), path(`${key} dots`, 'dots', dots.join(''))];
}

/** The activation function itself, from −3 to 3. */
function curve({ activation }: DiagramModel, x: number, y: number): Shape[] {
  const { width, height } = CURVE;
  const activationFunction = ACTIVATION_FUNCTIONS[activation];
  const [range, low, high] = [3, -0.7, 2.6];
  const points = Array.from({ length: 41 }, (_, i) => {
    const at = -range + (2 * range * i) / 40;
    const top = y + 2 + (height - 4) * (1 - (Math.min(high, activationFunction(at)) - low) / (high - low));
    return `${(x - width / 2 + 3 + ((width - 6) * i) / 40).toFixed(1)} ${top.toFixed(1)}`;
  });
  const zero = y + 2 + (height - 4) * (1 + low / (high - low));
  return [
    rect('curve box', 'curve-box', { x: x - width / 2, y, width, height }, 5),
    path('curve axes', 'axis', `M${x - width / 2 + 3} ${zero}h${width - 6}M${x} ${y + 3}v${height - 6}`),
    path('curve', 'curve', `M${points.join('L')}`),
  ];
}

/** The gate's activations times the linear projection. */
function product(
  columns: readonly { readonly x: number }[],
  x: number,
  top: number,
  bottom: number,
): Shape[] {
  const y = (top + bottom) / 2;
  const [left, right] = columns;
  return [
    path(
      'gate out',
      'line',
      elbow([
        { x: left.x, y: top },
        { x: left.x, y },
        { x: x - 9, y },
      ]),
    ),
    path(
      'linear out',
      'line',
      elbow([
        { x: right.x, y: top },
        { x: right.x, y },
        { x: x + 9, y },
      ]),
    ),
    path(
      'product out',
      'line',
      elbow([
        { x, y: y + 9 },
        { x, y: bottom },
      ]),
    ),
    circle('product', 'node', x, y, 9),
    path('product sign', 'sign', `M${x - 3.5} ${y - 3.5}l7 7M${x + 3.5} ${y - 3.5}l-7 7`),
  ];
}
