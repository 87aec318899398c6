import { describe, expect, it } from 'vitest';
import { CURVE } from '../../../../src/ui/course/02-gradient-descent/descent.ts';
import {
  type DescentInput,
  type DescentPart,
  DescentScene,
  pathOf,
} from '../../../../src/ui/scenes/descent/descent-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const PARTS: readonly DescentPart[] = ['ball', 'flat', 'slope', 'flock', 'steps', 'stairs'];
const INPUT: DescentInput = {
  ...{ curve: CURVE, shows: 'slope', from: 4.4, rate: 0.1 },
  fromEvent: (from) => new CustomEvent('from', { detail: from }),
};
const marksOf = (input: Partial<DescentInput>, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  new DescentScene().layout({ ...INPUT, ...input }, viewport, t) ?? [];
const numberOf = (marks: ReturnType<typeof marksOf>, key: string) =>
  marks.find((mark) => mark.key === key)?.value;

describe('descent on a curve', () => {
  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const shows of PARTS)
      for (const from of [-4.4, 0.4, 4.4])
        for (const t of [0, Number.POSITIVE_INFINITY])
          expect(complaints(marksOf({ shows, from }, viewport, t), viewport)).toEqual([]);
  });

  it('fills the stage with the curve', () => {
    expect(shareOf(marksOf({}), ({ key }) => key === 'curve', WIDE)).toBeGreaterThan(0.5);
  });

  it('ends in the valley of its side, where the slope is zero', () => {
    expect(numberOf(marksOf({}), 'tangent')).toBeCloseTo(0, 1);
    expect(pathOf(CURVE, 4.4, 0.1).at(-1)).toBeGreaterThan(2);
    expect(pathOf(CURVE, -4.4, 0.1).at(-1)).toBeLessThan(-2);
  });

  it('takes smaller steps where the curve is flatter', () => {
    const steps = marksOf({ shows: 'steps' }).flatMap(({ key, value = 0 }) =>
      key.startsWith('step-') ? [Math.abs(value)] : [],
    );
    expect(steps).toEqual([...steps].sort((a, b) => b - a));
  });

  it('parts many balls between two valleys', () => {
    const ends = marksOf({ shows: 'flock' }).flatMap(({ key, value = 0 }) =>
      /^ball-/.test(key) ? [value] : [],
    );
    expect(ends.filter((end) => end < 0)).toHaveLength(5);
    expect(ends).toHaveLength(9);
  });

  it('has the ball at its start until it is let go', () => {
    const scene = new DescentScene();
    const starts: number[] = [];
    onDispatch(scene, (event) => starts.push((event as CustomEvent<number>).detail));
    const ball = scene.layout(INPUT, WIDE, 0)?.find(({ key }) => key === 'ball');
    expect(ball?.isReleased).toBe(true);
    ball?.drag?.({ x: WIDE.width / 2, y: 0 });
    ball?.step?.(-1);
    expect(starts).toEqual([0, 4.2]);
  });
});
