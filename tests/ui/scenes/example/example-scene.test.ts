import { describe, expect, it } from 'vitest';
import { type ExampleInput, ExampleScene } from '../../../../src/ui/scenes/example/example-scene.ts';
import { boundsOf } from '../../../../src/ui/stage/marks/shape.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const targets = Float32Array.from({ length: 10 }, (_, digit) => (digit === 3 ? 1 : 0));
const termsOf = (outputs: Float32Array) => outputs.map((output, digit) => (output - targets[digit]) ** 2);
const before = Float32Array.from({ length: 10 }, (_, digit) => digit / 10);
const after = targets.map((target) => Math.abs(target - 0.02));
const INPUT: ExampleInput = {
  pixels: new Float32Array(784),
  ...{ outputs: after, targets, terms: termsOf(after), first: termsOf(before) },
};
const marksOf = (input: Partial<ExampleInput> = {}, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  new ExampleScene().layout({ ...INPUT, ...input }, viewport, t) ?? [];

describe('the cost of one example', () => {
  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const outputs of [before, after])
      expect(complaints(marksOf({ outputs, terms: termsOf(outputs) }, viewport), viewport)).toEqual([]);
  });

  it('fills the stage with image and squares', () => {
    expect(shareOf(marksOf(), ({ key }) => /^(image|first)/.test(key), WIDE)).toBeGreaterThan(0.5);
  });

  it('adds ten squares, whose areas are the terms', () => {
    const marks = marksOf({ outputs: before, terms: termsOf(before) });
    const squares = marks.filter(({ key }) => key.startsWith('square-'));
    const areas = squares.map(({ shape }) => boundsOf(shape).width ** 2);
    expect(areas[9] / areas[4]).toBeCloseTo(0.81 / 0.16);
    const sum = squares.reduce((total, { value = 0 }) => total + value, 0);
    expect(marks.find(({ key }) => key === 'cost')?.value).toBeCloseTo(sum);
  });

  it('keeps the squares of before as outlines', () => {
    const sides = ['first-9', 'square-9'].map(
      (key) =>
        boundsOf(marksOf().find((mark) => mark.key === key)?.shape ?? { kind: 'dot', x: 0, y: 0, radius: 0 })
          .width,
    );
    expect(sides[0]).toBeGreaterThan(10 * sides[1]);
    expect(new ExampleScene().summary(INPUT)).toBe('Cost 3.25 before learning, 0.00 now.');
  });

  it('goes on from step to step while the network learns', () => {
    class Looked extends ExampleScene {
      plays(input: ExampleInput, before: ExampleInput) {
        return this.isAnother(input, before);
      }
    }
    const scene = new Looked();
    const next = {
      ...INPUT,
      pixels: INPUT.pixels.slice(),
      first: INPUT.first.slice(),
      terms: termsOf(before),
    };
    expect(scene.plays(next, INPUT)).toBe(false);
    expect(scene.plays({ ...INPUT, first: termsOf(after) }, INPUT)).toBe(true);
  });
});
