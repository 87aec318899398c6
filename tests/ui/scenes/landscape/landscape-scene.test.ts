import { describe, expect, it } from 'vitest';
import { landscapeInput } from '../../../../src/ui/course/02-gradient-descent/scene-inputs.ts';
import { groundOf } from '../../../../src/ui/scenes/landscape/ground.ts';
import { type LandscapeInput, LandscapeScene } from '../../../../src/ui/scenes/landscape/landscape-scene.ts';
import { costAt } from '../../../../src/ui/views/charts/cost-contours/cost-grid.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
type Settings = Parameters<typeof landscapeInput>[0]['settings'];
const inputOf = (settings: Settings, choices = {}) => landscapeInput({ settings, choices });
const marksOf = (input: LandscapeInput, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  new LandscapeScene().layout(input, viewport, t) ?? [];
const numberOf = (input: LandscapeInput, key: string, t?: number) =>
  marksOf(input, WIDE, t).find((mark) => mark.key === key)?.value;

describe('a landscape of two variables', () => {
  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const shows of ['slopes', 'gradient', 'steps', 'components'])
      for (const surface of ['bowl', 'hills'])
        expect(complaints(marksOf(inputOf({ shows, surface }), viewport), viewport)).toEqual([]);
  });

  it('fills the stage with the surface and the plane below it', () => {
    const share = (key: RegExp) =>
      shareOf(marksOf(inputOf({ surface: 'hills' })), (mark) => key.test(mark.key), WIDE);
    expect(share(/^patch/)).toBeGreaterThan(0.3);
    expect(share(/^(patch|plane)/)).toBeGreaterThan(0.6);
  });

  it('has the gradient (3, 1) of the bowl at (1, 1), and says what it means', () => {
    const input = inputOf({ shows: 'components' });
    expect([numberOf(input, 'x-part'), numberOf(input, 'y-part')]).toEqual([3, 1]);
    expect(new LandscapeScene().summary(input)).toBe(
      'The gradient is (+3.00, +1.00). A change of x has 3 times the effect of one of y.',
    );
  });

  it('has the steepest of all slopes in the direction of the gradient', () => {
    const input = inputOf({ shows: 'slopes', surface: 'hills' });
    const slopes = Array.from({ length: 16 }, (_, i) => numberOf(input, `slope-${i}`) ?? 0);
    const [dx, dy] = input.gradient ?? [0, 0];
    const steepest = (Math.atan2(dy, dx) * 8) / Math.PI;
    expect(slopes.indexOf(Math.max(...slopes))).toBe((Math.round(steepest) + 16) % 16);
    expect(Math.max(...slopes)).toBeLessThanOrEqual(Math.hypot(dx, dy));
  });

  it('lets the ball roll down to a minimum', () => {
    const input = inputOf({ shows: 'steps', surface: 'hills' });
    expect(numberOf(input, 'ball', 0)).toBeCloseTo(costAt(input.grid, ...input.path[0]));
    expect(numberOf(input, 'ball')).toBeLessThan(0.75);
  });

  it('has the same path for the same start', () => {
    const [one, other] = [inputOf({ surface: 'hills' }), inputOf({ surface: 'hills' })];
    expect([one.path, one.gradient]).toEqual([other.path, other.gradient]);
    expect(one.path).toBe(other.path);
  });

  it('sets the ball down where it is dragged', () => {
    const scene = new LandscapeScene();
    const input = {
      ...inputOf({ shows: 'gradient' }),
      placeEvent: (x: number, y: number) => new CustomEvent('place', { detail: [x, y] }),
    };
    const places: unknown[] = [];
    onDispatch(scene, (event) => places.push((event as CustomEvent).detail));
    const ball = scene.layout(input, WIDE, 0)?.find(({ key }) => key === 'ball');
    const ground = groundOf(input.grid, WIDE, 1);
    const [x, y] = ground.onSurface(1, 1);
    const [u, v] = ground.fromSurface({ x, y }, costAt(input.grid, 1, 1));
    expect([u, v]).toEqual([expect.closeTo(1), expect.closeTo(1)]);
    ball?.step?.(1);
    expect(places).toEqual([[1.18, 1]]);
  });
});
