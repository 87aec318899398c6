// All weights and biases as one column (chapter 2, 4:35, 8:27 and 10:45): they make the cost, and each has its part of the gradient.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../shared/memoize.ts';
import type { DigitLayerWeights } from '../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatInteger, formatSignedFixed } from '../../format/numbers.ts';
import { formatSignificant } from '../../format/quantities.ts';
import { clamp, mix } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving, moving } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import type { NeuronIndex } from '../../types/digits.ts';
import { weightName } from '../../views/digits/digit-gradient/nudges.ts';
import { type Components, componentsOf, enlarged, placeOf, pooled } from './components.ts';

export interface ParametersInput {
  /** Of the network, or of the gradient of its cost; index l − 1 is into layer l. */
  readonly layers: readonly DigitLayerWeights[];
  readonly isGradient: boolean;
  /** Neurons a layer, pixels first. */
  readonly sizes: readonly number[];
  /** The mean of so many images. */
  readonly cost: number;
  readonly examples: number;
  /** Whose weights are enlarged; undefined for the largest component. */
  readonly layer: number | undefined;
  readonly neuron: number | undefined;
  readonly neuronEvent: (neuron: NeuronIndex) => Event;
}

/** Seconds: the column grows, a part of it is enlarged, bars grow one by one, two are compared or all make the cost. */
const TIMES = { column: 1.6, wedge: 2.4, bar: 0.08, bars: 3.8, compare: 4.2, end: 5.4 };
/** Numbers that are enlarged. */
const ENLARGED = 12;

export class ParametersScene extends MarkScene<ParametersInput> {
  readonly name = 'parameters';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Some of all weights and biases'), msg('which'), msg('number')] as const;

  protected override isAnother(input: Partial<ParametersInput>, before: Partial<ParametersInput>): boolean {
    return input.layers !== before.layers;
  }

  override summary(input: Partial<ParametersInput>): string {
    if (!isWhole(input)) return msg('Loading …');
    const { numbers } = partsOf(input);
    const count = formatInteger(numbers.length);
    if (!input.isGradient)
      return msg(
        str`${count} numbers, mean cost ${formatFixed(input.cost, 2)} over ${input.examples} images.`,
      );
    const { most, least, ratio } = comparedOf(input);
    return msg(str`w ${most} matters ${formatSignificant(ratio)} times as much as w ${least}.`);
  }

  override layout(
    input: Partial<ParametersInput>,
    viewport: Viewport,
    t: number,
  ): readonly Mark[] | undefined {
    if (!isWhole(input)) return undefined;
    const space = spaceOf(viewport);
    const parts = partsOf(input);
    const compared = comparedOf(input);
    const press = (neuron: NeuronIndex) => this.dispatch(input.neuronEvent(neuron));
    return [
      ...column(space, parts, moving(t, 0, TIMES.column)),
      ...wedge(space, parts, arriving(t, TIMES.column, TIMES.wedge)),
      ...bars(space, input, parts, compared, t),
      ...(input.isGradient
        ? network(space, input, parts, compared, t, press)
        : costBox(space, input, arriving(t, TIMES.compare, TIMES.end))),
    ];
  }
}

const isWhole = (input: Partial<ParametersInput>): input is ParametersInput => input.layers !== undefined;

/** The numbers that are drawn: of a gradient its negative, which says how to change them. */
const negative = memoize((layers: ParametersInput['layers']) => componentsOf(layers, -1));
const own = memoize((layers: ParametersInput['layers']) => componentsOf(layers, 1));

interface Parts extends Components {
  /** Index of the first number that is enlarged. */
  readonly first: number;
}

const chosenOf = ({ layer, neuron }: ParametersInput): NeuronIndex | undefined =>
  layer === undefined || neuron === undefined ? undefined : { layer, neuron };

function partsOf(input: ParametersInput): Parts {
  const { layers, isGradient, sizes } = input;
  const components = isGradient ? negative(layers) : own(layers);
  return { ...components, first: enlarged(components, sizes, chosenOf(input), ENLARGED) };
}

/** The largest of the enlarged numbers and a small one, by index. */
function comparedOf(input: ParametersInput): { most: number; least: number; ratio: number } {
  const { numbers, first } = partsOf(input);
  const size = (index: number) => Math.abs(numbers[index]);
  const order = Array.from({ length: ENLARGED }, (_, i) => first + i).sort((a, b) => size(b) - size(a));
  const [most] = order;
  const least = order.findLast((index) => size(index) > 0.01 * size(most)) ?? most;
  return { most, least, ratio: size(least) > 0 ? size(most) / size(least) : 1 };
}

interface Space {
  readonly size: number;
  readonly em: number;
  readonly isNarrow: boolean;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  /** Of the column. */
  readonly x: number;
  readonly columnWidth: number;
  /** Left end of what is enlarged, places of names, of zero, and of numbers. */
  readonly wedge: number;
  readonly zero: number;
  readonly half: number;
  readonly numbers: number;
  /** Of an enlarged number. */
  y(i: number): number;
  readonly pitch: number;
}

function spaceOf({ width, height, textScale }: Viewport): Space {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 16;
  const em = size * textScale;
  const [top, bottom] = [3 * em, height - 1.2 * em];
  const pitch = (bottom - top) / ENLARGED;
  const columnWidth = clamp(0.065 * width, 22, 60);
  return {
    ...{ size, em, isNarrow, width, top, bottom, pitch, columnWidth },
    x: em + 0.02 * width,
    wedge: 0.185 * width + (isNarrow ? em : 0),
    zero: (isNarrow ? 0.52 : 0.42) * width,
    half: (isNarrow ? 0.22 : 0.115) * width,
    numbers: (isNarrow ? 0.78 : 0.555) * width,
    y: (i) => top + (i + 0.5) * pitch,
  };
}

/** Every number as a stripe, in square brackets. */
function column(space: Space, { numbers, most }: Components, grown: number): Mark[] {
  const { x, columnWidth, top, bottom, em, size } = space;
  const end = mix(top, bottom, grown);
  const [left, right] = [x - 0.5 * em, x + columnWidth + 0.5 * em];
  const bracket = (key: string, at: number, by: number): Mark => ({
    key,
    shape: {
      ...{ kind: 'line', stroke: 'text', lineWidth: 2.5 },
      points: [at + by, top - 4, at, top - 4, at, end + 4, at + by, end + 4],
    },
  });
  return [
    {
      ...{ key: 'all', name: msg('all weights and biases'), value: numbers.length, format: formatInteger },
      shape: {
        ...{ kind: 'cells', x, y: top, width: columnWidth, height: end - top, columns: 1 },
        ...{ values: pooled(numbers), most },
      },
    },
    bracket('left', left, 7),
    bracket('right', right, -7),
    {
      key: 'count',
      shape: {
        ...{ kind: 'text', x: left, y: 1.3 * em, text: formatInteger(Math.round(numbers.length * grown)) },
        ...{ size: size + 8, isBold: true },
      },
    },
  ];
}

/** The part of the column that is enlarged. */
function wedge(space: Space, { numbers, first }: Parts, alpha: number): Mark[] {
  const { x, columnWidth, top, bottom, wedge: end, em } = space;
  const at = mix(top, bottom, (first + ENLARGED / 2) / numbers.length);
  const start = x + columnWidth + 0.5 * em;
  return [
    {
      key: 'wedge',
      shape: {
        ...{ kind: 'line', points: [start, at - 2, end, top, end, bottom, start, at + 2] },
        ...{ fill: 'highlight', alpha: 0.12 * alpha },
      },
    },
    {
      key: 'slit',
      shape: {
        ...{ kind: 'box', x: x - 4, y: at - 4, width: columnWidth + 8, height: 8, radius: 3 },
        ...{ stroke: 'highlight', lineWidth: 2, alpha },
      },
    },
  ];
}

function bars(
  space: Space,
  { sizes, layers, isGradient }: ParametersInput,
  { numbers, first }: Parts,
  { most, least, ratio }: ReturnType<typeof comparedOf>,
  t: number,
): Mark[] {
  const { zero, half, y, pitch, size, em, isNarrow, wedge: start, top, bottom } = space;
  const largest = Math.abs(numbers[most]) || 1;
  const isCompared = (index: number) => isGradient && (index === most || index === least);
  const settled = arriving(t, TIMES.compare, TIMES.end);
  const each = Array.from({ length: ENLARGED }, (_, i): Mark[] => {
    const index = first + i;
    const value = numbers[index];
    const from = TIMES.wedge + i * TIMES.bar;
    const length = (value / largest) * half * arriving(t, from, from + 0.6);
    const alpha = isGradient && !isCompared(index) ? mix(1, 0.45, settled) : 1;
    const text = { kind: 'text', y: y(i), alpha: Math.min(alpha, arriving(t, from, from + 0.4)) } as const;
    const numberMark = (): Mark => ({
      key: `number-${i}`,
      shape: {
        ...{ ...text, x: space.numbers, text: formatSignedFixed(value, digitsOf(largest)), size: size + 1 },
        ...{ isBold: isCompared(index), fill: isCompared(index) && settled > 0.5 ? 'highlight' : 'text' },
      },
    });
    return [
      {
        ...{ key: `bar-${i}`, name: weightName(placeOf(sizes, index), layers.length), value },
        format: formatSignificant,
        shape: {
          ...{
            kind: 'box',
            x: zero + Math.min(0, length),
            y: y(i) - 0.3 * pitch,
            height: 0.6 * pitch,
            alpha,
          },
          ...{ width: Math.abs(length), fill: value < 0 ? 'negative' : 'positive', radius: 3 },
          ...(isCompared(index) && settled > 0.5 && { stroke: 'highlight', lineWidth: 2 }),
        },
      },
      ...(isNarrow
        ? []
        : [
            {
              key: `name-${i}`,
              shape: { ...text, x: start + 0.7 * em, text: 'w', size: size + 4, isItalic: true },
            } as const,
            {
              key: `index-${i}`,
              shape: {
                ...text,
                x: start + 1.6 * em,
                y: y(i) + 0.4 * em,
                text: String(index),
                size: 12,
                fill: 'muted',
              },
            } as const,
          ]),
      ...(pitch < 1.25 * em ? [] : [numberMark()]),
    ];
  });
  const title = isGradient ? '−∇C' : msg('weights');
  return [
    {
      key: 'title',
      shape: {
        kind: 'text',
        x: zero,
        y: 1.3 * em,
        text: title,
        size: size + 8,
        align: 'center',
        isItalic: isGradient,
      },
    },
    { key: 'zero', shape: { kind: 'line', points: [zero, top, zero, bottom], stroke: 'lineStrong' } },
    ...each.flat(),
    ...(isGradient ? [ratioMark(space, ratio, settled)] : []),
  ];
}

const ratioMark = ({ width, em, size }: Space, ratio: number, alpha: number): Mark => ({
  key: 'ratio',
  shape: {
    ...{ kind: 'text', x: width - em, y: 1.3 * em, align: 'right', size: size + 10, isBold: true },
    ...{ text: `${formatSignificant(ratio)} ×`, fill: 'highlight', alpha },
  },
});

/** Decimals that show three digits of the largest. */
const digitsOf = (largest: number): number => clamp(2 - Math.floor(Math.log10(largest)), 2, 5);

const NEURON = 9;

/** The network, with the lines of the enlarged weights: a neuron that is pressed has its own enlarged. */
function network(
  space: Space,
  input: ParametersInput,
  { numbers, first }: Parts,
  { most, least }: ReturnType<typeof comparedOf>,
  t: number,
  press: (neuron: NeuronIndex) => void,
): Mark[] {
  const { width, top, bottom, isNarrow } = space;
  const { sizes } = input;
  if (isNarrow) return [];
  const last = sizes.length - 1;
  const x = (layer: number) => mix(0.7, 0.97, layer / last) * width;
  const y = (layer: number, neuron: number) => mix(top, bottom, (neuron + 0.5) / sizes[layer]);
  const radius = (layer: number) => Math.min(NEURON, (0.36 * (bottom - top)) / sizes[layer]);
  const settled = arriving(t, TIMES.compare, TIMES.end);
  const largest = Math.abs(numbers[most]) || 1;
  const focus = chosenOf(input) ?? placeOf(sizes, most);
  const shown = Array.from({ length: ENLARGED }, (_, i) => first + i).filter(
    (index) => index !== most && index !== least,
  );
  const lines = [...shown, least, most].flatMap((index): Mark[] => {
    const { layer, neuron, from } = placeOf(sizes, index);
    if (from === undefined) return [];
    const isCompared = index === most || index === least;
    return [
      {
        key: `line-${index - first}`,
        shape: {
          ...{ kind: 'line', points: [x(layer - 1), y(layer - 1, from), x(layer), y(layer, neuron)] },
          stroke: numbers[index] < 0 ? 'negative' : 'positive',
          lineWidth: Math.max(0.7, (10 * Math.abs(numbers[index])) / largest),
          alpha: isCompared ? arriving(t, TIMES.bars, TIMES.compare) : mix(0, 0.35, settled),
        },
      },
    ];
  });
  const neurons = sizes.slice(1).flatMap((size, at) =>
    Array.from({ length: size }, (_, neuron): Mark => {
      const layer = at + 1;
      const isFocus = layer === focus.layer && neuron === focus.neuron;
      return {
        ...{
          key: `neuron-${layer}-${neuron}`,
          name: msg(str`layer ${layer}, neuron ${neuron}`),
          isAct: isFocus,
        },
        press: () => press({ layer, neuron }),
        shape: {
          ...{ kind: 'dot', x: x(layer), y: y(layer, neuron), radius: radius(layer), fill: 'surface' },
          ...{ stroke: isFocus ? 'highlight' : 'lineStrong', lineWidth: isFocus ? 3 : 1.5 },
        },
      };
    }),
  );
  const pixels = { x: x(0) - 2, y: top, width: 4, height: bottom - top };
  return [
    { key: 'pixels', shape: { kind: 'box', ...pixels, radius: 2, fill: 'raised', stroke: 'lineStrong' } },
    ...lines,
    ...neurons,
  ];
}

/** All of it goes in, one number comes out; the images are fixed. */
function costBox(
  { width, top, bottom, em, size, isNarrow }: Space,
  { cost, examples }: ParametersInput,
  alpha: number,
): Mark[] {
  const number = formatFixed(cost, 2);
  const text = { kind: 'text', align: 'center', alpha } as const;
  if (isNarrow)
    return [
      {
        key: 'cost',
        shape: {
          ...text,
          x: width - em,
          y: 1.3 * em,
          align: 'right',
          size: size + 4,
          isBold: true,
          fill: 'highlight',
          text: `C = ${number}`,
        },
      },
    ];
  const [x, y] = [0.83 * width, mix(top, bottom, 0.42)];
  const side = 0.15 * width;
  const arrow = (key: string, points: readonly number[]): Mark => ({
    key,
    shape: { kind: 'line', points, stroke: 'muted', lineWidth: 4, hasHead: true, alpha },
  });
  return [
    arrow('in', [0.655 * width, y, x - side / 2 - 8, y]),
    arrow('out', [x, y + side / 2 + 4, x, y + side / 2 + 3.4 * em]),
    {
      key: 'box',
      shape: {
        ...{ kind: 'box', x: x - side / 2, y: y - side / 2, width: side, height: side, radius: 12, alpha },
        ...{ fill: 'raised', stroke: 'lineStrong', lineWidth: 2 },
      },
    },
    { key: 'c', shape: { ...text, x, y, text: 'C', size: 44, isItalic: true } },
    {
      key: 'images',
      shape: {
        ...text,
        x,
        y: y - side / 2 - 1.4 * em,
        size,
        fill: 'muted',
        text: msg(str`${examples} images, fixed`),
      },
    },
    {
      ...{ key: 'cost', name: msg('mean cost'), value: cost, format: (each) => formatFixed(each, 2) },
      shape: {
        ...text,
        x,
        y: y + side / 2 + 5.4 * em,
        text: number,
        size: 44,
        isBold: true,
        fill: 'highlight',
      },
    },
  ];
}
