// The video's example gives the video's numbers, and the count of weights matches the model's tensors.

import { describe, expect, it } from 'vitest';
import { transformerParameters } from '../../../../src/model/architecture/architecture.ts';
import { chapter } from '../../../../src/ui/course/07-facts/chapter.ts';
import { countMlps, mlpRows } from '../../../../src/ui/course/07-facts/figures/mlp-count.ts';
import { CURVES, PEOPLE, toyNeuron, VIDEO_SETTINGS } from '../../../../src/ui/course/07-facts/toy.ts';
import type { ParameterInfo } from '../../../../src/workers/rpc/api/lab-api.ts';
import { TINY_CONFIG } from '../../../support/model/tiny-model.ts';

const neurons = (settings = VIDEO_SETTINGS) => PEOPLE.map((person) => toyNeuron(person, settings));

describe('the neuron of the video', () => {
  it('is 2, 1, 1, 0 for row M + J; 1, 0, 0, −1 with its bias; 1 for the full name alone after ReLU', () => {
    expect(neurons().map(({ product }) => product)).toEqual([2, 1, 1, 0]);
    expect(neurons().map(({ pre }) => pre)).toEqual([1, 0, 0, -1]);
    expect(neurons().map(({ post }) => post)).toEqual([1, 0, 0, 0]);
  });

  it('adds basketball to the full name only', () => {
    expect(neurons().map(({ after }) => after)).toEqual([
      [1, 1, 1],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
  });

  it('with the row M alone is active for every Michael', () => {
    const michaels = neurons({ ...VIDEO_SETTINGS, row: 'M', bias: 0 });
    expect(michaels.map(({ product }) => product)).toEqual([1, 1, 0, 0]);
  });

  it('has GELU close to ReLU away from zero, and −0.159 at −1', () => {
    expect(CURVES.GELU(4)).toBeCloseTo(4, 3);
    expect(CURVES.GELU(-4)).toBeCloseTo(0, 3);
    expect(CURVES.GELU(-1)).toBeCloseTo(-0.1588, 4);
  });

  it('has the settings of each moment', () => {
    const at = (title: string) => chapter.moments.find((moment) => moment.title === title)?.settings;
    expect(at('A row for Michael')).toEqual({ row: 'M', bias: 0, curve: 'none' });
    expect(at('A bias of −1')).toEqual({ row: 'M + J', bias: -1, curve: 'none' });
    expect(at('An AND gate')).toBeUndefined();
  });
});

it('MLP weights are counted from the tensors, without positions, biases and norms, as in the video', () => {
  const tensor = (shape: number[], ...parts: ParameterInfo['parts']) => ({
    name: '',
    meaning: '',
    shape,
    parts,
  });
  const parameters = [
    tensor([10, 4], 'embedding'),
    tensor([6, 4], 'position'),
    tensor([4]),
    ...[0, 1].flatMap(() => [tensor([4, 16], 'up'), tensor([16]), tensor([16, 4], 'down')]),
  ];
  expect(countMlps(parameters)).toEqual({
    shape: '16 × 4',
    turned: '4 × 16',
    up: 64,
    down: 64,
    gate: 0,
    layers: 2,
    total: 40 + 4 * 64,
    left: 6 * 4 + 4 + 2 * 16,
  });
});

it('a gate counts as a third matrix, and stored matrices count as outputs × inputs', () => {
  const parameters = transformerParameters({ ...TINY_CONFIG, activation: 'swiglu', norm: 'rms' }).map(
    ({ parts = [], shape, ...each }) => ({ ...each, shape: [...shape], parts: [...parts] }),
  );
  const { C, mlpWidth: M, L } = TINY_CONFIG;
  const counts = countMlps(parameters);
  expect(counts).toMatchObject({
    shape: `${M} × ${C}`,
    turned: `${C} × ${M}`,
    up: C * M,
    gate: C * M,
    down: C * M,
  });
  const rows = mlpRows(counts);
  expect(rows.map(({ name }) => name)).toContain('one gate W');
  expect(rows.at(-1)?.count).toBe(3 * L * C * M);
  expect(rows.at(-1)?.theirCount).toBe(2 * 12_288 * 49_152 * 96);
  const withoutGate = { ...counts, gate: 0 };
  expect(mlpRows(withoutGate).map(({ name }) => name)).not.toContain('one gate W');
  expect(mlpRows(withoutGate).at(-1)?.count).toBe(2 * L * C * M);
});
