import { describe, expect, it } from 'vitest';
import { type ContextInput, ContextScene } from '../../../../src/ui/scenes/context/context-scene.ts';
import { boundsOf } from '../../../../src/ui/stage/marks/shape.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [SQUARE] = VIEWPORTS;
const inputOf = (tokens: number, window = 64): ContextInput => ({
  ...{ tokens, window, large: 2048, grids: 9216 },
  pattern: Float32Array.from({ length: tokens * tokens }, () => 1 / tokens),
});
const INPUT = inputOf(7);
const marksOf = (input: Partial<ContextInput> = {}, viewport = SQUARE, t = Number.POSITIVE_INFINITY) =>
  new ContextScene().layout({ ...INPUT, ...input }, viewport, t) ?? [];
const sideOf = (key: string, input: Partial<ContextInput> = {}) => {
  const mark = marksOf(input).find((each) => each.key === key);
  return mark ? boundsOf(mark.shape).width : 0;
};

describe('the cost of context', () => {
  it('has n² cells', () => {
    const totals = [7, 64, 2048].map(
      (chosen) => marksOf({ chosen }).find(({ key }) => key === 'total')?.value,
    );
    expect(totals).toEqual([49, 4096, 4_194_304]);
    expect(new ContextScene().summary(INPUT)).toBe(
      '85,598 times this prompt’s grid, in each of GPT-3’s 9,216 heads.',
    );
  });

  it('has squares to scale', () => {
    expect(sideOf('grid') / sideOf('window')).toBeCloseTo(2048 / 64);
    expect(sideOf('window', { chosen: 100 }) / sideOf('own', { chosen: 100 })).toBeCloseTo(64 / 7);
    expect(sideOf('half-line-1024') / sideOf('grid')).toBeCloseTo(1 / 2);
  });

  it('grows from the prompt to GPT-3', () => {
    const totals = [0, 1.5, 3, 4.5, 6].map(
      (t) => marksOf({}, SQUARE, t).find(({ key }) => key === 'total')?.value ?? 0,
    );
    expect(totals).toEqual(totals.toSorted((a, b) => a - b));
    expect([totals[0], totals[2], totals[4]]).toEqual([49, 4096, 4_194_304]);
  });

  it('is chosen along the slider', () => {
    const scene = new ContextScene().show(INPUT);
    const knob = () => scene.layout(scene.input, SQUARE, 99)?.find(({ key }) => key === 'knob');
    const { shape, drag } = knob() ?? {};
    drag?.({ x: (shape?.kind === 'dot' ? shape.x : 0) - 100, y: 0 });
    const dragged = knob()?.value ?? 0;
    expect(dragged).toBeLessThan(2048);
    knob()?.step?.(-1);
    expect(knob()?.value).toBeLessThan(dragged);
    knob()?.drag?.({ x: -999, y: 0 });
    expect(knob()?.value).toBe(4);
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const input of [INPUT, inputOf(1), inputOf(40), inputOf(64), inputOf(7, 1024)])
      for (const chosen of [4, 7, 20, 64, 300, undefined])
        expect(complaints(marksOf({ ...input, chosen }, viewport), viewport)).toEqual([]);
  });

  it('fills the picture', () => {
    expect(shareOf(marksOf(), ({ key }) => key === 'grid', SQUARE)).toBeGreaterThan(0.4);
  });
});
