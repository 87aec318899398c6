import { describe, expect, it } from 'vitest';
import {
  type DirectionsInput,
  DirectionsScene,
} from '../../../../src/ui/scenes/directions/directions-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const LATE = Number.POSITIVE_INFINITY;
const NEXT = new CustomEvent('next');
const INPUT: DirectionsInput = {
  ...{ a: 'king', b: 'man', c: 'woman', expected: 'queen' },
  ...{ plane: [0.2, 0.9, -0.6, 0.1, 0.5, -0.3, 1.3, 0.5, 1.2, 0.8], gap: 0.48, dimensions: 128 },
  ...{ nearest: 'queen', cosine: 0.8, nextEvent: () => NEXT },
  cloud: [{ at: [0.9, 0.6], name: 'princess' }, { at: [-0.2, 0.3] }, { at: [90, 90] }],
};
const marksOf = (input: Partial<DirectionsInput> = {}, viewport = WIDE, t = LATE) =>
  new DirectionsScene().layout({ ...INPUT, ...input }, viewport, t) ?? [];
const lineOf = (marks: ReturnType<typeof marksOf>, of: string): readonly number[] => {
  const shape = marks.find(({ key }) => key === of)?.shape;
  return shape?.kind === 'line' ? shape.points : [];
};

describe('directions with meaning', () => {
  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const turn of [0, 0.8, 1.6, 2.4, 3.2, 4, 4.8, 5.6]) {
      const plane = INPUT.plane.map((_, i, all) => {
        const [x, y] = [all[i - (i % 2)], all[i - (i % 2) + 1]];
        return i % 2 === 0
          ? x * Math.cos(turn) - y * Math.sin(turn)
          : x * Math.sin(turn) + y * Math.cos(turn);
      });
      expect(complaints(marksOf({ plane }, viewport), viewport)).toEqual([]);
    }
  });

  it('names all four words, the step and the gap', () => {
    const texts = marksOf().flatMap(({ shape }) => (shape.kind === 'text' ? [shape.text] : []));
    expect(texts).toEqual(expect.arrayContaining(['king', 'man', 'woman', 'queen', 'king − man', '0.48']));
    expect(shareOf(marksOf(), ({ key }) => key.startsWith('arrow'), WIDE)).toBeGreaterThan(0.2);
  });

  it('carries the step from man to woman, whose end is a − b + c', () => {
    const [start, there] = [2.5, LATE].map((t) => lineOf(marksOf({}, WIDE, t), 'step'));
    const [man, king, woman] = ['man', 'king', 'woman'].map((word) =>
      lineOf(marksOf(), `arrow-${word}`).slice(2),
    );
    expect(start).toEqual([...man, ...king].map((value) => expect.closeTo(value, 6)));
    expect(there.slice(0, 2)).toEqual(woman.map((value) => expect.closeTo(value, 6)));
    const [gap] = [lineOf(marksOf(), 'gap')];
    expect(gap.slice(0, 2)).toEqual(there.slice(2).map((value) => expect.closeTo(value, 6)));
  });

  it('names the nearest word where it is another, and the distance in all dimensions', () => {
    const scene = new DirectionsScene();
    expect(scene.summary({ ...INPUT, nearest: 'princess' })).toBe(
      'king − man + woman is nearest to “princess”, cosine +0.80, 0.48 from “queen” in all 128 dimensions.',
    );
    expect(marksOf().find(({ key }) => key === 'gap')?.value).toBe(0.48);
  });

  it('shows other words faintly, as far as they are on the canvas', () => {
    const dots = marksOf().filter(({ key }) => key.startsWith('dot-'));
    expect(dots.map(({ name }) => name)).toEqual(['princess', undefined]);
  });

  it('offers another pair where the data set has one', () => {
    const isAct = ({ isAct }: { isAct?: boolean }) => isAct;
    expect(marksOf({ nextEvent: undefined }).some(isAct)).toBe(false);
    const scene = new DirectionsScene();
    const events: Event[] = [];
    onDispatch(scene, (event) => events.push(event));
    scene.layout(INPUT, WIDE, LATE)?.find(isAct)?.press?.();
    expect(events).toEqual([NEXT]);
  });
});
