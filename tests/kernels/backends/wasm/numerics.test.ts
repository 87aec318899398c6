// Accuracy of the exponential function of the WebAssembly kernels, and propagation of NaN.

import { describe, expect, it } from 'vitest';
import type { Executor } from '../../../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
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

/** Results of `op` by name for these values of its first input, and gradients 1 of its outputs. */
async function results(executor: Executor, op: Op, dims: Dims, values: number[]) {
  const harness = createOpHarness(op, { dims }, seededRandom(1));
  const inputData = new Map(harness.inputData);
  for (const [tensor, data] of inputData)
    if (tensor.name.startsWith('d_')) inputData.set(tensor, new Float32Array(data.length).fill(1));
  const [input] = inputData.keys();
  inputData.set(input, Float32Array.from(values));
  return runOpHarness(executor, { ...harness, inputData });
}

/** The first output of `op` for these values of its first input. */
async function firstOutput(executor: Executor, op: Op, dims: Dims, values: number[]): Promise<Float32Array> {
  const [name] = Object.keys(op.outputs);
  return (await results(executor, op, dims, values)).get(name) as Float32Array;
}

/** The gradient of `gelu` at these values. */
async function geluSlopes(executor: Executor, values: number[]): Promise<Float32Array> {
  return (await results(executor, gelu, { N: values.length }, values)).get('d_x') as Float32Array;
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

  it('the slope of GELU is that of float64, and 0 or 1 at large values, which do not overflow', async () => {
    const x = Array.from({ length: 2001 }, (_, i) => (i - 1000) / 80);
    const expected = await geluSlopes(new ReferenceExecutor(), x);
    const actual = await geluSlopes(executor, x);
    expect(Math.max(...actual.map((slope, i) => Math.abs(slope - expected[i])))).toBeLessThan(1e-5);
    const large = [-3e38, -1e20, -1e14, -100, 100, 1e14, 1e20, 3e38];
    expect([...(await geluSlopes(executor, large))]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it('the slope of GELU is 1/2 at 0 and at subnormal numbers, NaN at NaN and at infinity', async () => {
    expect([...(await geluSlopes(executor, [0, -0, 1e-40, -1e-45, 1e-30]))]).toEqual(Array(5).fill(0.5));
    const invalid = [Number.NaN, Infinity, -Infinity];
    expect([...(await geluSlopes(executor, invalid))]).toEqual(Array(3).fill(Number.NaN));
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
