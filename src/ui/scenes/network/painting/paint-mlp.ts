// MLPs: wires from the lane through the neurons to the sum; close by, rows, activations and columns of some neurons.

import { msg, str } from '@lit/localize';
import type { MlpNeuron } from '../../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatSigned, formatSignedFixed } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { clamp, mix, smoothstep } from '../../../stage/geometry.ts';
import { MLP_STEPS, type MlpStep } from '../camera/shot.ts';
import { curveUntil } from '../scene/attention-scene.ts';
import {
  byPlace,
  type MlpZone,
  mlpZone,
  neuronColumn,
  neuronField,
  neuronGrid,
  neuronPoint,
} from '../scene/mlp-scene.ts';
import { vectorOf } from '../values/network-values.ts';
import { sumRadius } from './paint-attention.ts';
import { inTurn, isMlpOff, OFF, type Picture, revealed, tokenCount } from './picture.ts';

/** Under each lane, from the neurons to the sum, and from the vector to them in parallel blocks. */
export function paintMlp(picture: Picture, layer: number): void {
  const { view, brush } = picture;
  const zone = mlpZone(view, layer);
  if (zone.bottom < 0 || zone.top > view.frame.height || view.pose.digits > 0.6) return;
  const { palette } = brush;
  const radius = sumRadius(picture, 0);
  for (let token = 0; token < tokenCount(picture); token++) {
    const field = neuronField(view, zone, token);
    const lane = view.laneX(token);
    if (field.width < 6 || field.x > view.frame.width) continue;
    const done = revealed(picture, token, zone.zone + 0.7, 0.2);
    const x = field.x + Math.min(field.width * 0.3, 40);
    const y = field.y + field.height;
    if (view.dive < 0.9)
      brush.curve(
        [x, y, x, zone.sum, x - 8, zone.sum, lane + radius, zone.sum],
        palette.lineStrong,
        1.2,
        (0.35 + 0.5 * done) * (1 - view.dive) * (isMlpOff(picture, layer) ? 0.3 : 1),
      );
  }
}

export function paintMlpSums(picture: Picture, layer: number): void {
  const { view, brush } = picture;
  if (view.pose.digits > 0.6) return;
  const zone = mlpZone(view, layer);
  const radius = mix(sumRadius(picture, 0), 9, view.dive);
  if (radius < 2) return;
  for (let token = 0; token < tokenCount(picture); token++)
    brush.sum(
      view.laneX(token),
      zone.sum,
      radius,
      revealed(picture, token, zone.zone + 0.85, 0.15) * Number(picture.front < zone.zone + 1.4),
    );
}

/** The MLP at one token, from inside its gap. */
export function paintMlpDetail(picture: Picture): void {
  const { mlp, view, values, brush } = picture;
  const alpha = smoothstep(0.5, 1, view.dive) * (mlp && isMlpOff(picture, mlp.layer) ? OFF : 1);
  const result = values.lenses['mlp-neurons'];
  if (!mlp || alpha < 0.02) return;
  const zone = mlpZone(view, mlp.layer);
  const done = mlpSteps(picture);
  paintField(picture, zone, mlp.token, alpha, done('activations'));
  if (!result) return;
  const { palette } = brush;
  const neurons = byPlace(result.neurons, view);
  const count = neurons.length;
  const field = neuronField(view, zone, mlp.token);
  const lane = view.laneX(mlp.token);
  const laneEdge = lane + view.vectorWidth / 2;
  const strongest = Math.max(...neurons.map(({ post }) => Math.abs(post)), 1e-6);
  const spine = zone.top + 20;
  const lastX = neuronColumn(view, zone, mlp.token, count - 1, count).x;
  for (const [i, y] of [-3, 0, 3].entries())
    brush.line(
      laneEdge,
      spine + y,
      mix(laneEdge, lastX, clamp(done('rows') * 1.2)),
      spine + y,
      [palette.positive, palette.lineStrong, palette.negative][i],
      1.5,
      0.8 * alpha,
    );
  let total = 0;
  const ends: { x: number; width: number; y: number; colour: string }[] = [];
  neurons.forEach((neuron, index) => {
    const column = neuronColumn(view, zone, mlp.token, index, count);
    const point = neuronPoint(view, field, neuron.neuron);
    const isOn = Math.abs(neuron.post) > 0.05;
    const colour = !isOn ? palette.lineStrong : neuron.post > 0 ? palette.positive : palette.negative;
    const width = isOn ? mix(1.4, 5, Math.abs(neuron.post) / strongest) : 1.2;
    const from = column.lines.curve + 10;
    const bend = (from + point.y) / 2;
    const shown = (step: MlpStep) => alpha * inTurn(done(step), index, count);
    brush.line(column.x, spine + 3, column.x, column.input.y - 2, palette.lineStrong, 1.2, shown('rows'));
    brush.curve(
      curveUntil(
        [column.x, from, column.x, bend, point.x, bend, point.x, point.y - 6],
        clamp(2 * done('activations')),
      ),
      colour,
      Math.min(width, 2),
      shown('activations'),
    );
    const end = column.lines.factor - 10;
    const back = (point.y + end) / 2;
    if (isOn)
      brush.curve(
        curveUntil(
          [point.x, point.y + 6, point.x, back, column.x, back, column.x, end],
          clamp(2 * done('columns')),
        ),
        colour,
        width,
        shown('columns'),
      );
    paintNeuronPoint(picture, point, neuron, shown('activations'));
    if (isOn) {
      total += width;
      ends.push({ x: column.x, width, y: column.output.y + column.output.height + 26, colour });
    }
  });
  let thickness = 0;
  const summed = alpha * done('output');
  for (const [i, end] of ends.toReversed().entries()) {
    thickness += (end.width / Math.max(1, total)) * Math.min(10, total);
    const left = ends.toReversed()[i + 1]?.x ?? lane + 9;
    brush.line(end.x, end.y, end.x, zone.sum, end.colour, end.width, summed);
    brush.line(end.x + end.width / 2, zone.sum, left, zone.sum, palette.positive, thickness, summed * 0.85);
  }
}

/** How far each step of the MLP is drawn, 0 to 1. */
const mlpSteps =
  ({ progress }: Picture) =>
  (step: MlpStep): number =>
    clamp(progress.mlp - MLP_STEPS.indexOf(step));

/** Every neuron as a dot in its place: dark until it is computed. */
function paintField(picture: Picture, zone: MlpZone, token: number, alpha: number, lit: number): void {
  const { view, brush, values, ranges } = picture;
  const { context, palette } = brush;
  const post = vectorOf(values, `blocks.${zone.layer}.mlp.hook_post`, token);
  if (!post) return;
  const field = neuronField(view, zone, token);
  const { columns, rows } = neuronGrid(view);
  const radius = clamp(Math.min(field.width / columns, field.height / rows) * 0.3, 0.8, 4.5);
  const [off, on] = [palette.raised, palette.positive];
  for (let neuron = 0; neuron < post.length; neuron++) {
    const { x, y } = neuronPoint(view, field, neuron);
    const size = lit * clamp(Math.abs(post[neuron]) / ranges.neuron);
    const isOff = size < (post[neuron] < 0 ? 0.15 : 0.06);
    context.globalAlpha = alpha * (isOff ? 0.8 : 0.3 + 0.7 * size);
    context.fillStyle = isOff ? off : post[neuron] > 0 ? on : palette.negative;
    context.beginPath();
    context.arc(x, y, radius * (1 + 0.3 * size), 0, 2 * Math.PI);
    context.fill();
  }
  context.globalAlpha = 1;
}

function paintNeuronPoint(
  { brush, shot }: Picture,
  { x, y }: { x: number; y: number },
  { post, neuron }: MlpNeuron,
  alpha: number,
): void {
  const { context, palette } = brush;
  context.globalAlpha = alpha;
  context.beginPath();
  context.arc(x, y, 6, 0, 2 * Math.PI);
  context.fillStyle =
    Math.abs(post) < 0.05 ? palette.background : post > 0 ? palette.positive : palette.negative;
  context.fill();
  context.lineWidth = 1.6;
  context.strokeStyle = shot.neuron === neuron ? palette.highlight : palette.text;
  context.stroke();
  context.globalAlpha = 1;
}

/** Numbers and words of the MLP at one token. */
export function paintMlpLabels(picture: Picture): void {
  const { mlp, view, values, brush, shot } = picture;
  const alpha = smoothstep(0.7, 1, view.dive) * (mlp && isMlpOff(picture, mlp.layer) ? OFF : 1);
  const result = values.lenses['mlp-neurons'];
  if (!mlp || !result || alpha < 0.02) return;
  const { palette } = brush;
  const zone = mlpZone(view, mlp.layer);
  const field = neuronField(view, zone, mlp.token);
  const neurons = byPlace(result.neurons, view);
  const count = neurons.length;
  const room = field.width / count - 10;
  const done = mlpSteps(picture);
  neurons.forEach((neuron, index) => {
    const shown = (step: MlpStep) => alpha * inTurn(done(step), index, count);
    const { x, lines } = neuronColumn(view, zone, mlp.token, index, count);
    const isChosen = neuron.neuron === shot.neuron;
    const isOn = Math.abs(neuron.post) > 0.05;
    const centred = { align: 'center', maxWidth: room, size: 12 } as const;
    const asks = neuron.asks
      .slice(0, 2)
      .map(({ text }) => tokenLabel(text))
      .join(', ');
    brush.text(`${neuron.neuron + 1} · ${asks}`, x, lines.name, {
      ...centred,
      alpha: shown('rows'),
      isBold: true,
      colour: isChosen ? palette.highlight : palette.text,
    });
    const product = neuron.pre - neuron.bias;
    const digits = view.frame.isNarrow ? 1 : 2;
    const fixed = (value: number) => formatSignedFixed(value, digits).replace('+', '');
    const bias = `${neuron.bias < 0 ? '−' : '+'} ${formatFixed(Math.abs(neuron.bias), digits)}`;
    const sum = `${fixed(product)} ${bias} = ${fixed(neuron.pre)}`;
    brush.text(sum, x, lines.sum, { ...centred, alpha: shown('rows'), colour: palette.text });
    paintActivation(picture, x - 24, lines.curve, neuron, shown('activations'));
    brush.text(isOn ? msg('active') : msg('silent'), x + 4, lines.curve, {
      alpha: shown('activations'),
      size: 12,
      colour: isOn ? palette.positive : palette.muted,
    });
    brush.text(`× ${plain(neuron.post)}`, x + 8, lines.factor, {
      alpha: shown('columns'),
      size: 12,
      isBold: true,
      colour: !isOn ? palette.muted : neuron.post < 0 ? palette.negative : palette.positive,
    });
    brush.text(`${formatSigned(neuron.adds)} ${tokenLabel(result.next.text)}`, x, lines.adds, {
      ...centred,
      alpha: shown('columns'),
      isBold: isOn,
      hasHalo: true,
      colour: isChosen ? palette.highlight : isOn ? palette.text : palette.muted,
    });
  });
  if (view.frame.isNarrow) return;
  const gate = view.shape.isGated ? msg('rows of the gate') : msg('rows of W↑');
  const right = field.x + field.width;
  brush.text(
    msg(str`${gate}: row · vector + bias; named for the words whose embeddings drive them most`),
    right,
    zone.top + 8,
    {
      align: 'right',
      alpha,
      size: 12,
      hasHalo: true,
    },
  );
  const next = tokenLabel(result.next.text);
  brush.text(
    msg(str`columns of W↓, each times its neuron: what it adds to the logit of “${next}”`),
    right,
    zone.sum + 18,
    {
      align: 'right',
      alpha: alpha * done('columns'),
      size: 12,
      hasHalo: true,
    },
  );
}

const plain = (value: number) => formatSigned(value).replace('+', '');

/** The activation function through all neurons of the layer at this token, and one neuron's point on it. */
function paintActivation(
  picture: Picture,
  x: number,
  y: number,
  { pre, post, linear }: MlpNeuron,
  alpha: number,
): void {
  const { brush, mlp, values } = picture;
  const { palette, context } = brush;
  const { layer, token } = mlp as NonNullable<Picture['mlp']>;
  const all = (name: 'hook_pre' | 'hook_post' | 'hook_pre_linear') =>
    vectorOf(values, `blocks.${layer}.mlp.${name}`, token);
  const [pres, posts, linears] = [all('hook_pre'), all('hook_post'), all('hook_pre_linear')];
  const toX = (value: number) => x + 16 * clamp(value / 3, -1, 1);
  const toY = (value: number) => y + 4 - 11 * clamp(value / 3, -0.2, 1);
  const active = (value: number, factor?: number) => (factor === undefined ? value : value / (factor || 1));
  context.globalAlpha = alpha;
  if (pres && posts) {
    context.beginPath();
    for (const neuron of [...pres.keys()].sort((a, b) => pres[a] - pres[b]))
      context.lineTo(toX(pres[neuron]), toY(active(posts[neuron], linears?.[neuron])));
    context.lineWidth = 1.2;
    context.strokeStyle = palette.lineStrong;
    context.stroke();
  }
  context.beginPath();
  context.arc(toX(pre), toY(active(post, linear)), 3.2, 0, 2 * Math.PI);
  context.fillStyle = Math.abs(post) < 0.05 ? palette.muted : post > 0 ? palette.positive : palette.negative;
  context.fill();
  context.globalAlpha = 1;
}
