import { describe, expect, it } from 'vitest';
import { type DotInput, DotScene, productOf } from '../../../../src/ui/scenes/dot/dot-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const WIDE = VIEWPORTS[4];
const LATE = Number.POSITIVE_INFINITY;
const INPUT: DotInput = {
  ...{ vx: 0.5, vy: 1.2, wx: 1.2, wy: 0.4, words: 'king · queen', product: 3, cosine: 0.5 },
  tipEvent: (arrow, x, y) => new CustomEvent('tip', { detail: [arrow, x, y] }),
};
const marksOf = (input: Partial<DotInput> = {}, viewport = WIDE, t = LATE) =>
  new DotScene().layout({ ...INPUT, ...input }, viewport, t) ?? [];
const valueIn = (marks: ReturnType<typeof marksOf>, of: string) =>
  marks.find(({ key }) => key === of)?.value ?? Number.NaN;

describe('the dot product', () => {
  it('is the shadow times the length, and the sum of the products of components', () => {
    const marks = marksOf();
    expect(valueIn(marks, 'product')).toBeCloseTo(0.5 * 1.2 + 1.2 * 0.4, 9);
    expect(valueIn(marks, 'shadow') * valueIn(marks, 'arrow-w')).toBeCloseTo(valueIn(marks, 'product'), 9);
  });

  it('writes factors whose product is the written one', () => {
    for (let degrees = 0; degrees < 360; degrees += 7) {
      const [vx, vy] = [1.3 * Math.cos((degrees * Math.PI) / 180), 1.3 * Math.sin((degrees * Math.PI) / 180)];
      const shape = marksOf({ vx, vy }).find(({ key }) => key === 'by-shadow')?.shape;
      const text = shape?.kind === 'text' ? shape.text.replaceAll('−', '-') : '';
      const [shadow, length, product] = [...text.matchAll(/-?\d+\.\d+/g)].map(([number]) => Number(number));
      expect((shadow * length).toFixed(2).replace('-0.00', '0.00')).toBe(
        product.toFixed(2).replace('-0.00', '0.00'),
      );
    }
  });

  it('is zero at a right angle, and red past it', () => {
    const bar = (vx: number, vy: number) => marksOf({ vx, vy }).find(({ key }) => key === 'product')?.shape;
    expect(productOf([-0.4, 1.2], [1.2, 0.4])).toMatchObject({ isZero: true, colour: 'muted' });
    expect(bar(0.5, 1.2)).toMatchObject({ fill: 'positive' });
    expect(bar(-1, 0.5)).toMatchObject({
      fill: 'negative',
      y: bar(-0.4, 1.2)?.kind === 'box' && expect.any(Number),
    });
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const degrees of [20, 49, 68, 108, 150, 190, 350]) {
      const [vx, vy] = [1.3 * Math.cos((degrees * Math.PI) / 180), 1.3 * Math.sin((degrees * Math.PI) / 180)];
      const marks = marksOf({ vx, vy: Math.max(-0.25, vy) }, viewport);
      expect(complaints(marks, viewport), `${degrees}°`).toEqual([]);
    }
  });

  it('fills the picture', () => {
    expect(shareOf(marksOf(), ({ key }) => key.startsWith('arrow'), WIDE)).toBeGreaterThan(0.13);
    expect(shareOf(marksOf(), ({ name }) => name !== undefined, WIDE)).toBeGreaterThan(0.25);
  });

  it('turns through a right angle and beyond before it rests', () => {
    const product = (t: number) => valueIn(marksOf({}, WIDE, t), 'product');
    expect(product(0)).toBeCloseTo(1.08, 6);
    expect(product(2.6)).toBeCloseTo(0, 6);
    expect(product(4.3)).toBeLessThan(-0.5);
    expect(product(5.9)).toBeCloseTo(1.08, 6);
  });

  it('moves a tip to where it is dragged, within limits', () => {
    const scene = new DotScene();
    const tips: unknown[] = [];
    onDispatch(scene, (event) => tips.push((event as CustomEvent).detail));
    const marks = scene.layout(INPUT, WIDE, LATE) ?? [];
    const [v, w] = ['tip-v', 'tip-w'].map((of) => marks.find(({ key }) => key === of));
    if (v?.shape.kind === 'dot') v.drag?.({ x: v.shape.x, y: v.shape.y });
    w?.drag?.({ x: 5000, y: 5000 });
    v?.step?.(1);
    expect(tips).toEqual([
      ['v', 0.5, 1.2],
      ['w', expect.closeTo(1, 0), -0.25],
      ['v', 0.39, 1.24],
    ]);
  });
});
