import { describe, expect, it } from 'vitest';
import { type FactorsInput, FactorsScene } from '../../../../src/ui/scenes/factors/factors-scene.ts';
import { boundsOf } from '../../../../src/ui/stage/marks/shape.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [SQUARE] = VIEWPORTS;
const tensor = (rows: number, columns: number) => ({
  shape: [rows, columns],
  data: Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i)),
});
const inputOf = (C: number, D: number): FactorsInput => ({
  ...{ square: tensor(C, C), up: tensor(C, D), down: tensor(D, C) },
  large: { width: 12_288, headWidth: 128 },
});
const INPUT = inputOf(128, 32);
const marksOf = (input = INPUT, viewport = SQUARE) =>
  new FactorsScene().layout(input, viewport, Number.POSITIVE_INFINITY) ?? [];
const markOf = (key: string) => marksOf().filter((mark) => mark.key === key)[0];
const areaOf = (key: string) => {
  const { width, height } = boundsOf(markOf(key).shape);
  return width * height;
};

describe('value down and value up', () => {
  it('has the weights of the film', () => {
    const values = ['large-square', 'large-up', 'large-down'].map((key) => markOf(key).value);
    expect(values).toEqual([150_994_944, 1_572_864, 1_572_864]);
    expect(['square', 'up', 'down'].map((key) => markOf(key).value)).toEqual([16_384, 4096, 4096]);
  });

  it('is to scale', () => {
    for (const part of ['up', 'down']) expect(areaOf('square') / areaOf(part)).toBeCloseTo(16_384 / 4096, 3);
    const [square, hair] = [boundsOf(markOf('large-square').shape), boundsOf(markOf('large-up').shape)];
    expect(square.width / hair.width).toBeGreaterThan(80);
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const input of [INPUT, inputOf(64, 64), inputOf(256, 16)])
      expect(complaints(marksOf(input, viewport), viewport)).toEqual([]);
  });

  it('fills the picture', () => {
    expect(shareOf(marksOf(), ({ key }) => /^(square|up|down)$/.test(key), SQUARE)).toBeGreaterThan(0.25);
  });
});
