import { describe, expect, it } from 'vitest';
import { RECORDED } from '../../../../src/ui/course/02-gradient-descent/comparisons.ts';
import { labelsInput } from '../../../../src/ui/course/02-gradient-descent/scene-inputs.ts';
import { accuracyAt, LabelsScene } from '../../../../src/ui/scenes/labels/labels-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const runs = await RECORDED.labels();
const marksOf = (step?: number, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  new LabelsScene().layout(labelsInput(runs, { step }), viewport, t) ?? [];

describe('shuffled labels', () => {
  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const step of [undefined, 0, 700, 2900])
      expect(complaints(marksOf(step, viewport), viewport)).toEqual([]);
  });

  it('fills the stage with the curves', () => {
    expect(shareOf(marksOf(), ({ key }) => /^own/.test(key), WIDE)).toBeGreaterThan(0.4);
  });

  it('has the recorded accuracies at the end, and lines between measurements', () => {
    const last = runs.map(({ points }) => points[points.length - 1]);
    const shown = marksOf().flatMap(({ key, value = 0 }) => (/^at-\d/.test(key) ? [value] : []));
    expect(shown).toEqual(last.map(({ train }) => train.accuracy));
    const [{ points }] = runs;
    const middle = (points[2].step + points[3].step) / 2;
    expect(accuracyAt(runs[0], middle, 'test')).toBeCloseTo(
      (points[2].test.accuracy + points[3].test.accuracy) / 2,
    );
  });

  it('learns correct labels earlier than shuffled ones, which say nothing about new images', () => {
    expect(accuracyAt(runs[0], 600, 'train')).toBeGreaterThan(2 * accuracyAt(runs[1], 600, 'train'));
    expect(accuracyAt(runs[1], 3000, 'test')).toBeLessThan(0.2);
  });

  it('reads the step to which the visitor drags', () => {
    const scene = new LabelsScene();
    const steps: number[] = [];
    const input = {
      ...labelsInput(runs, {}),
      stepEvent: (step: number) => new CustomEvent('step', { detail: step }),
    };
    onDispatch(scene, (event) => steps.push((event as CustomEvent<number>).detail));
    const knob = scene.layout(input, WIDE, 9)?.find(({ key }) => key === 'step');
    knob?.drag?.({ x: 0, y: 0 });
    knob?.step?.(-1);
    expect(steps).toEqual([0, 2850]);
  });
});
