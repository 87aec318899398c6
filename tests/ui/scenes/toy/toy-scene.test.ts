import { describe, expect, it } from 'vitest';
import { toyInput } from '../../../../src/ui/course/07-facts/scene-inputs.ts';
import { VIDEO_SETTINGS } from '../../../../src/ui/course/07-facts/toy.ts';
import { SHOWN, type Shown, ToyScene } from '../../../../src/ui/scenes/toy/toy-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const LATE = Number.POSITIVE_INFINITY;
const LINEAR = { row: 'M + J', bias: 0, curve: 'none' } as const;
const inputOf = (show: Shown, person?: number) =>
  toyInput({
    toy: { ...VIDEO_SETTINGS, ...(show === 'everybody' && LINEAR), ...(person !== undefined && { person }) },
    ...{ settings: { show }, choices: person === undefined ? {} : { person: person + 1 } },
  });
const marksOf = (show: Shown, person?: number, viewport = WIDE, t = LATE) =>
  new ToyScene().layout(inputOf(show, person), viewport, t) ?? [];
const valuesOf = (marks: ReturnType<typeof marksOf>, key: string) =>
  marks.flatMap((mark) => (mark.key.startsWith(key) ? [mark.value] : []));

describe('three assumed directions', () => {
  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const show of SHOWN)
      for (const person of [undefined, 0, 1, 2, 3])
        expect([show, person, ...complaints(marksOf(show, person, viewport), viewport)]).toEqual([
          show,
          person,
        ]);
  });

  it('has the dot products of each person', () => {
    const products = [0, 1, 2, 3].map((person) => valuesOf(marksOf('test', person), 'product'));
    expect(products).toEqual([
      [1, 1, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
  });

  it('adds basketball to the full name alone', () => {
    expect(valuesOf(marksOf('goal', 0), 'product')).toEqual([1, 1, 1]);
    expect(valuesOf(marksOf('goal', 1), 'product')).toEqual([1, 0, 0]);
    expect(new ToyScene().summary(inputOf('goal', 0))).toBe('Michael Jordan: +1 basketball should be added.');
  });

  it('adds half of it for one name without a curve', () => {
    expect(valuesOf(marksOf('everybody', 1), 'added-').filter((value) => value !== undefined)).toEqual([
      2, 1, 1, 0,
    ]);
  });

  it('begins with the full name, from which the vector swings', () => {
    const product = (t: number) => valuesOf(marksOf('test', 1, WIDE, t), 'product-1')[0];
    expect(product(2)).toBe(1);
    expect(product(4)).toBe(0);
  });

  it.each(SHOWN)('is large: %s', (show) => {
    const isMeant = ({ key }: { key: string }) => /^(axis|added)-\d|^added$/.test(key);
    expect(shareOf(marksOf(show, 0), isMeant, WIDE)).toBeGreaterThan(0.2);
  });

  it('chooses a person', () => {
    const scene = new ToyScene();
    const events: Event[] = [];
    onDispatch(scene, (event) => events.push(event));
    scene
      .layout(inputOf('test', 1), WIDE, LATE)
      ?.find(({ isAct }) => isAct)
      ?.press?.();
    expect(events).toMatchObject([{ choices: { person: 3 } }]);
  });
});
