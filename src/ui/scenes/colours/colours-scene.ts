// Weights and data (chapter 5, 11:57): a whole matrix of weights in blue and red, between a grey vector and the grey one that it gives.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../shared/memoize.ts';
import type { Tensor } from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../format/numbers.ts';
import { clamp, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { arriving, steady } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface ColoursInput {
  /** [V, C], the vector that it is multiplied by (C), and the result (V). */
  readonly weights: Tensor;
  readonly data: Float32Array;
  readonly result: Float32Array;
  /** What the largest number of the result belongs to. */
  readonly best: string;
}

/** Seconds: the matrix, the vector, and the result from above. */
const TIMES = { weights: 1.2, data: 2.2, from: 2.6, end: 5 };

export class ColoursScene extends MarkScene<ColoursInput> {
  readonly name = 'colours';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('Weights and data'), msg('part'), msg('numbers')] as const;

  protected override isAnother(input: Partial<ColoursInput>, before: Partial<ColoursInput>): boolean {
    return input.data !== before.data;
  }

  override summary({ weights, best }: Partial<ColoursInput>): string {
    if (!weights || best === undefined) return msg('Loading …');
    return msg(
      str`The unembedding: ${formatInteger(weights.data.length)} weights. Brightest in the result: “${best}”.`,
    );
  }

  override layout(input: Partial<ColoursInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { weights, data, result, best } = input;
    if (!weights || !data || !result || best === undefined) return undefined;
    const page = pageOf(viewport);
    const swept = steady(t, TIMES.from, TIMES.end);
    const [matrix, first, second] = [0, 1, 2].map((at) =>
      arriving(t, [0, TIMES.weights, TIMES.from][at], [TIMES.weights, TIMES.data, TIMES.from + 0.3][at]),
    );
    const [V, C] = weights.shape;
    const cells = { kind: 'cells', most: 1, columns: 1, isGrey: true, stroke: 'data', radius: 4 } as const;
    return [
      {
        ...{ key: 'weights', name: msg('weights'), value: weights.data.length, format: formatInteger },
        shape: {
          ...{ kind: 'cells', ...page.weights, columns: C, values: weights.data },
          ...{ most: spreadOf(weights.data), alpha: matrix },
        },
      },
      {
        ...{ key: 'data', name: msg('data'), value: C, format: formatInteger },
        shape: { ...cells, ...page.data, values: sizesOf(data), alpha: first },
      },
      {
        ...{ key: 'result', name: msg('result'), value: V, format: formatInteger },
        shape: { ...cells, ...page.result, values: placesOf(result), alpha: second },
      },
      cover(page, swept),
      ...labels(
        page,
        [`${formatInteger(V)} × ${formatInteger(C)}`, formatInteger(C), formatInteger(V)],
        [matrix, first, second],
      ),
      ...brightest(page, result, best, swept),
    ];
  }
}

/** The number that has the full colour. */
const spreadOf = memoize(
  (values: Float32Array) =>
    3 * Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length) || 1,
);

/** As grey pixels: how far from 0. */
const sizesOf = memoize((values: Float32Array) => {
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-9);
  return values.map((value) => Math.abs(value) / most);
});

/** As grey pixels: from the least to the most. */
const placesOf = memoize((values: Float32Array) => {
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  return values.map((value) => (value - least) / (most - least || 1));
});

interface Page {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  readonly weights: Rect;
  readonly data: Rect;
  readonly result: Rect;
  readonly right: number;
}

function pageOf({ width, height, textScale }: Viewport): Page {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 17;
  const em = size * textScale;
  const [top, bottom] = [2 * em, height - 2 * em];
  const column = clamp(0.075 * width, 2.4 * em, 70);
  const sign = (isNarrow ? 1.8 : 2.6) * em;
  const word = (isNarrow ? 5.4 : 6.4) * em;
  const across = Math.min(width - em - 2 * column - 2 * sign - word, 1.1 * (bottom - top));
  const left = em / 2 + (width - em - 2 * column - 2 * sign - word - across) / 2;
  const rect = (x: number, width: number, y: number, height: number): Rect => ({ x, y, width, height });
  const long = Math.min(bottom - top, across);
  const after = left + across + sign;
  return {
    ...{ size, em, right: width - 0.4 * em },
    weights: rect(left, across, top, bottom - top),
    data: rect(after, column, top + (bottom - top - long) / 2, long),
    result: rect(after + column + sign, column, top, bottom - top),
  };
}

/** Over the part of the result that is not computed yet. */
const cover = ({ result: { x, y, width, height } }: Page, swept: number): Mark => ({
  key: 'cover',
  shape: {
    ...{ kind: 'box', x: x - 2, y: y + swept * height, width: width + 4, height: (1 - swept) * height + 2 },
    ...{ fill: 'background', alpha: swept < 1 ? 1 : 0 },
  },
});

/** What each is, above it; how many numbers, below it; and the signs between them. */
function labels(page: Page, counts: readonly string[], alphas: readonly number[]): Mark[] {
  const { em, size, weights, data, result } = page;
  const middle = weights.y + weights.height / 2;
  const names = [msg('weights'), msg('data'), msg('data')];
  const text = { kind: 'text', align: 'center', size } as const;
  const signs = [
    { key: 'times', text: '×', x: (weights.x + weights.width + data.x) / 2, alpha: alphas[1] },
    { key: 'equals', text: '=', x: (data.x + data.width + result.x) / 2, alpha: alphas[2] },
  ];
  return [
    ...[weights, data, result].flatMap((rect, i): Mark[] => {
      const at = { ...text, x: rect.x + rect.width / 2, alpha: alphas[i] };
      return [
        {
          key: `name-${i}`,
          shape: { ...at, y: rect.y - em, text: names[i], isBold: true, fill: i === 0 ? 'text' : 'data' },
        },
        {
          key: `count-${i}`,
          shape: { ...at, y: rect.y + rect.height + em, text: counts[i], fill: 'muted' },
        },
      ];
    }),
    ...signs.map(
      ({ key, text: sign, x, alpha }): Mark => ({
        key,
        shape: { ...text, x, y: middle, text: sign, size: 1.7 * size, alpha },
      }),
    ),
  ];
}

/** Where the largest number of the result is. */
function brightest(
  { result, right, em, size }: Page,
  values: Float32Array,
  best: string,
  swept: number,
): Mark[] {
  const place = (values.indexOf(values.reduce((a, b) => Math.max(a, b))) + 0.5) / values.length;
  const y = result.y + place * result.height;
  const edge = result.x + result.width;
  const alpha = steady(swept, place, place + 0.05);
  return [
    {
      key: 'best-line',
      shape: {
        kind: 'line',
        points: [result.x, y, edge + 0.6 * em, y],
        stroke: 'highlight',
        lineWidth: 2,
        alpha,
      },
    },
    {
      key: 'best',
      shape: {
        ...{ kind: 'text', x: edge + 0.8 * em, y: clamp(y, result.y + em, result.y + result.height - em) },
        ...{ text: best, size, isBold: true, fill: 'highlight', alpha, maxWidth: right - edge - em },
      },
    },
  ];
}
