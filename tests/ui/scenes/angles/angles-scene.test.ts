import { describe, expect, it } from 'vitest';
import { directionsThatFit, randomAngles } from '../../../../src/ui/scenes/angles/angle-distribution.ts';
import { type AnglesInput, AnglesScene, DIMENSIONS } from '../../../../src/ui/scenes/angles/angles-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const WIDE = VIEWPORTS[4];
/** 130,816 pairs of 512 directions. */
const MEASURED: NonNullable<AnglesInput['measured']> = {
  ...{ N: 512, d: 128, name: 'What MLP 4’s neurons add, at step 2,000', mean: 88.5, deviation: 6.5 },
  histogram: Array.from({ length: 180 }, (_, i) => Math.round(8000 * Math.exp(-(((i - 88) / 9) ** 2)))),
};
const scene = new AnglesScene();
const marksOf = (input: Partial<AnglesInput> = {}, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  scene.layout(
    {
      ...{ dimensions: 100, firstDimensions: 100, width: 128, measured: undefined, isGrowth: false },
      ...{ dimensionsEvent: (detail: number) => new CustomEvent('choice', { detail }), ...input },
    },
    viewport,
    t,
  ) ?? [];
const bins = (input: Partial<AnglesInput> = {}) => marksOf(input).filter(({ key }) => key.startsWith('bin'));
const counted = (input: Partial<AnglesInput> = {}) =>
  bins(input).reduce((sum, { value = 0 }) => sum + value, 0);

describe('angles of random directions', () => {
  it('are exact: uniform in cosine for three dimensions, near 57.3° ÷ √d for many', () => {
    const three = randomAngles(3);
    expect(three.deviation).toBeCloseTo(39.17, 1);
    expect(three.between(0, 60)).toBeCloseTo(0.25, 3);
    expect(three.at(0.25)).toBeCloseTo(60, 0);
    expect(randomAngles(100).deviation).toBeCloseTo(5.77, 1);
    expect(randomAngles(12_288).deviation).toBeCloseTo(0.517, 2);
    expect(randomAngles(100).between(85, 95)).toBeCloseTo(0.613, 2);
  });

  it('leave room for more directions than dimensions where the bound says so', () => {
    expect(directionsThatFit(128)).toBe(128);
    expect(directionsThatFit(12_288)).toBeGreaterThan(13e9);
  });
});

describe('the scene of angles', () => {
  it('counts a thousand random angles, of which it draws some as arrows', () => {
    for (const dimensions of [3, 100, 1000, 12_288]) expect(counted({ dimensions })).toBe(1000);
    expect(marksOf().filter(({ key }) => key.startsWith('arrow'))).toHaveLength(110);
  });

  it('has the model’s pairs where it measures them', () => {
    expect(counted({ measured: MEASURED })).toBe(MEASURED.histogram.reduce((sum, count) => sum + count, 0));
    expect(marksOf({ measured: MEASURED }).find(({ key }) => key === 'spread')?.value).toBe(6.5);
  });

  it('draws each arrow at its angle: in many dimensions they are a disc', () => {
    const tips = (dimensions: number) =>
      marksOf({ dimensions }).flatMap(({ key, shape }) =>
        key.startsWith('arrow') && shape.kind === 'line' ? [shape.points[3]] : [],
      );
    const spread = (ys: readonly number[]) => Math.max(...ys) - Math.min(...ys);
    expect(spread(tips(12_288))).toBeLessThan(0.6 * spread(tips(3)));
  });

  it('labels its axis evenly, with dashes at 90°', () => {
    const x = (key: string) => {
      const shape = marksOf().find((mark) => mark.key === key)?.shape;
      return shape?.kind === 'text' ? shape.x : shape?.kind === 'line' ? shape.points[0] : Number.NaN;
    };
    const labels = [0, 45, 90, 135, 180].map((angle) => x(`angle-${angle}`));
    const [first, ...gaps] = labels.slice(1).map((at, i) => at - labels[i]);
    for (const gap of gaps) expect(gap).toBeCloseTo(first, 6);
    expect(x('right-angle')).toBe(labels[2]);
    for (const { shape, name } of bins())
      if (shape.kind === 'box' && name?.startsWith('88°'))
        expect(shape.x + shape.width + 1).toBeCloseTo(labels[2], 6);
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const dimensions of [3, 10, 100, 1000, 12_288])
      for (const isGrowth of [false, true])
        expect(complaints(marksOf({ dimensions, isGrowth }, viewport), viewport)).toEqual([]);
    for (const width of [16, 128, 768])
      expect(complaints(marksOf({ dimensions: 128, width, measured: MEASURED }, viewport), viewport)).toEqual(
        [],
      );
  });

  it('fills the stage', () => {
    expect(
      shareOf(marksOf(), ({ key }) => key === 'yellow' || key.startsWith('arrow'), WIDE),
    ).toBeGreaterThan(0.2);
    expect(shareOf(marksOf({ dimensions: 3 }), ({ key }) => key.startsWith('bin'), WIDE)).toBeGreaterThan(
      0.2,
    );
  });

  it('counts what is almost perpendicular, and how many directions fit', () => {
    const valueAt = (key: string, input: Partial<AnglesInput> = {}) =>
      marksOf(input).find((mark) => mark.key === key)?.value;
    expect(valueAt('band')).toBeCloseTo(0.613, 2);
    const texts = marksOf({ measured: MEASURED, dimensions: 128 }, { width: 760, height: 690, textScale: 1 });
    expect(texts.flatMap(({ shape }) => (shape.kind === 'text' ? [shape.text] : []))).toEqual(
      expect.arrayContaining(['128 exactly', 'here 512 almost']),
    );
    expect(valueAt('fit')).toBeUndefined();
    expect(valueAt('fit', { dimensions: 12_288 })).toBe(directionsThatFit(12_288));
    expect(scene.summary({ dimensions: 12_288 })).toContain('at least 13 billion directions');
  });

  it('begins in three dimensions', () => {
    expect(marksOf({ dimensions: 1000 }, WIDE, 0).find(({ key }) => key === 'dimension')?.value).toBe(3);
  });

  it('changes the dimension by dragging', () => {
    const sent: number[] = [];
    onDispatch(scene, (event) => sent.push((event as CustomEvent<number>).detail));
    const knob = marksOf().find(({ key }) => key === 'dimension');
    for (const x of [-100, 5000]) knob?.drag?.({ x, y: 0 });
    knob?.step?.(1);
    expect(sent).toEqual([DIMENSIONS.least, DIMENSIONS.most, 120]);
  });
});
