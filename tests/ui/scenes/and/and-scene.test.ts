import { describe, expect, it } from 'vitest';
import { andInput } from '../../../../src/ui/course/07-facts/scene-inputs.ts';
import type { ToySettings } from '../../../../src/ui/course/07-facts/toy.ts';
import { TOY_CURVES, TOY_ROWS, VIDEO_SETTINGS } from '../../../../src/ui/course/07-facts/toy.ts';
import { AndScene, heightOf } from '../../../../src/ui/scenes/and/and-scene.ts';
import { planeOf } from '../../../../src/ui/scenes/and/plane.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, FRAMES, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const marksOf = (settings: Partial<ToySettings>, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  new AndScene().layout(andInput({ ...VIDEO_SETTINGS, ...settings }), viewport, t) ?? [];
const valuesOf = (settings: Partial<ToySettings>) =>
  marksOf(settings).flatMap(({ key, name, value }) => (key === name ? [value] : []));

describe('the plane of AND', () => {
  it('has the neuron’s activation for each person', () => {
    expect(valuesOf({})).toEqual([1, 0, 0, 0]);
    expect(valuesOf({ bias: 0, curve: 'none' })).toEqual([2, 1, 1, 0]);
    expect(valuesOf({ bias: -1, curve: 'none' })).toEqual([1, 0, 0, -1]);
    expect(valuesOf({ row: 'M', bias: 0, curve: 'none' })).toEqual([1, 1, 0, 0]);
    expect(valuesOf({ bias: -0.5 })).toEqual([1.5, 0.5, 0.5, 0]);
  });

  it.each([...VIEWPORTS, ...FRAMES])('can be read on $width × $height', (viewport) => {
    for (const row of TOY_ROWS)
      for (const curve of TOY_CURVES)
        for (const bias of [-1, 0])
          expect(complaints(marksOf({ row, curve, bias }, viewport), viewport)).toEqual([]);
  });

  it('fills the stage with the surface', () => {
    expect(shareOf(marksOf({}), ({ key }) => key.startsWith('net'), WIDE)).toBeGreaterThan(0.2);
  });

  it('lifts the full name alone above the plane', () => {
    const plane = planeOf(WIDE, 1, heightOf(andInput(VIDEO_SETTINGS)));
    const dots = marksOf({}).flatMap(({ key, name, shape }) =>
      key === name && shape.kind === 'dot' ? [shape] : [],
    );
    const lifted = dots.map(({ y }, i) => y < plane.place(...andInput(VIDEO_SETTINGS).people[i].at)[1] - 30);
    expect(lifted).toEqual([true, false, false, false]);
  });

  it('begins flat, without the line', () => {
    const start = marksOf({}, WIDE, 0);
    expect(start.find(({ key }) => key === 'knob')?.shape.alpha).toBe(0);
  });

  it('sets the bias by where the line is dragged', () => {
    const scene = new AndScene();
    const biases: number[] = [];
    const input = {
      ...andInput(VIDEO_SETTINGS),
      biasEvent: (bias: number) => new CustomEvent('bias', { detail: bias }),
    };
    onDispatch(scene, (event) => biases.push((event as CustomEvent<number>).detail));
    const knob = scene.layout(input, WIDE, Number.POSITIVE_INFINITY)?.find(({ key }) => key === 'knob');
    const [x, y] = planeOf(WIDE, 1, heightOf(andInput(VIDEO_SETTINGS))).place(0.25, 0.25);
    knob?.drag?.({ x, y });
    knob?.step?.(1);
    expect(biases).toEqual([-0.5, -1.1]);
  });
});
