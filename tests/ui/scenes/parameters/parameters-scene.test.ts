import { describe, expect, it } from 'vitest';
import { componentsOf, enlarged, placeOf, pooled } from '../../../../src/ui/scenes/parameters/components.ts';
import {
  type ParametersInput,
  ParametersScene,
} from '../../../../src/ui/scenes/parameters/parameters-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const SIZES = [784, 16, 16, 10];
/** From −0.5 to 0.5, the same each time. */
const number = (i: number) => ((i * 7919) % 1000) / 1000 - 0.5;
const tensor = (shape: number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => number(i)),
});
const LAYERS = SIZES.slice(1).map((size, i) => ({
  weights: tensor([size, SIZES[i]]),
  biases: tensor([size]),
}));
/** The largest of all, into output 2 from neuron 6. */
LAYERS[2].weights.data[2 * 16 + 6] = -3.2;
const LARGEST = 12_560 + 272 + 2 * 16 + 6;
const INPUT: ParametersInput = {
  ...{
    layers: LAYERS,
    isGradient: true,
    sizes: SIZES,
    cost: 3.24,
    examples: 100,
    layer: undefined,
    neuron: undefined,
  },
  neuronEvent: (neuron) => new CustomEvent('neuron', { detail: neuron }),
};
const marksOf = (input: Partial<ParametersInput> = {}, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  new ParametersScene().layout({ ...INPUT, ...input }, viewport, t) ?? [];

describe('all weights and biases', () => {
  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const isGradient of [true, false])
      for (const layer of [undefined, 1, 3])
        expect(complaints(marksOf({ isGradient, layer, neuron: layer && 5 }, viewport), viewport)).toEqual(
          [],
        );
  });

  it('fills the height of the stage', () => {
    expect(shareOf(marksOf(), ({ key }) => /^(all|bar)/.test(key), WIDE)).toBeGreaterThan(0.3);
  });

  it('has the negative gradient, and compares its largest component', () => {
    const largest = marksOf({ layer: 3, neuron: 2 }).filter(
      ({ key, value = 0 }) => key.startsWith('bar-') && value > 3,
    );
    expect(largest.map(({ value, name }) => [value, name])).toEqual([
      [expect.closeTo(3.2, 5), 'layer 3, from neuron 6 to output 2'],
    ]);
    expect(new ParametersScene().summary({ ...INPUT, layer: 3, neuron: 2 })).toMatch(/^w 12870 matters \d/);
  });

  it('says what goes into the cost', () => {
    const marks = marksOf({ isGradient: false });
    expect(marks.find(({ key }) => key === 'all')?.value).toBe(13_002);
    expect(marks.find(({ key }) => key === 'cost')?.value).toBe(3.24);
  });

  it('enlarges the weights of a neuron that is pressed', () => {
    const scene = new ParametersScene();
    const pressed: unknown[] = [];
    onDispatch(scene, (event) => pressed.push((event as CustomEvent).detail));
    scene
      .layout(INPUT, WIDE, 9)
      ?.find(({ key }) => key === 'neuron-3-4')
      ?.press?.();
    expect(pressed).toEqual([{ layer: 3, neuron: 4 }]);
    const names = marksOf({ layer: 3, neuron: 4 }).flatMap(({ key, name }) =>
      key.startsWith('bar') ? [name] : [],
    );
    expect(names).toHaveLength(12);
    expect(names.every((name) => name?.endsWith('to output 4'))).toBe(true);
  });
});

describe('components', () => {
  const components = componentsOf(LAYERS, 1);

  it('are in the order of the layers, weights first', () => {
    expect(components.numbers).toHaveLength(13_002);
    expect(placeOf(SIZES, 0)).toEqual({ layer: 1, neuron: 0, from: 0 });
    expect(placeOf(SIZES, 12_544)).toEqual({ layer: 1, neuron: 0 });
    expect(placeOf(SIZES, 12_560)).toEqual({ layer: 2, neuron: 0, from: 0 });
    expect(placeOf(SIZES, LARGEST)).toEqual({ layer: 3, neuron: 2, from: 6 });
    expect(placeOf(SIZES, 13_001)).toEqual({ layer: 3, neuron: 9 });
  });

  it('keep the largest number of each stripe', () => {
    const stripes = pooled(components.numbers);
    expect(stripes).toHaveLength(650);
    expect(stripes[Math.floor((LARGEST * 650) / 13_002)]).toBeCloseTo(-3.2, 5);
  });

  it('are enlarged where weights of both signs are large, or at those of a neuron', () => {
    const first = enlarged(components, SIZES, undefined, 12);
    const part = components.numbers.subarray(first, first + 12);
    expect(Math.min(Math.max(...part), -Math.min(...part))).toBeGreaterThan(0.45);
    const ofNeuron = enlarged(components, SIZES, { layer: 3, neuron: 2 }, 12);
    expect(ofNeuron).toBeLessThanOrEqual(LARGEST);
    expect(ofNeuron + 12).toBeGreaterThan(LARGEST);
  });
});
