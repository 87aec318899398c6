import { describe, expect, it } from 'vitest';
import { type CostsInput, CostsScene, FULL_COST } from '../../../../src/ui/scenes/costs/costs-scene.ts';
import { boundsOf } from '../../../../src/ui/stage/marks/shape.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const COUNT = 100;
const COSTS = Array.from({ length: COUNT }, (_, i) => 2 + (i % 10) / 5);
const INPUT: CostsInput = {
  images: COSTS.map(() => new Float32Array(784)),
  labels: COSTS.map((_, i) => i % 10),
  ...{ costs: COSTS, mean: 2.9, step: 0, picked: undefined },
  pickEvent: (image) => new CustomEvent('pick', { detail: image }),
};
const marksOf = (input: Partial<CostsInput> = {}, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  new CostsScene().layout({ ...INPUT, ...input }, viewport, t) ?? [];
const rectOf = (marks: ReturnType<typeof marksOf>, key: string) => {
  const mark = marks.find((each) => each.key === key);
  if (!mark) throw new Error(`No ${key}.`);
  return boundsOf(mark.shape);
};

describe('the costs of many images', () => {
  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const mean of [0.04, 2.9, 3.6])
      expect(complaints(marksOf({ mean, picked: 3 }, viewport), viewport)).toEqual([]);
  });

  it('fills the stage with images', () => {
    expect(shareOf(marksOf(), ({ key }) => key.startsWith('image'), WIDE)).toBeGreaterThan(0.4);
  });

  it('has squares whose areas are the costs', () => {
    const [cheap, dear] = ['cost-0', 'cost-9'].map((key) => rectOf(marksOf(), key));
    expect((dear.width * dear.height) / (cheap.width * cheap.height)).toBeCloseTo(COSTS[9] / COSTS[0]);
  });

  it('ends with all bars at the mean, on one scale for every network', () => {
    const heights = COSTS.map((_, i) => rectOf(marksOf(), `bar-${i}`).height);
    expect(new Set(heights.map((height) => height.toFixed(3))).size).toBe(1);
    const half = rectOf(marksOf({ mean: FULL_COST / 2 }), 'bar-0').height;
    expect(heights[0] / half).toBeCloseTo(2.9 / (FULL_COST / 2));
  });

  it('begins with nothing poured, and keeps the sum while it pours', () => {
    expect(rectOf(marksOf({}, WIDE, 0), 'bar-5')).toEqual(rectOf(marksOf({}, WIDE, 0), 'cost-5'));
    const poured = marksOf({}, WIDE, 3.55);
    const sum = COSTS.reduce((total, _, i) => total + rectOf(poured, `bar-${i}`).height, 0);
    const rest = rectOf(marksOf(), 'bar-0').height;
    expect(sum / rest).toBeCloseTo(COUNT, 1);
  });

  it('picks an image that is pressed; a typical one before', () => {
    const scene = new CostsScene();
    const picked: number[] = [];
    onDispatch(scene, (event) => picked.push((event as CustomEvent<number>).detail));
    const marks = scene.layout(INPUT, WIDE, Number.POSITIVE_INFINITY) ?? [];
    expect(marks.find(({ isAct }) => isAct)?.value).toBeCloseTo(2.9, 0);
    marks.find(({ key }) => key === 'image-7')?.press?.();
    expect(picked).toEqual([7]);
  });
});
