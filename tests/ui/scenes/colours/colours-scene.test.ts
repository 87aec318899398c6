import { describe, expect, it } from 'vitest';
import { type ColoursInput, ColoursScene } from '../../../../src/ui/scenes/colours/colours-scene.ts';
import { boundsOf } from '../../../../src/ui/stage/marks/shape.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [SQUARE] = VIEWPORTS;
const [V, C] = [1348, 128];
const numbers = (length: number) => Float32Array.from({ length }, (_, i) => Math.sin(i));
const INPUT: ColoursInput = {
  weights: { shape: [V, C], data: numbers(V * C) },
  ...{ data: numbers(C), result: numbers(V), best: 'grandmother' },
};
const marksOf = (viewport = SQUARE, t = Number.POSITIVE_INFINITY) =>
  new ColoursScene().layout(INPUT, viewport, t) ?? [];
const markOf = (key: string, t?: number) => marksOf(SQUARE, t).filter((mark) => mark.key === key)[0];

describe('weights and data', () => {
  it('has every weight, in blue and red, and both vectors in grey', () => {
    expect(['weights', 'data', 'result'].map((key) => markOf(key).value)).toEqual([V * C, C, V]);
    const isGrey = (key: string) => 'isGrey' in markOf(key).shape;
    expect(['weights', 'data', 'result'].map(isGrey)).toEqual([false, true, true]);
  });

  it('uncovers the result from above, up to its largest number and beyond', () => {
    expect(boundsOf(markOf('cover', 3).shape).height).toBeGreaterThan(
      boundsOf(markOf('cover', 4).shape).height,
    );
    expect(markOf('best', 2.6).shape.alpha).toBe(0);
    expect(markOf('best').shape.alpha).toBe(1);
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    expect(complaints(marksOf(viewport), viewport)).toEqual([]);
  });

  it('fills the picture', () => {
    expect(shareOf(marksOf(), ({ key }) => key === 'weights', SQUARE)).toBeGreaterThan(0.4);
  });
});
