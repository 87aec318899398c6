import { describe, expect, it } from 'vitest';
import { sensesInput } from '../../../../src/ui/course/06-attention/scene-inputs.ts';
import { type SensesInput, SensesScene } from '../../../../src/ui/scenes/senses/senses-scene.ts';
import type { PhrasesResult } from '../../../../src/workers/rpc/api/lab-api.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const SQUARE = { width: 760, height: 690, textScale: 1 };
const TEXTS = ['in the garden the mole', 'the formula needs one mole', 'the doctor looked at the mole'];
const DISTANCES = [0, 4, 20].map((far) => [
  [0, far, 0.8 * far],
  [far, 0, 1.1 * far],
  [0.8 * far, 1.1 * far, 0],
]);

/** As the engine reads it. */
const resultOf = (count: number) =>
  ({
    phrases: TEXTS.slice(0, count).map((text) => ({
      tokens: text.split(' '),
      next: [{ id: 1, text: 'dug', probability: 0.9 }],
    })),
    stages: DISTANCES.map((distances, i) => ({
      meaning: `after block ${i}`,
      distances: distances.slice(0, count).map((row) => row.slice(0, count)),
    })),
  }) as unknown as PhrasesResult;
const RESULT = resultOf(3);
const INPUT = sensesInput(RESULT);
const marksOf = (input: Partial<SensesInput> = INPUT, viewport = SQUARE, t = Number.POSITIVE_INFINITY) =>
  new SensesScene().layout(input, viewport, t) ?? [];
const pointsOf = (marks: ReturnType<typeof marksOf>) =>
  marks.flatMap(({ key, shape }) => (key.startsWith('point-') && shape.kind === 'dot' ? [shape] : []));

describe('one word in several texts', () => {
  it('has the exact distances, on one scale', () => {
    const [a, b, c] = pointsOf(marksOf());
    const far = (one: typeof a, other: typeof a) => Math.hypot(one.x - other.x, one.y - other.y);
    expect(far(a, c) / far(a, b)).toBeCloseTo(0.8, 6);
    expect(far(b, c) / far(a, b)).toBeCloseTo(1.1, 6);
  });

  it('starts as one point', () => {
    const [a, b, c] = pointsOf(marksOf(INPUT, SQUARE, 0));
    expect([a.x, a.y]).toEqual([b.x, b.y]);
    expect([a.x, a.y]).toEqual([c.x, c.y]);
  });

  it('goes to the stage to which the knob is moved', () => {
    const scene = new SensesScene().show(INPUT);
    const knob = () =>
      scene.layout(scene.input, SQUARE, Number.POSITIVE_INFINITY)?.find(({ key }) => key === 'knob');
    knob()?.step?.(-1);
    expect(knob()?.value).toBe(1);
    knob()?.drag?.({ x: -500, y: 0 });
    expect(knob()?.value).toBe(0);
  });

  it('is the same while the numbers are', () => {
    expect(sensesInput(RESULT)).toBe(INPUT);
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const count of [1, 2, 3])
      expect(complaints(marksOf(sensesInput(resultOf(count)), viewport), viewport)).toEqual([]);
  });

  it('fills the picture', () => {
    expect(shareOf(marksOf(), ({ key }) => key.startsWith('path'), SQUARE)).toBeGreaterThan(0.3);
  });
});
