// A layer as a matrix (chapter 1, 13:26 and 14:29): a row sweeps over the column of activations and makes one neuron, then all rows do.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../shared/memoize.ts';
import type { DigitLayerWeights } from '../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatInteger, formatSigned } from '../../format/numbers.ts';
import { mix } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving, steady } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';
import type { NeuronIndex } from '../../types/digits.ts';

export interface MatrixInput {
  /** Layer, from 1, with its weights, and the activations before and after it. */
  readonly layer: number;
  readonly weights: DigitLayerWeights;
  readonly before: Float32Array;
  readonly after: Float32Array;
  /** The row that sweeps. */
  readonly row: number;
  /** With biases and the activation function, or the product alone. */
  readonly isWhole: boolean;
  /** Name of the activation function. */
  readonly activationFunction: string;
  readonly neuronEvent: (neuron: NeuronIndex) => Event;
}

/** Seconds: the row sweeps, all others follow, one after the other; biases and the curve come in. */
const TIMES = { start: 0.8, swept: 3.2, others: 5, whole: 6, end: 6.8 };

export class MatrixScene extends MarkScene<MatrixInput> {
  readonly name = 'matrix';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('A layer as a matrix'), msg('neuron'), msg('number')] as const;

  protected override isAnother(input: Partial<MatrixInput>, before: Partial<MatrixInput>): boolean {
    return input.layer !== before.layer || input.row !== before.row || input.isWhole !== before.isWhole;
  }

  override summary(input: Partial<MatrixInput>): string {
    if (!isKnown(input)) return msg('Loading …');
    const { row, isWhole, after, before } = input;
    const sum = formatSigned(productOf(input)[row]);
    return isWhole
      ? msg(str`Row ${row} makes neuron ${row}: ${formatFixed(after[row], 2)}.`)
      : msg(
          str`Row ${row} times the column: ${formatInteger(before.length)} products, which add up to ${sum}.`,
        );
  }

  override layout(input: Partial<MatrixInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    if (!isKnown(input)) return undefined;
    const space = spaceOf(viewport, input.after.length);
    const press = (neuron: number) => this.dispatch(input.neuronEvent({ layer: input.layer, neuron }));
    const swept = steady(t, TIMES.start, TIMES.swept);
    const shown = arriving(t, TIMES.others, TIMES.whole);
    return [
      ...matrix(space, input, press),
      ...column(space, input),
      ...sweep(space, input, swept),
      ...results(space, input, t, shown),
      ...names(space, input, shown),
    ];
  }
}

const isKnown = (input: Partial<MatrixInput>): input is MatrixInput => input.weights !== undefined;

const products = memoize(({ weights }: DigitLayerWeights) =>
  memoize((before: Float32Array) =>
    Float32Array.from({ length: weights.data.length / before.length }, (_, row) =>
      before.reduce((sum, a, i) => sum + a * weights.data[row * before.length + i], 0),
    ),
  ),
);

/** W a, a number a row. */
export const productOf = ({ weights, before }: MatrixInput): Float32Array => products(weights)(before);

const largestOf = memoize(
  (numbers: Float32Array) => numbers.reduce((most, each) => Math.max(most, Math.abs(each)), 0) || 1,
);

interface Space {
  readonly size: number;
  readonly em: number;
  readonly isNarrow: boolean;
  readonly top: number;
  readonly bottom: number;
  /** Height of a row. */
  readonly pitch: number;
  /** Ends of the matrix, and middles of the columns. */
  readonly left: number;
  readonly right: number;
  readonly a: number;
  readonly b: number;
  readonly result: number;
  readonly formula: number;
  readonly middle: number;
  y(row: number): number;
}

function spaceOf({ width, height, textScale }: Viewport, rows: number): Space {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 16;
  const em = size * textScale;
  const isLow = height < 24 * em;
  const [top, bottom] = [1.2 * em, height - (isLow ? 2.4 : 8) * em];
  const pitch = (bottom - top) / rows;
  return {
    ...{ size, em, isNarrow, top, bottom, pitch },
    ...{ left: 0.04 * width, right: 0.58 * width, a: 0.66 * width, b: 0.77 * width, result: 0.9 * width },
    formula: isLow ? Number.NaN : height - 2.4 * em,
    middle: width / 2,
    y: (row) => top + (row + 0.5) * pitch,
  };
}

function matrix(
  space: Space,
  { weights, before, after, row }: MatrixInput,
  press: (row: number) => void,
): Mark[] {
  const { left, right, top, bottom, pitch, y } = space;
  const bracket = (key: string, x: number, by: number): Mark => ({
    key,
    shape: {
      ...{ kind: 'line', points: [x + by, top - 4, x, top - 4, x, bottom + 4, x + by, bottom + 4] },
      ...{ stroke: 'text', lineWidth: 2.5 },
    },
  });
  const rows = after.length;
  return [
    {
      key: 'weights',
      shape: {
        ...{
          kind: 'cells',
          x: left,
          y: top,
          width: right - left,
          height: bottom - top,
          columns: before.length,
        },
        ...{ values: weights.weights.data, most: 0.55 * largestOf(weights.weights.data) },
      },
    },
    ...Array.from({ length: rows - 1 }, (_, i): Mark => {
      const at = top + (i + 1) * pitch;
      return {
        key: `between-${i}`,
        shape: { kind: 'line', points: [left, at, right, at], stroke: 'background', lineWidth: 2 },
      };
    }),
    ...Array.from(
      { length: rows },
      (_, i): Mark => ({
        ...{
          key: `row-${i}`,
          name: msg(str`row ${i}, which makes neuron ${i}`),
          value: after[i],
          isAct: i === row,
        },
        ...{ format: (each) => formatFixed(each, 2), press: () => press(i) },
        shape: {
          ...{
            kind: 'box',
            x: left - 2,
            y: y(i) - pitch / 2,
            width: right - left + 4,
            height: pitch,
            radius: 3,
          },
          ...(i === row && { stroke: 'highlight', lineWidth: 3 }),
        },
      }),
    ),
    bracket('left', left - 8, 6),
    bracket('right', right + 8, -6),
  ];
}

/** The activations before, as grey as the pixels. */
function column({ a, top, bottom, isNarrow }: Space, { before }: MatrixInput): Mark[] {
  const width = isNarrow ? 12 : 20;
  const rect = { x: a - width / 2, y: top, width, height: bottom - top };
  return [
    { key: 'before', shape: { kind: 'cells', ...rect, columns: 1, values: before, most: 1, isGrey: true } },
    {
      key: 'before-frame',
      shape: {
        kind: 'box',
        x: rect.x - 3,
        y: top - 3,
        width: width + 6,
        height: bottom - top + 6,
        radius: 3,
        stroke: 'highlight',
        lineWidth: 2,
      },
    },
  ];
}

/** A weight and its activation, pair after pair. */
function sweep(
  { left, right, top, bottom, a, y, pitch, isNarrow }: Space,
  { row }: MatrixInput,
  swept: number,
): Mark[] {
  if (swept <= 0 || swept >= 1) return [];
  const [x, down] = [mix(left, right, swept), mix(top, bottom, swept)];
  const half = isNarrow ? 10 : 16;
  const line = { kind: 'line', stroke: 'highlight', lineWidth: 3 } as const;
  return [
    { key: 'at-weight', shape: { ...line, points: [x, y(row) - pitch / 2 - 5, x, y(row) + pitch / 2 + 5] } },
    { key: 'at-activation', shape: { ...line, points: [a - half, down, a + half, down] } },
    { key: 'pair', shape: { ...line, points: [x, y(row), a, down], lineWidth: 1, alpha: 0.6 } },
  ];
}

/** Each row's sum, or its bias and its neuron. */
function results(space: Space, input: MatrixInput, t: number, shown: number): Mark[] {
  const { result, b, y, pitch, em, size, isNarrow } = space;
  const { weights, after, row, isWhole } = input;
  const sums = productOf(input);
  const rows = after.length;
  const radius = Math.min(0.38 * pitch, 15);
  const order = [row, ...Array.from({ length: rows }, (_, i) => i).filter((i) => i !== row)];
  return order.flatMap((i, place): Mark[] => {
    const from = place === 0 ? TIMES.swept : mix(TIMES.swept + 0.3, TIMES.others, place / rows);
    const alpha = arriving(t, from, from + 0.3);
    const isRow = i === row;
    const [x, cy] = [result, y(i)];
    const square = { width: 2 * radius, height: 2 * radius };
    const cell = (key: string, at: number, value: number, most: number, alpha: number): Mark => ({
      key,
      shape: {
        kind: 'cells',
        x: at - radius,
        y: cy - radius,
        ...square,
        columns: 1,
        values: [value],
        most,
        alpha,
      },
    });
    const number = isWhole ? formatFixed(after[i], 2) : formatSigned(sums[i]);
    const marks: Mark[] = isWhole
      ? [
          cell(`bias-${i}`, b, weights.biases.data[i], largestOf(weights.biases.data), shown),
          {
            key: `off-${i}`,
            shape: {
              kind: 'dot',
              x,
              y: cy,
              radius,
              fill: 'pixelOff',
              stroke: isRow ? 'highlight' : 'lineStrong',
            },
          },
          {
            key: `on-${i}`,
            shape: { kind: 'dot', x, y: cy, radius: radius - 1, fill: 'pixelOn', alpha: after[i] * shown },
          },
        ]
      : [cell(`sum-${i}`, b, sums[i], largestOf(sums), alpha)];
    const hasNumber = pitch > 1.25 * em || isRow;
    return [
      ...marks,
      ...(hasNumber
        ? [
            {
              key: `number-${i}`,
              shape: {
                ...{
                  kind: 'text',
                  x: isWhole ? x + radius + 0.4 * em : b + radius + 0.6 * em,
                  y: cy,
                  text: number,
                },
                ...{
                  size: isRow && !isNarrow ? size + 4 : size,
                  isBold: isRow,
                  fill: isRow ? 'highlight' : 'muted',
                },
                alpha: isWhole ? shown : alpha,
              },
            } as Mark,
          ]
        : []),
    ];
  });
}

/** Below each part its name, and the formula. */
function names(space: Space, input: MatrixInput, shown: number): Mark[] {
  const { left, right, a, b, result, bottom, em, size, formula, isNarrow, middle } = space;
  const { isWhole, activationFunction, before, after } = input;
  const large = isNarrow ? 14 : size + 6;
  const text = { kind: 'text', y: bottom + 1.5 * em, align: 'center', size: large, isItalic: true } as const;
  const product = isWhole ? `a′ = ${activationFunction}(W a + b)` : 'W a';
  return [
    { key: 'w', shape: { ...text, x: left + 0.6 * large, text: 'W', fill: 'positive' } },
    {
      key: 'shape',
      shape: {
        ...text,
        x: right,
        align: 'right',
        size,
        isItalic: false,
        fill: 'muted',
        text: `${after.length} × ${formatInteger(before.length)}`,
      },
    },
    { key: 'a', shape: { ...text, x: a, text: 'a' } },
    ...(isWhole
      ? ([
          { key: 'b', shape: { ...text, x: b, text: 'b', fill: 'bias', alpha: shown } },
          { key: 'next', shape: { ...text, x: result, text: 'a′', fill: 'highlight', alpha: shown } },
        ] as const)
      : ([{ key: 'product', shape: { ...text, x: b, text: 'W a' } }] as const)),
    ...(Number.isNaN(formula)
      ? []
      : ([
          {
            key: 'formula',
            shape: {
              ...text,
              x: middle,
              y: formula,
              text: product,
              size: isNarrow ? 20 : 38,
              alpha: isWhole ? shown : 1,
            },
          },
        ] as const)),
  ];
}
