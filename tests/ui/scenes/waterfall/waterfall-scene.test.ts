import { describe, expect, it } from 'vitest';
import { type WaterfallInput, WaterfallScene } from '../../../../src/ui/scenes/waterfall/waterfall-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
/** Many that add a little, as many that take away less. */
const NEURONS = Array.from({ length: 512 }, (_, i) => (i % 2 ? 1 : -0.25) / (1 + ((7 * i) % 512) / 20));
const SUM = NEURONS.reduce((sum, value) => sum + value, 0);
const event = (detail: number) => new CustomEvent('choice', { detail });
const INPUT: WaterfallInput = {
  ...{ answer: 'basketball', layer: 3, neurons: NEURONS, bias: 0.25, cut: 3 },
  ...{ cutEvent: event, neuronEvent: event },
};
const scene = new WaterfallScene();
const marksOf = (input: Partial<WaterfallInput> = {}, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  scene.layout({ ...INPUT, ...input }, viewport, t) ?? [];
const valueAt = (key: string, input: Partial<WaterfallInput> = {}) =>
  marksOf(input).find((mark) => mark.key === key)?.value;

describe('the waterfall of an MLP', () => {
  it('ends at what all neurons and the bias add', () => {
    expect(valueAt('total')).toBeCloseTo(SUM + 0.25, 9);
    const parts = marksOf().filter(({ key }) => /^(neuron|rise|fall|bias)/.test(key));
    expect(parts.reduce((sum, { value = 0 }) => sum + value, 0)).toBeCloseTo(SUM + 0.25, 9);
  });

  it('begins with the largest, and ends with the most negative', () => {
    const named = marksOf().flatMap(({ key, value }) => (key.startsWith('neuron') ? [value] : []));
    const sorted = [...NEURONS].sort((a, b) => b - a);
    expect(named).toEqual([...sorted.slice(0, 5), ...sorted.slice(-2)]);
  });

  it('counts the largest together, beyond the whole where others take away', () => {
    const sorted = [...NEURONS].sort((a, b) => b - a);
    expect(valueAt('cut')).toBeCloseTo(sorted[0] + sorted[1] + sorted[2], 9);
    expect(valueAt('cut', { cut: 256 })).toBeGreaterThan(SUM + 0.25);
    expect(valueAt('cut', { cut: 9999 })).toBeCloseTo(SUM, 9);
  });

  it('says whether one neuron gives over half', () => {
    expect(scene.summary(INPUT)).toMatch(/No single neuron stores it: the largest, neuron \d+, gives/);
    const one = { neurons: [0.1, 3, 0.2, -0.1], bias: 0 };
    expect(scene.summary({ ...INPUT, ...one })).toMatch(/Neuron 2 alone gives 93\.8.% of it/);
    expect(scene.summary({ ...INPUT, neurons: [-1, 0.5], bias: 0 })).toMatch(/does not raise “basketball”/);
  });

  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    const few = { neurons: [0.1, 3, 0.2, -0.1], bias: -0.5 };
    const falls = { neurons: NEURONS.map((value) => -value) };
    for (const input of [
      {},
      few,
      falls,
      { cut: 0 },
      { cut: 1 },
      { cut: 512 },
      { answer: 'incomprehensibilities' },
    ])
      expect(complaints(marksOf(input, viewport), viewport)).toEqual([]);
  });

  it('fills the stage', () => {
    expect(shareOf(marksOf(), ({ key }) => key === 'below', WIDE)).toBeGreaterThan(0.3);
  });

  it('draws a frame of a wide MLP with few points', () => {
    const neurons = Array.from({ length: 65_536 }, (_, i) => Math.sin(i) / (1 + i / 100));
    const rise = marksOf({ neurons }).find(({ key }) => key === 'rise')?.shape;
    expect(rise?.kind === 'line' && rise.points.length).toBeLessThan(8000);
  });

  it('cuts where it is dragged, and opens a neuron that is pressed', () => {
    const sent: number[] = [];
    onDispatch(scene, (sender) => sent.push((sender as CustomEvent<number>).detail));
    const marks = marksOf();
    const box = marks.filter(({ key }) => key.startsWith('neuron'))[1];
    const cut = marks.find(({ key }) => key === 'cut');
    if (box.shape.kind === 'box') cut?.drag?.({ x: box.shape.x + 2, y: 0 });
    cut?.step?.(1);
    box.press?.();
    expect(sent).toEqual([1, 4, Number(box.key.slice('neuron-'.length))]);
  });
});
