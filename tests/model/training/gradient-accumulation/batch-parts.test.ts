// Splitting batches and summing gradients.

import { describe, expect, it } from 'vitest';
import {
  addPart,
  keepRecordedParts,
  partWeights,
  splitBatch,
  withRecordedParts,
} from '../../../../src/model/training/gradient-accumulation/batch-parts.ts';
import { planRun } from '../../../../src/model/training/run-plan.ts';
import { tinyRun } from '../../../support/model/tiny-model.ts';

describe('parts', () => {
  it('contain the batch’s rows in order', () => {
    const batch = { tokens: Int32Array.of(1, 2, 3, 4), targets: Int32Array.of(2, 3, 4, 5) };
    expect(splitBatch(batch, 2)).toEqual([
      { tokens: Int32Array.of(1, 2), targets: Int32Array.of(2, 3) },
      { tokens: Int32Array.of(3, 4), targets: Int32Array.of(4, 5) },
    ]);
  });

  it('are weighted by their number of targets, 0 if all targets are ignored', () => {
    const part = (...targets: number[]) => ({
      tokens: new Int32Array(targets.length),
      targets: Int32Array.from(targets),
    });
    expect(partWeights([part(1, -1, -1), part(0, 5, 2)])).toEqual([0.25, 0.75]);
    expect(partWeights([part(-1), part(-100)])).toEqual([0, 0]);
  });

  it('are summed in order with their weights', () => {
    const first = addPart(undefined, { loss: 2, gradients: Float32Array.of(1, 2) }, 0.25);
    expect(addPart(first, { loss: 4, gradients: Float32Array.of(3, -2) }, 0.75)).toEqual({
      loss: 3.5,
      gradients: Float32Array.of(2.5, -1),
    });
  });
});

describe('parts that a file of an earlier release records, one for each thread', () => {
  const { training } = planRun(tinyRun({ B: 12, accumulation: 2 }));

  it('multiply those of the training if they divide the batch', () => {
    expect(withRecordedParts(training, { batch: '3 shares' }).accumulation).toBe(6);
    expect(withRecordedParts(training, { batch: '4 shares' }).accumulation).toBe(2);
    expect(withRecordedParts(training, undefined)).toEqual(training);
    expect(withRecordedParts(training, { a: 'simd' })).toEqual(training);
    expect(withRecordedParts(training, { batch: 'nonsense' })).toEqual(training);
  });

  it('stay recorded', () => {
    expect(keepRecordedParts({ a: 'simd' }, { batch: '3 shares' })).toEqual({ a: 'simd', batch: '3 shares' });
    expect(keepRecordedParts({ a: 'simd' }, undefined)).toEqual({ a: 'simd' });
  });
});
