// Cutting batches and adding up what came of the pieces.

import { describe, expect, it } from 'vitest';
import {
  recordedShardCount,
  recordShardCount,
  reduceGradients,
  shardCountFor,
  shardWeights,
  splitBatch,
} from '../../../../src/model/training/data-parallel/batch-shards.ts';
import { SpeedupMonitor } from '../../../../src/model/training/data-parallel/speedup-monitor.ts';

describe('shares', () => {
  it.each([
    [16, 1, 1],
    [16, 2, 2],
    [16, 3, 2],
    [16, 8, 4],
    [15, 4, 3],
    [7, 4, 1],
    [1, 4, 1],
  ])('a batch of %i rows and %i threads make %i', (B, threads, shares) => {
    expect(shardCountFor(B, threads)).toBe(shares);
  });

  it('are the batch’s rows in their order', () => {
    const batch = { tokens: Int32Array.of(1, 2, 3, 4), targets: Int32Array.of(2, 3, 4, 5) };
    expect(splitBatch(batch, 2)).toEqual([
      { tokens: Int32Array.of(1, 2), targets: Int32Array.of(2, 3) },
      { tokens: Int32Array.of(3, 4), targets: Int32Array.of(4, 5) },
    ]);
  });

  it('count by their targets, and none counts if all are ignored', () => {
    const share = (...targets: number[]) => ({
      tokens: new Int32Array(targets.length),
      targets: Int32Array.from(targets),
    });
    expect(shardWeights([share(1, -1, -1), share(0, 5, 2)])).toEqual([0.25, 0.75]);
    expect(shardWeights([share(-1), share(-100)])).toEqual([0, 0]);
  });

  it('are added up in their order, each with its weight', () => {
    const results = [
      { loss: 2, gradients: Float32Array.of(1, 2) },
      { loss: 4, gradients: Float32Array.of(3, -2) },
    ];
    expect(reduceGradients(results, [0.25, 0.75])).toEqual({
      loss: 3.5,
      gradients: Float32Array.of(2.5, -1),
    });
  });

  it('are recorded with the kernels, and read again where they divide the batch', () => {
    const recorded = recordShardCount({ a: 'simd' }, 4);
    expect(recorded.a).toBe('simd');
    expect(recordedShardCount(recorded, 16)).toBe(4);
    expect(recordedShardCount(recorded, 6)).toBeUndefined();
    expect(recordShardCount({ a: 'simd' }, 1)).toEqual({ a: 'simd' });
    expect(recordedShardCount({ a: 'simd' }, 16)).toBeUndefined();
    expect(recordedShardCount({ batch: 'nonsense' }, 16)).toBeUndefined();
    expect(recordedShardCount(undefined, 16)).toBeUndefined();
  });
});

it('help that makes a step slower is not asked for a while, and then tried again', () => {
  const worth = new SpeedupMonitor();
  for (let step = 0; step < 8; step++) {
    expect(worth.shouldUseWorkers()).toBe(true);
    worth.record(10, 6);
  }
  for (let step = 0; step < 8; step++) {
    expect(worth.shouldUseWorkers()).toBe(true);
    worth.record(10, 11);
  }
  let alone = 0;
  while (!worth.shouldUseWorkers()) alone += 1;
  expect(alone).toBe(100);
});
