import { describe, expect, it } from 'vitest';
import { type ProductInput, ProductScene } from '../../../../src/ui/scenes/product/product-scene.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [SQUARE] = VIEWPORTS;
const C = 128;
const INPUT: ProductInput = {
  ...{ row: 'time', token: 'a' },
  weights: Float32Array.from({ length: C }, (_, i) => Math.sin(i)),
  data: Float32Array.from({ length: C }, (_, i) => Math.cos(3 * i) + 0.3 * Math.sin(i)),
};
const marksOf = (input: Partial<ProductInput> = {}, viewport = SQUARE, t = Number.POSITIVE_INFINITY) =>
  new ProductScene().layout({ ...INPUT, ...input }, viewport, t) ?? [];
const numberOf = (key: string, marks = marksOf()) =>
  marks.find((mark) => mark.key === key)?.value ?? Number.NaN;
const dot = (count: number) =>
  INPUT.weights.subarray(0, count).reduce((sum, weight, i) => sum + weight * INPUT.data[i], 0);

describe('a weighted sum', () => {
  it('adds the products up to the dot product', () => {
    const products = marksOf().filter(({ key }) => key.startsWith('product-'));
    expect(products.reduce((sum, { value = 0 }) => sum + value, 0)).toBeCloseTo(dot(C), 4);
    expect(numberOf('sum')).toBeCloseTo(dot(C), 4);
  });

  it('adds them while it plays, and up to where the visitor drags', () => {
    expect(numberOf('sum', marksOf({}, SQUARE, 0))).toBe(0);
    const scene = new ProductScene().show(INPUT);
    const marks = () => scene.layout(scene.input, SQUARE, 99) ?? [];
    const knob = () => marks().find(({ isAct }) => isAct);
    knob()?.drag?.({ x: SQUARE.width / 2, y: 0 });
    const swept = numberOf('knob', marks());
    expect(swept).toBeLessThan(C);
    expect(numberOf('sum', marks())).toBeCloseTo(dot(swept), 4);
    knob()?.step?.(-1);
    expect(numberOf('knob', marks())).toBe(swept - 1);
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const swept of [1, 60, undefined])
      expect(complaints(marksOf({ swept }, viewport), viewport)).toEqual([]);
  });

  it('fills the picture', () => {
    expect(shareOf(marksOf(), ({ key }) => key.startsWith('product-'), SQUARE)).toBeGreaterThan(0.3);
  });
});
