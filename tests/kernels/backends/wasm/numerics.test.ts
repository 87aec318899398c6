// Accuracy of the exponential function of the WebAssembly kernels, and propagation of NaN.

import { describe, expect, it } from 'vitest';
import type { Executor } from '../../../../src/kernels/backends/executor.ts';
import type { Op } from '../../../../src/kernels/op.ts';
import { crossEntropy } from '../../../../src/kernels/ops/cross-entropy/cross-entropy.ts';
import { gelu } from '../../../../src/kernels/ops/gelu/gelu.ts';
import { relu } from '../../../../src/kernels/ops/relu/relu.ts';
import { sigmoid } from '../../../../src/kernels/ops/sigmoid/sigmoid.ts';
import { softmax } from '../../../../src/kernels/ops/softmax/softmax.ts';
import type { Dims } from '../../../../src/kernels/shape.ts';
import {
  createOpHarness,
  runOpHarness,
  seededRandom,
} from '../../../../src/kernels/verification/op-harness.ts';
import { wasmExecutors } from '../../../support/kernels/wasm-executors.ts';

/** The first output of `op` for these values of its first input. */
async function firstOutput(executor: Executor, op: Op, dims: Dims, values: number[]): Promise<Float32Array> {
  const harness = createOpHarness(op, { dims }, seededRandom(1));
  const [input] = harness.inputData.keys();
  const inputData = new Map(harness.inputData).set(input, Float32Array.from(values));
  return (await runOpHarness(executor, { ...harness, inputData })).get(
    Object.keys(op.outputs)[0],
  ) as Float32Array;
}

describe.each(wasmExecutors)('%s', (_, executor) => {
  it('computes exponentials with a relative error below 4e-7', async () => {
    const x = Array.from({ length: 2000 }, (_, i) => Math.fround((i - 1000) * 0.0871));
    const y = await firstOutput(executor, sigmoid, { N: x.length }, x);
    const maxError = Math.max(...x.map((at, i) => Math.abs(y[i] * (1 + Math.exp(-at)) - 1)));
    expect(maxError).toBeLessThan(4e-7);
  });

  it('saturates without infinities', async () => {
    const saturated = [-1e30, -100, 100, 1e30];
    expect([...(await firstOutput(executor, sigmoid, { N: 4 }, saturated))]).toEqual([0, 0, 1, 1]);
    expect([...(await firstOutput(executor, gelu, { N: 4 }, [-1e5, -100, 100, 1e5]))]).toEqual([
      -0, -0, 100, 1e5,
    ]);
  });

  it('gives masked scores a softmax of exactly 0', async () => {
    const p = await firstOutput(executor, softmax, { R: 1, N: 5 }, [1, -1e30, 1, -1e30, -1e30]);
    expect([...p]).toEqual([0.5, 0, 0.5, 0, 0]);
  });

  it.each([
    [gelu, { N: 5 }],
    [relu, { N: 5 }],
    [sigmoid, { N: 5 }],
    [softmax, { R: 1, N: 5 }],
    [crossEntropy, { R: 1, V: 5 }],
  ] as [Op, Dims][])('propagates NaN in $name', async (op, dims) => {
    for (let index = 0; index < 5; index++) {
      const values = [1, 2, 3, 4, 5].with(index, Number.NaN);
      const output = await firstOutput(executor, op, dims, values);
      expect(output[Math.min(index, output.length - 1)]).toBeNaN();
    }
  });
});
