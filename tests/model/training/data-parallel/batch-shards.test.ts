// Splitting batches and reducing gradients.

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

describe('shards', () => {
  it.each([
    [16, 1, 1],
    [16, 2, 2],
    [16, 3, 2],
    [16, 8, 4],
    [15, 4, 3],
    [7, 4, 1],
    [1, 4, 1],
  ])('of a batch of %i rows for %i threads: %i', (B, threads, shards) => {
    expect(shardCountFor(B, threads)).toBe(shards);
  });

  it('contain the batch’s rows in order', () => {
    const batch = { tokens: Int32Array.of(1, 2, 3, 4), targets: Int32Array.of(2, 3, 4, 5) };
    expect(splitBatch(batch, 2)).toEqual([
      { tokens: Int32Array.of(1, 2), targets: Int32Array.of(2, 3) },
      { tokens: Int32Array.of(3, 4), targets: Int32Array.of(4, 5) },
    ]);
  });

  it('are weighted by their number of targets, 0 if all targets are ignored', () => {
    const shard = (...targets: number[]) => ({
      tokens: new Int32Array(targets.length),
      targets: Int32Array.from(targets),
    });
    expect(shardWeights([shard(1, -1, -1), shard(0, 5, 2)])).toEqual([0.25, 0.75]);
    expect(shardWeights([shard(-1), shard(-100)])).toEqual([0, 0]);
  });

  it('are summed in order with their weights', () => {
    const results = [
      { loss: 2, gradients: Float32Array.of(1, 2) },
      { loss: 4, gradients: Float32Array.of(3, -2) },
    ];
    expect(reduceGradients(results, [0.25, 0.75])).toEqual({
      loss: 3.5,
      gradients: Float32Array.of(2.5, -1),
    });
  });

  it('are recorded among the kernel variants, and read if they divide the batch', () => {
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

it('workers that slow down a step are not used for a while, then retried', () => {
  const monitor = new SpeedupMonitor();
  for (let step = 0; step < 8; step++) {
    expect(monitor.shouldUseWorkers()).toBe(true);
    monitor.record(10, 6);
  }
  for (let step = 0; step < 8; step++) {
    expect(monitor.shouldUseWorkers()).toBe(true);
    monitor.record(10, 11);
  }
  let serialSteps = 0;
  while (!monitor.shouldUseWorkers()) serialSteps += 1;
  expect(serialSteps).toBe(100);
});
