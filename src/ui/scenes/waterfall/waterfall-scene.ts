// What each neuron of an MLP adds to a word (chapter 7, 12:10 to 14:04): one waterfall from zero to the sum that the MLP adds.

import { msg, str } from '@lit/localize';
import { formatFixed, formatInteger, formatPercent, formatSigned } from '../../format/numbers.ts';
import { clamp, mix, type Point } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving, moving, steady } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import { ENDS, type Places, placesOf, type Steps, stepsOf } from './steps.ts';

export interface WaterfallInput {
  /** The word whose logit it is about. */
  readonly answer: string;
  /** 0-based. */
  readonly layer: number;
  /** Contribution of each neuron to the logit, and of the output's bias. */
  readonly neurons: readonly number[];
  readonly bias: number;
  /** How many of the largest are counted together. */
  readonly cut: number;
  /** Events of the acts: the cut is dragged, a neuron is opened (0-based). */
  readonly cutEvent: (cut: number) => Event;
  readonly neuronEvent: (neuron: number) => Event;
}

/** Seconds: the largest come one by one, the others sweep, the bias and the sum follow. */
const TIMES = { first: 0.3, sweep: 2, bias: 4.6, total: 5, cut: 5.8, end: 6.4 };
/** Beyond as many neurons a key moves the cut by ten. */
const SINGLE = 20;

export class WaterfallScene extends MarkScene<WaterfallInput> {
  readonly name = 'waterfall';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Contributions to the logit'), msg('part'), msg('contribution')] as const;

  protected override isAnother(input: Partial<WaterfallInput>, before: Partial<WaterfallInput>): boolean {
    return input.answer !== before.answer || input.layer !== before.layer;
  }

  override summary(input: Partial<WaterfallInput>): string {
    if (!isWhole(input)) return msg('Loading …');
    return largestOf(input);
  }

  override layout(
    input: Partial<WaterfallInput>,
    viewport: Viewport,
    t: number,
  ): readonly Mark[] | undefined {
    if (!isWhole(input)) return undefined;
    const { neurons, bias } = input;
    const steps = stepsOf(neurons);
    const places = placesOf(viewport, steps, neurons, bias);
    const { first } = ENDS;
    const swept = steady(t, TIMES.sweep, TIMES.bias) ** 1.7;
    const shown =
      t < TIMES.sweep ? first * steady(t, TIMES.first, TIMES.sweep) : mix(first, neurons.length, swept);
    return [
      ...field(input, places),
      ...pulledBack(steps, places, viewport, arriving(t, TIMES.bias, TIMES.total)),
      ...floor(places, viewport),
      ...beams(input, steps, places, shown),
      ...areas(input, steps, places, shown, arriving(t, TIMES.cut, TIMES.end)),
      ...[...ends(steps)].flatMap((i) => this.#step(input, steps, places, i, clamp(shown - i))),
      ...biasStep(input, steps, places, arriving(t, TIMES.bias, TIMES.total)),
      ...total(input, steps, places, viewport, moving(t, TIMES.total, TIMES.cut)),
      ...this.#cut(input, steps, places, arriving(t, TIMES.cut, TIMES.end)),
    ];
  }

  /** One neuron: from the sum before it to the sum with it. */
  #step(
    { neurons, neuronEvent }: WaterfallInput,
    steps: Steps,
    places: Places,
    i: number,
    grown: number,
  ): Mark[] {
    const { order, sums } = steps;
    const { edges, size, em, isNarrow, y } = places;
    const neuron = order[i];
    const value = neurons[neuron];
    const [from, to] = [y(sums[i]), mix(y(sums[i]), y(sums[i + 1]), grown)];
    const name = msg(str`neuron ${neuron + 1}`);
    const hasLabel = Math.abs(y(sums[i]) - y(sums[i + 1])) > 1.3 * em;
    const label = isNarrow ? `${neuron + 1} ${formatSigned(value)}` : `${name} ${formatSigned(value)}`;
    return [
      {
        ...{ key: `neuron-${neuron}`, name, value, format: formatSigned },
        press: () => this.dispatch(neuronEvent(neuron)),
        shape: {
          ...{ kind: 'box', x: edges[i], y: Math.min(from, to), width: edges[i + 1] - edges[i] - 2 },
          ...{ height: Math.max(2, Math.abs(to - from)), radius: 2, alpha: grown > 0 ? 1 : 0 },
          fill: value < 0 ? 'negative' : 'positive',
        },
      },
      ...(hasLabel
        ? [labelOf(`name-${neuron}`, label, edges[i] - 0.5 * em, (from + to) / 2, size, grown)]
        : []),
    ];
  }

  /** How much the largest give together, up to where it is dragged. */
  #cut(input: WaterfallInput, { sums }: Steps, places: Places, alpha: number): Mark[] {
    const { cut, cutEvent, neurons, bias } = input;
    const { edges, y, em, size, bar } = places;
    const count = clamp(cut, 0, neurons.length);
    const set = (next: number) => this.dispatch(cutEvent(clamp(next, 0, neurons.length)));
    const text = cutText(count, sums[count], sums[neurons.length] + bias, neurons.length);
    const half = 0.29 * em * text.length;
    const x = edges[count];
    return [
      {
        key: 'cut-line',
        shape: {
          kind: 'line',
          points: [x, y(0), x, y(sums[count])],
          stroke: 'highlight',
          lineWidth: 2.5,
          alpha,
        },
      },
      {
        ...{ key: 'cut', name: text, value: sums[count], format: formatSigned, isAct: true },
        drag: ({ x: at }: Point) => set(places.count(at)),
        step: (by) => set(count + by * (count < SINGLE + (by < 0 ? 1 : 0) ? 1 : 10)),
        shape: { kind: 'dot', x, y: y(0), radius: 9, fill: 'highlight', alpha },
      },
      {
        key: 'cut-text',
        shape: {
          ...{ kind: 'text', text, size, align: 'center', fill: 'highlight', isBold: true, alpha },
          ...{ x: clamp(x, half + 4, bar[0] - half - 2 * em), y: y(0) + 1.7 * em },
        },
      },
    ];
  }
}

const isWhole = (input: Partial<WaterfallInput>): input is WaterfallInput =>
  input.neurons !== undefined && input.neurons.length > 0;

/** Of the steps that are boxes of their own. */
const ends = ({ order }: Steps): Set<number> =>
  new Set([...order.keys()].filter((i) => i < ENDS.first || i >= order.length - ENDS.last));

/** What a single neuron gives, from the numbers. */
function largestOf({ neurons, bias, layer, answer }: WaterfallInput): string {
  const { order, sums } = stepsOf(neurons);
  const total = sums[neurons.length] + bias;
  const [largest] = order;
  if (total <= 0) return msg(str`MLP ${layer + 1} does not raise “${answer}”.`);
  const share = neurons[largest] / total;
  return share > 0.5
    ? msg(str`Neuron ${largest + 1} alone gives ${formatPercent(share)} of it.`)
    : msg(
        str`No single neuron stores it: the largest, neuron ${largest + 1}, gives ${formatPercent(share)}.`,
      );
}

function cutText(count: number, sum: number, total: number, neurons: number): string {
  const share = total > 0 ? formatPercent(Math.abs(sum) / total) : formatSigned(sum);
  const shown = sum < 0 && total > 0 ? `−${share}` : share;
  if (count === neurons) return msg(str`all ${formatInteger(count)} neurons: ${shown}`);
  if (count === 1) return msg(str`largest neuron: ${shown}`);
  return msg(str`first ${formatInteger(count)} neurons: ${shown}`);
}

const labelOf = (key: string, text: string, x: number, y: number, size: number, alpha: number): Mark => ({
  key,
  shape: { kind: 'text', x, y, text, size, align: 'right', hasHalo: true, alpha },
});

/** What every neuron gives, in its place. */
function field({ neurons, layer }: WaterfallInput, { field, em, size }: Places): Mark[] {
  if (!field) return [];
  const most = neurons.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-9);
  const name = msg(str`${formatInteger(neurons.length)} neurons of MLP ${layer + 1}`);
  return [
    {
      key: 'field-name',
      shape: { kind: 'text', x: field.x, y: field.y - 0.9 * em, text: name, size, fill: 'muted' },
    },
    { key: 'field', shape: { kind: 'cells', ...field, values: neurons, most } },
  ];
}

/** From the cells of the largest to their steps. */
function beams({ neurons }: WaterfallInput, { order, sums }: Steps, places: Places, shown: number): Mark[] {
  const { field, edges, y } = places;
  if (!field) return [];
  const [across, down] = [
    field.width / field.columns,
    field.height / Math.ceil(neurons.length / field.columns),
  ];
  return order.slice(0, ENDS.first).flatMap((neuron, i): Mark[] => {
    if (neurons[neuron] <= 0) return [];
    const grown = clamp(2 * (shown - i));
    const cell = {
      x: field.x + (neuron % field.columns) * across,
      y: field.y + Math.floor(neuron / field.columns) * down,
    };
    const from = [cell.x + across / 2, cell.y + down];
    const to = [(edges[i] + edges[i + 1]) / 2, y(sums[i + 1])];
    return [
      {
        key: `beam-${neuron}`,
        shape: {
          ...{ kind: 'line', stroke: 'positive', lineWidth: 2, alpha: grown > 0 ? 0.45 : 0 },
          points: [...from, mix(from[0], to[0], grown), mix(from[1], to[1], grown)],
        },
      },
      {
        key: `cell-${neuron}`,
        shape: {
          ...{ kind: 'box', ...cell, width: across, height: down, radius: 2 },
          ...{ stroke: 'highlight', lineWidth: 2, alpha: grown },
        },
      },
    ];
  });
}

/** How much the negative ones take away, on the slope of their steps, where there is room. */
function pulledBack({ sums }: Steps, places: Places, { width }: Viewport, alpha: number): Mark[] {
  const { size, em, isNarrow, y, edges } = places;
  const most = Math.max(...sums);
  const end = sums[sums.length - 1];
  if (isNarrow || y(end) - y(most) < 4 * em) return [];
  const [turn, last] = [sums.indexOf(most), sums.length - 1];
  const count = formatInteger(last - turn);
  const half = sums.findIndex((sum, i) => i > turn && sum <= (most + end) / 2);
  const x = edges[half] + em;
  return [
    {
      key: 'pulled-back',
      shape: {
        ...{ kind: 'text', x, y: y(sums[half]), size, fill: 'negative' },
        ...{
          text: msg(str`${count} neurons take away ${formatFixed(most - end, 2)}`),
          maxWidth: width - x - em,
          alpha,
        },
      },
    },
  ];
}

const floor = ({ em, y }: Places, { width }: Viewport): Mark[] => [
  {
    key: 'zero',
    shape: { kind: 'line', points: [em, y(0), width - em, y(0)], stroke: 'lineStrong', lineWidth: 1.5 },
  },
];

/** Corners of the steps from one to another; those narrower than half a pixel are left out. */
function corners({ sums }: Steps, { edges, y }: Places, from: number, to: number): number[] {
  const points = [edges[from], y(sums[from])];
  for (let i = from; i < to; i++) {
    const x = points[points.length - 2];
    if (edges[i + 1] - x < 0.5 && i + 1 < to) continue;
    points.push(x, y(sums[i + 1]), edges[i + 1], y(sums[i + 1]));
  }
  return points;
}

/** Below the steps, brighter up to the cut; and the steps of the others as two lines: up, then down. */
function areas(input: WaterfallInput, steps: Steps, places: Places, shown: number, isCut: number): Mark[] {
  const { neurons, cut } = input;
  const { edges, y } = places;
  const count = neurons.length;
  const until = Math.min(count, Math.floor(shown));
  const below = (key: string, to: number, alpha: number): Mark => ({
    key,
    shape: {
      ...{ kind: 'line', fill: 'positive', alpha },
      points: [edges[0], y(0), ...corners(steps, places, 0, to), edges[to], y(0)],
    },
  });
  const turn = steps.order.findIndex((neuron) => neurons[neuron] < 0);
  const [from, to] = [Math.min(ENDS.first, count), Math.max(ENDS.first, count - ENDS.last)];
  const top = turn < 0 ? to : clamp(turn, from, to);
  const line = (key: string, name: string, start: number, end: number): Mark[] =>
    end <= start || count <= ENDS.first + ENDS.last
      ? []
      : [
          {
            ...{ key, name, value: steps.sums[end] - steps.sums[start], format: formatSigned },
            shape: {
              ...{ kind: 'line', stroke: key === 'rise' ? 'positive' : 'negative', lineWidth: 3 },
              ...{
                points: corners(steps, places, start, clamp(until, start, end)),
                alpha: until > start ? 1 : 0,
              },
            },
          },
        ];
  return [
    below('below', until, 0.13),
    below('counted', Math.min(cut, until), 0.22 * isCut),
    ...line('rise', msg(str`${formatInteger(top - from)} others that add`), from, top),
    ...line('fall', msg(str`${formatInteger(to - top)} others that take away`), top, to),
  ];
}

function biasStep({ neurons, bias }: WaterfallInput, { sums }: Steps, places: Places, alpha: number): Mark[] {
  const { edges, end, y, em, size, isNarrow, bar } = places;
  const [from, to] = [y(sums[neurons.length]), y(sums[neurons.length] + bias)];
  const x = edges[neurons.length];
  const name = msg('bias, always added');
  const value = { value: bias, format: formatSigned };
  return [
    {
      ...{ key: 'bias', name, ...value },
      shape: {
        ...{
          kind: 'box',
          x,
          y: Math.min(from, to),
          width: end - x,
          height: Math.max(2, Math.abs(to - from)),
        },
        ...{ fill: 'data', alpha },
      },
    },
    ...(isNarrow
      ? []
      : [
          {
            key: 'bias-name',
            shape: {
              ...({
                kind: 'text',
                x: (end + bar[0]) / 2,
                y: to + (sums[neurons.length] + bias < 0 ? -1.1 : 1.1) * em,
                size,
                fill: 'muted',
                alpha,
              } as const),
              ...({
                text: msg(str`bias ${formatSigned(bias)}`),
                align: 'center',
                maxWidth: bar[0] - end,
              } as const),
            },
          },
        ]),
  ];
}

/** The sum beside the steps. */
function total(
  { answer, neurons, bias }: WaterfallInput,
  { sums }: Steps,
  { end, bar: [x, width], y, em, size, isNarrow }: Places,
  viewport: Viewport,
  grown: number,
): Mark[] {
  const value = sums[neurons.length] + bias;
  const [zero, to] = [y(0), mix(y(0), y(value), grown)];
  const middle = x + width / 2;
  const room = 2 * (viewport.width - middle) - 0.6 * em;
  const text = {
    kind: 'text',
    x: middle,
    align: 'center',
    fill: 'highlight',
    isBold: true,
    alpha: grown,
  } as const;
  return [
    {
      key: 'reach',
      shape: {
        ...{ kind: 'line', points: [end, y(value), x, y(value)], stroke: 'highlight', isDashed: true },
        alpha: grown,
      },
    },
    {
      ...{ key: 'total', name: msg(str`all together, to “${answer}”`), value, format: formatSigned },
      shape: {
        ...{
          kind: 'box',
          x,
          y: Math.min(zero, to),
          width,
          height: Math.max(1, Math.abs(to - zero)),
          radius: 3,
        },
        ...{ fill: 'highlight', alpha: grown },
      },
    },
    {
      key: 'total-number',
      shape: {
        ...{ ...text, y: to + (value < 0 ? 1.1 : -1.1) * em, size: isNarrow ? 14 : 24, maxWidth: room },
        text: formatSigned(value),
      },
    },
    {
      key: 'answer',
      shape: { ...text, y: zero + (value < 0 ? -1.2 : 1.7) * em, text: `“${answer}”`, size, maxWidth: room },
    },
  ];
}
