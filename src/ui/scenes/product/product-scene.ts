// A weighted sum (chapter 5, 10:17): a row of weights times a vector of data, whose products add up to one number.

import { msg, str } from '@lit/localize';
import { memoize } from '../../../shared/memoize.ts';
import { formatSigned } from '../../format/numbers.ts';
import { clamp, type Point, type Rect } from '../../stage/geometry.ts';
import type { Mark } from '../../stage/marks/mark.ts';
import { MarkScene } from '../../stage/marks/mark-scene.ts';
import { steady } from '../../stage/marks/timeline.ts';
import type { Viewport } from '../../stage/scene.ts';

export interface ProductInput {
  /** The token whose row it is, and the one whose vector. */
  readonly row: string;
  readonly token: string;
  /** (C) each. */
  readonly weights: Float32Array;
  readonly data: Float32Array;
  /** Components that the visitor adds up; undefined for all. */
  readonly swept?: number | undefined;
}

/** Seconds. */
const TIMES = { start: 0.8, end: 5.8 };

export class ProductScene extends MarkScene<ProductInput> {
  readonly name = 'product';
  readonly duration = TIMES.end;
  readonly tableHead = [msg('A weighted sum'), msg('component'), msg('product')] as const;

  protected override isAnother(input: Partial<ProductInput>, before: Partial<ProductInput>): boolean {
    return input.data !== before.data || input.weights !== before.weights;
  }

  override summary({ row, token, weights, data }: Partial<ProductInput>): string {
    if (row === undefined || token === undefined || !weights || !data) return msg('Loading …');
    const sum = formatSigned(sumsOf(weights)(data)[weights.length]);
    return msg(str`Row of “${row}” in the unembedding times the vector of “${token}”: logit ${sum}.`);
  }

  override layout(input: Partial<ProductInput>, viewport: Viewport, t: number): readonly Mark[] | undefined {
    const { weights, data, row, token } = input;
    if (!weights || !data || row === undefined || token === undefined) return undefined;
    const shown = input as ProductInput;
    const sums = sumsOf(weights)(data);
    const page = pageOf(viewport, sums);
    const rest = input.swept ?? weights.length;
    const swept = t < TIMES.end ? Math.round(steady(t, TIMES.start, TIMES.end) * rest) : rest;
    const sweep = (next: number) => this.show({ swept: next });
    return [
      ...bands(page, shown),
      ...bars(page, sums, swept),
      ...total(page, sums, swept),
      ...cursor(page, shown, swept, sweep),
    ];
  }
}

/** From 0 on, after each component. */
const sumsOf = memoize((weights: Float32Array) =>
  memoize((data: Float32Array): readonly number[] => {
    const sums = [0];
    for (let i = 0; i < weights.length; i++) sums.push(sums[i] + weights[i] * data[i]);
    return sums;
  }),
);

const largest = memoize((values: Float32Array) =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9),
);
const sizesOf = memoize((values: Float32Array) => values.map(Math.abs));

interface Page {
  /** Of text, before the visitor's scale; `em` is the same in CSS pixels. */
  readonly size: number;
  readonly em: number;
  readonly isNarrow: boolean;
  readonly weights: Rect;
  readonly data: Rect;
  readonly sums: Rect;
  /** Width of a component. */
  readonly step: number;
  /** Of a sum. */
  y(sum: number): number;
}

function pageOf({ width, height, textScale }: Viewport, sums: readonly number[]): Page {
  const isNarrow = width < 620 * textScale;
  const size = isNarrow ? 12 : 17;
  const em = size * textScale;
  const label = 1.9 * em;
  const x = em;
  const across = width - x - (isNarrow ? 6.4 : 7.4) * em;
  const band = clamp(0.11 * height, 12, 90);
  const chart = 3 * label + 2 * band;
  const [least, most] = [Math.min(...sums), Math.max(...sums)];
  const rect = (y: number, height: number): Rect => ({ x, y, width: across, height });
  const area = rect(chart, height - chart - 2 * em);
  return {
    ...{ size, em, isNarrow, step: across / (sums.length - 1) },
    ...{ weights: rect(label, band), data: rect(2 * label + band, band), sums: area },
    y: (sum) => area.y + (area.height * (most - sum)) / (most - least || 1),
  };
}

/** Weights in blue and red, data in grey. */
function bands(page: Page, { weights, data }: ProductInput): Mark[] {
  const { size, em } = page;
  const label = (key: string, text: string, { x, y, width }: Rect, isData = false): Mark => ({
    key,
    shape: {
      ...{ kind: 'text', x, y: y - 0.95 * em, text, size, isBold: true, maxWidth: width },
      fill: isData ? 'data' : 'text',
    },
  });
  return [
    label('weights-text', msg('weights'), page.weights),
    {
      ...{ key: 'weights', name: msg('weights') },
      shape: {
        kind: 'cells',
        ...page.weights,
        columns: weights.length,
        values: weights,
        most: largest(weights),
      },
    },
    label('data-text', msg('× data'), page.data, true),
    {
      ...{ key: 'data', name: msg('data') },
      shape: {
        ...{ kind: 'cells', ...page.data, columns: data.length, values: sizesOf(data) },
        ...{ most: largest(data), fill: 'data', stroke: 'data', radius: 4 },
      },
    },
  ];
}

/** Each product from the sum before it to the sum after it. */
function bars({ sums: area, step, y }: Page, sums: readonly number[], swept: number): Mark[] {
  const zero: Mark = {
    key: 'zero',
    shape: { kind: 'line', points: [area.x, y(0), area.x + area.width, y(0)], stroke: 'lineStrong' },
  };
  return [
    zero,
    ...sums.slice(1).map((sum, i): Mark => {
      const product = sum - sums[i];
      const [top, bottom] = [y(Math.max(sum, sums[i])), y(Math.min(sum, sums[i]))];
      return {
        ...{ key: `product-${i}`, name: msg(str`component ${i + 1}`), value: product, format: formatSigned },
        shape: {
          ...{ kind: 'box', x: area.x + i * step, y: top, width: step, height: Math.max(1, bottom - top) },
          ...{ fill: product < 0 ? 'negative' : 'positive', alpha: i < swept ? 1 : 0 },
        },
      };
    }),
  ];
}

/** The sum so far, at its height. */
function total({ sums: area, y, em, size, isNarrow }: Page, sums: readonly number[], swept: number): Mark[] {
  const sum = sums[swept];
  const right = area.x + area.width;
  return [
    {
      key: 'level',
      shape: {
        kind: 'line',
        points: [area.x, y(sum), right, y(sum)],
        stroke: 'highlight',
        isDashed: true,
        alpha: 0.6,
      },
    },
    {
      ...{ key: 'sum', name: msg('sum'), value: sum, format: formatSigned },
      shape: {
        ...{ kind: 'text', x: right + 0.5 * em, y: clamp(y(sum), area.y + em, area.y + area.height - em) },
        ...{ text: formatSigned(sum), size: isNarrow ? size + 4 : size + 9, isBold: true, fill: 'highlight' },
      },
    },
  ];
}

/** Up to where products are added; dragged, it moves. */
function cursor(
  page: Page,
  { weights, data }: ProductInput,
  swept: number,
  sweep: (swept: number) => void,
): Mark[] {
  const { weights: top, sums: area, step, size, em, isNarrow } = page;
  const x = area.x + swept * step;
  const bottom = area.y + area.height + 0.9 * em;
  const limited = (next: number) => Math.round(clamp(next, 1, weights.length));
  const [w, d] = [weights[swept - 1] ?? 0, data[swept - 1] ?? 0];
  const product = `${formatSigned(w)} × ${formatSigned(d)} = ${formatSigned(w * d)}`;
  const text = isNarrow ? product : msg(str`component ${swept}: ${product}`);
  return [
    {
      key: 'products-text',
      shape: {
        ...{ kind: 'text', x: area.x, y: area.y - 0.95 * em, size, isBold: true, maxWidth: area.width },
        text: swept > 0 && swept < weights.length ? text : msg('products, added up'),
      },
    },
    {
      key: 'line',
      shape: {
        ...{ kind: 'line', points: [x, top.y, x, bottom], stroke: 'highlight', lineWidth: 2 },
        alpha: swept < weights.length ? 1 : 0.35,
      },
    },
    {
      ...{ key: 'knob', name: msg('components added up'), value: swept, isAct: true },
      drag: (at: Point) => sweep(limited((at.x - area.x) / step)),
      step: (by: 1 | -1) => sweep(limited(swept + by)),
      shape: { kind: 'dot', x, y: bottom, radius: 8, fill: 'highlight' },
    },
  ];
}
