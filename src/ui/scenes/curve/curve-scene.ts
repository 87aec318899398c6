// ReLU and a smooth curve in one plane (chapter 7, 10:32 and 11:25), and every neuron of an MLP, which rises from its sum to its activation.

import { msg, str } from '@lit/localize';
import { formatInteger, formatSigned, tickOf } from '../../format/numbers.ts';
import { clamp, mix, type Point } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving, moving, steady } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface Curve {
  readonly name: string;
  readonly of: (x: number) => number;
}

/** The neurons of an MLP at one token. */
export interface NeuronSums {
  /** Sum and activation of each neuron; of a gated MLP the sums are the gate's. */
  readonly pre: Float32Array;
  readonly post: Float32Array;
  readonly isGated: boolean;
}

export interface CurveInput {
  readonly relu: Curve;
  /** The model's own, or the one that smooths its ReLU. */
  readonly smooth: Curve;
  /** Whether neurons rise to ReLU; else to their activation in the model. */
  readonly isRelu: boolean;
  /** ReLU alone, without the smooth curve. */
  readonly isAlone: boolean;
  /** Whether the model applies the curve to which they rise. */
  readonly isOwn: boolean;
  readonly neurons: NeuronSums;
  /** 0-based, and the token whose vector the MLP reads. */
  readonly layer: number;
  readonly token: string;
  /** Where both curves are read. */
  readonly x: number;
  /** Events of the acts: x is dragged, a neuron is opened (0-based). */
  readonly xEvent: (x: number) => Event;
  readonly neuronEvent: (neuron: number) => Event;
}

/** Of x; and the largest y. So GELU's dip of 0.17 is wide enough to be seen. */
export const RANGE = { from: -3.4, to: 2.6, top: 2.6 };
/** How far SiLU, the deepest of the curves, is below zero, with a margin. */
const DIP = 0.3;
/** Seconds: both curves are drawn, what lies between them is tinted, neurons rise, x is read. */
const TIMES = { relu: 0.2, smooth: 1.2, gap: 2.3, rise: 2.8, read: 4.6, end: 5.2 };
const STEP = 0.05;

export class CurveScene extends MarkScene<CurveInput> {
  readonly name = 'curve';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('From a sum to an activation'), msg('part'), msg('activation')] as const;

  protected override isAnother(input: Partial<CurveInput>, before: Partial<CurveInput>): boolean {
    return input.isAlone !== before.isAlone || input.smooth !== before.smooth;
  }

  override summary(input: Partial<CurveInput>): string {
    if (!isWhole(input)) return msg('Loading …');
    const { smooth, neurons, layer, token, isOwn } = input;
    const results = risen(input);
    const active = results.reduce((count, value) => count + Number(value > 0), 0);
    const [above, all] = [formatInteger(active), formatInteger(results.length)];
    const place = msg(str`MLP ${layer + 1} at “${token}”`);
    if (neurons.isGated && isOwn)
      return msg(
        str`${place}: ${above} of ${all} neurons are above zero; each is ${smooth.name} of its gate’s sum times a second sum, so it lies beside the curve.`,
      );
    return isOwn
      ? msg(str`${place}: ${above} of ${all} neurons are above zero.`)
      : msg(str`${place}, were its curve ReLU: ${above} of ${all} neurons above zero.`);
  }

  override layout(input: Partial<CurveInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    if (!isWhole(input)) return undefined;
    const places = placesOf(viewport);
    const known = arriving(t, TIMES.read, TIMES.end);
    return [
      ...axes(places),
      ...curves(input, places, {
        relu: steady(t, TIMES.relu, TIMES.smooth),
        smooth: steady(t, TIMES.smooth, TIMES.gap),
        gap: arriving(t, TIMES.gap, TIMES.rise),
      }),
      ...this.#neurons(input, places, t),
      ...caption(input, places),
      ...this.#reading(input, places, known),
    ];
  }

  /** A tick below the axis at the sum of each neuron, and a dot that rises from there. */
  #neurons(input: CurveInput, places: Places, t: number): Mark[] {
    const { em, x, y, hang } = places;
    const results = risen(input);
    return Array.from(input.neurons.pre).flatMap((sum, neuron): Mark[] => {
      const value = results[neuron];
      if (isBeyond(places, sum, value)) return [];
      const wait = 0.5 * ((sum - RANGE.from) / (RANGE.to - RANGE.from));
      const rise = moving(t, TIMES.rise + wait, TIMES.rise + wait + 1.2);
      return [
        {
          key: `tick-${neuron}`,
          shape: {
            kind: 'line',
            points: [x(sum), hang, x(sum), hang + 0.8 * em],
            stroke: 'data',
            lineWidth: 1,
            alpha: 0.5,
          },
        },
        {
          ...{ key: `neuron-${neuron}`, name: msg(str`neuron ${neuron + 1}`), value, format: formatSigned },
          press: () => this.dispatch(input.neuronEvent(neuron)),
          shape: {
            ...{ kind: 'dot', x: x(sum), y: mix(hang, y(value), rise), radius: 2, fill: 'text' },
            alpha: rise > 0 ? 0.6 : 0,
          },
        },
      ];
    });
  }

  /** The curves at x, which is dragged. */
  #reading({ relu, smooth, isAlone, x: at, xEvent }: CurveInput, places: Places, alpha: number): Mark[] {
    const { x, y, em, size, isNarrow, hang, toX } = places;
    const set = (next: number) =>
      this.dispatch(xEvent(Math.round(20 * clamp(next, RANGE.from, RANGE.to)) / 20));
    const lines = [
      { key: 'x', name: 'x', value: at, fill: 'highlight' },
      { key: 'relu-x', name: `${relu.name}(x)`, value: relu.of(at), fill: 'data' },
      ...(isAlone
        ? []
        : [{ key: 'smooth-x', name: `${smooth.name}(x)`, value: smooth.of(at), fill: 'positive' } as const]),
    ] as const;
    const large = isNarrow ? 14 : size + 6;
    const high = Math.max(...lines.slice(1).map(({ value }) => value));
    return [
      {
        key: 'at',
        shape: {
          kind: 'line',
          points: [x(at), hang + 0.7 * em, x(at), y(high)],
          stroke: 'highlight',
          isDashed: true,
          alpha,
        },
      },
      ...lines.flatMap(({ key, name, value, fill }, i): Mark[] => [
        {
          key: `${key}-name`,
          shape: { kind: 'text', x: em, y: (1.6 + 1.9 * i) * em, text: name, size: large, fill, alpha },
        },
        {
          key: `${key}-value`,
          shape: {
            ...{ kind: 'text', x: em + 0.65 * large * 11, y: (1.6 + 1.9 * i) * em, align: 'right' },
            ...{ text: formatSigned(value), size: large, isBold: true, fill, alpha },
          },
        },
        ...(i === 0
          ? []
          : [
              {
                ...{ key, name, value, format: formatSigned },
                shape: {
                  kind: 'dot',
                  x: x(at),
                  y: y(value),
                  radius: 7,
                  fill,
                  stroke: 'background',
                  lineWidth: 2,
                  alpha,
                },
              } as const,
            ]),
      ]),
      {
        ...{ key: 'knob', name: 'x', value: at, format: formatSigned, isAct: true },
        drag: (point: Point) => set(toX(point.x)),
        step: (by) => set(at + by * STEP),
        shape: { kind: 'dot', x: x(at), y: hang + 0.7 * em, radius: 9, fill: 'highlight', alpha },
      },
    ];
  }
}

const isWhole = (input: Partial<CurveInput>): input is CurveInput => input.neurons !== undefined;

/** A gate's products may also lie among the ticks. */
const isBeyond = ({ y, hang }: Places, sum: number, value: number) =>
  sum < RANGE.from || sum > RANGE.to || value > RANGE.top || y(value) > hang;

/** What the neurons rise to. */
const risen = ({ neurons: { pre, post }, isOwn, relu }: CurveInput): Float32Array =>
  isOwn ? post : pre.map(relu.of);

interface Places {
  readonly size: number;
  readonly em: number;
  readonly isNarrow: boolean;
  readonly left: number;
  readonly right: number;
  /** Of the ticks: below the lowest point of the curve. */
  readonly hang: number;
  x(sum: number): number;
  y(activation: number): number;
  toX(x: number): number;
}

function placesOf({ width, height, textScale }: Viewport): Places {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 15;
  const em = size * textScale;
  const [left, right] = [em, width - em];
  const top = em;
  const dip = DIP / RANGE.top;
  // Ticks, handle and words below the axis have their lines, and the curve its dip above them.
  const zero = Math.min(height - 5.4 * em, (height - 3.9 * em + dip * top) / (1 + dip));
  const y = (activation: number) => mix(zero, top, activation / RANGE.top);
  return {
    ...{ size, em, isNarrow, left, right, y },
    hang: Math.max(zero + 2.2 * em, y(-DIP) + 0.7 * em),
    x: (sum) => mix(left, right, (sum - RANGE.from) / (RANGE.to - RANGE.from)),
    toX: (x) => mix(RANGE.from, RANGE.to, (x - left) / (right - left)),
  };
}

function axes({ x, y, em, size, left, right }: Places): Mark[] {
  const line = { kind: 'line', stroke: 'lineStrong', lineWidth: 1.5 } as const;
  return [
    { key: 'x-axis', shape: { ...line, points: [left, y(0), right, y(0)] } },
    { key: 'y-axis', shape: { ...line, points: [x(0), y(0), x(0), y(RANGE.top)] } },
    ...[-3, -2, -1, 1, 2].map(
      (at): Mark => ({
        key: `x-${at}`,
        shape: {
          kind: 'text',
          x: x(at),
          y: y(0) - 0.9 * em,
          text: tickOf(at),
          size,
          align: 'center',
          fill: 'faint',
        },
      }),
    ),
    ...[1, 2].map(
      (at): Mark => ({
        key: `y-${at}`,
        shape: {
          kind: 'text',
          x: x(0) - 0.6 * em,
          y: y(at),
          text: tickOf(at),
          size,
          align: 'right',
          fill: 'faint',
        },
      }),
    ),
  ];
}

const POINTS = 120;
const ALONG = Array.from({ length: POINTS + 1 }, (_, i) => mix(RANGE.from, RANGE.to, i / POINTS));

/** ReLU, and the smooth curve with what lies between them. */
function curves(
  { relu, smooth, isRelu, isAlone }: CurveInput,
  { x, y, em, size, isNarrow }: Places,
  drawn: { readonly relu: number; readonly smooth: number; readonly gap: number },
): Mark[] {
  const points = ({ of }: Curve, share: number) =>
    ALONG.slice(0, 2 + Math.round(share * (POINTS - 1))).map((at) => [x(at), y(of(at))]);
  const curve = (
    key: string,
    of: Curve,
    share: number,
    stroke: 'data' | 'positive',
    isMain: boolean,
  ): Mark => ({
    key,
    shape: {
      ...{ kind: 'line', points: points(of, share).flat(), stroke, lineWidth: isMain ? 5 : 3 },
      alpha: share > 0 ? 1 : 0,
    },
  });
  const label = { kind: 'text', size: isNarrow ? 14 : size + 7, isBold: true } as const;
  const ofRelu: Mark[] = [
    curve('relu-curve', relu, drawn.relu, 'data', isRelu),
    {
      key: 'relu-name',
      shape: {
        ...label,
        x: x(1.7) - em,
        y: y(1.9),
        align: 'right',
        text: relu.name,
        fill: 'data',
        alpha: drawn.relu,
      },
    },
  ];
  if (isAlone) return ofRelu;
  return [
    {
      key: 'gap',
      shape: {
        ...{ kind: 'line', fill: 'positive', alpha: 0.2 * drawn.gap },
        points: [...points(relu, 1), ...points(smooth, 1).reverse()].flat(),
      },
    },
    ...ofRelu,
    curve('smooth-curve', smooth, drawn.smooth, 'positive', !isRelu),
    {
      key: 'smooth-name',
      shape: {
        ...label,
        x: x(1.6) + em,
        y: y(1.25),
        text: smooth.name,
        fill: 'positive',
        alpha: drawn.smooth,
      },
    },
  ];
}

/** Whose sums the ticks are, and how many have no room. */
function caption(input: CurveInput, places: Places): Mark[] {
  const { x, hang, em, size, left, right, isNarrow } = places;
  const { neurons, layer, token, isOwn, smooth } = input;
  const { pre, isGated } = neurons;
  const results = risen(input);
  const beyond = pre.reduce((count, sum, i) => count + Number(isBeyond(places, sum, results[i])), 0);
  const common = { kind: 'text', y: hang + 2.1 * em, size, fill: 'muted' } as const;
  const count = formatInteger(pre.length);
  const sums = isGated
    ? msg(str`${count} sums of the gate, MLP ${layer + 1} at “${token}”`)
    : msg(str`${count} sums, MLP ${layer + 1} at “${token}”`);
  return [
    { key: 'sums', shape: { ...common, x: left, text: sums, maxWidth: 0.6 * (right - left) } },
    ...(beyond > 0
      ? ([
          {
            key: 'beyond',
            shape: {
              ...{ ...common, x: right, align: 'right', maxWidth: 0.37 * (right - left) },
              text: msg(str`${formatInteger(beyond)} beyond the picture`),
            },
          },
        ] satisfies Mark[])
      : []),
    ...(isNarrow
      ? []
      : ([
          {
            key: 'whose',
            shape: {
              ...{ ...common, x: left, y: 7.4 * em, maxWidth: x(0) - left - 2 * em },
              text: isOwn
                ? isGated
                  ? msg(str`each neuron: ${smooth.name} of its gate × a second sum`)
                  : msg('each dot: a neuron of this model')
                : msg(str`each dot: ReLU of a sum; this model has ${smooth.name}`),
            },
          },
        ] satisfies Mark[])),
  ];
}
