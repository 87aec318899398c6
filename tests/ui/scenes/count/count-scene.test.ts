import { describe, expect, it } from 'vitest';
import { type CountInput, CountScene } from '../../../../src/ui/scenes/count/count-scene.ts';
import { boundsOf } from '../../../../src/ui/stage/marks/shape.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const SIZES = [784, 16, 16, 10];
const tensor = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b)) });
const INPUT: CountInput = {
  layers: SIZES.slice(1).map((size, i) => ({ weights: tensor(size, SIZES[i]), biases: tensor(size) })),
  counted: 3,
  neuronEvent: (neuron) => new CustomEvent('neuron', { detail: neuron }),
};
const marksOf = (input: Partial<CountInput> = {}, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  new CountScene().layout({ ...INPUT, ...input }, viewport, t) ?? [];
const total = (input: Partial<CountInput>, t?: number) =>
  marksOf(input, WIDE, t).find(({ key }) => key === 'total')?.value;

describe('all numbers of the network', () => {
  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const counted of [1, 3]) expect(complaints(marksOf({ counted }, viewport), viewport)).toEqual([]);
  });

  it('fills the stage with cells', () => {
    expect(shareOf(marksOf(), ({ key }) => key.startsWith('weights'), WIDE)).toBeGreaterThan(0.5);
  });

  it('counts 12,560 for the first layer and 13,002 for all', () => {
    expect([1, 2, 3].map((counted) => total({ counted }))).toEqual([12_560, 12_832, 13_002]);
    expect(new CountScene().summary(INPUT)).toBe('12,960 weights and 42 biases: 13,002 numbers.');
  });

  it('counts while it plays', () => {
    const counts = [0, 1, 2, 3, 4, 6].map((t) => total({}, t) ?? 0);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect([counts[0], counts.at(-1)]).toEqual([0, 13_002]);
  });

  it('has a cell of the same size for every number', () => {
    const cells = marksOf().flatMap(({ key, value = 0, shape }) => {
      const { width, height } = boundsOf(shape);
      return key.startsWith('weights') ? [(width * height) / (value - 1)] : [];
    });
    expect(Math.max(...cells) / Math.min(...cells)).toBeCloseTo(1);
  });

  it('selects the neuron whose weights are pressed', () => {
    const scene = new CountScene();
    const pressed: unknown[] = [];
    onDispatch(scene, (event) => pressed.push((event as CustomEvent).detail));
    scene
      .layout(INPUT, WIDE, 9)
      ?.find(({ key }) => key === 'weights-2-3')
      ?.press?.();
    expect(pressed).toEqual([{ layer: 2, neuron: 3 }]);
  });
});
