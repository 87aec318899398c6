import { describe, expect, it } from 'vitest';
import { type MatrixInput, MatrixScene, productOf } from '../../../../src/ui/scenes/matrix/matrix-scene.ts';
import { onDispatch } from '../../../support/scenes/hosted.ts';
import { complaints, shareOf, VIEWPORTS } from '../../../support/scenes/legible.ts';

const [WIDE] = VIEWPORTS;
const [ROWS, COLUMNS] = [16, 784];
const numbers = (count: number, of: (i: number) => number) =>
  Float32Array.from({ length: count }, (_, i) => of(i));
const INPUT: MatrixInput = {
  layer: 1,
  weights: {
    weights: { shape: [ROWS, COLUMNS], data: numbers(ROWS * COLUMNS, (i) => Math.sin(i)) },
    biases: { shape: [ROWS], data: numbers(ROWS, (i) => i / 8 - 1) },
  },
  before: numbers(COLUMNS, (i) => (i % 3) / 2),
  after: numbers(ROWS, (i) => i / ROWS),
  ...{ row: 3, isWhole: true, activationFunction: 'σ' },
  neuronEvent: (neuron) => new CustomEvent('neuron', { detail: neuron }),
};
const marksOf = (input: Partial<MatrixInput> = {}, viewport = WIDE, t = Number.POSITIVE_INFINITY) =>
  new MatrixScene().layout({ ...INPUT, ...input }, viewport, t) ?? [];

describe('a layer as a matrix', () => {
  it.each(VIEWPORTS)('can be read on $width × $height', (viewport) => {
    for (const isWhole of [true, false])
      for (const t of [2, Number.POSITIVE_INFINITY])
        expect(complaints(marksOf({ isWhole }, viewport, t), viewport)).toEqual([]);
  });

  it('fills the stage with the cells of the matrix', () => {
    expect(shareOf(marksOf(), ({ key }) => key === 'weights', WIDE)).toBeGreaterThan(0.3);
  });

  it('has a sum a row: its weights times the activations', () => {
    const row = INPUT.weights.weights.data.subarray(3 * COLUMNS, 4 * COLUMNS);
    const sum = row.reduce((total, weight, i) => total + weight * INPUT.before[i], 0);
    expect(productOf(INPUT)[3]).toBeCloseTo(sum, 3);
  });

  it('sweeps weight and activation together, and lights the neuron after that', () => {
    const numberAt = (t: number) =>
      marksOf({ isWhole: false }, WIDE, t).find(({ key }) => key === 'number-3')?.shape.alpha;
    expect(marksOf({}, WIDE, 2).map(({ key }) => key)).toContain('at-activation');
    expect([numberAt(2), numberAt(4)]).toEqual([0, 1]);
  });

  it('selects the neuron of a row that is pressed', () => {
    const scene = new MatrixScene();
    const pressed: unknown[] = [];
    onDispatch(scene, (event) => pressed.push((event as CustomEvent).detail));
    scene
      .layout(INPUT, WIDE, 9)
      ?.find(({ key }) => key === 'row-5')
      ?.press?.();
    expect(pressed).toEqual([{ layer: 1, neuron: 5 }]);
  });
});
