// Kernels with subtle errors: the comparison with the reference and the self-test reject each of them.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GpuExecutor } from '../../src/kernels/backends/webgpu/gpu-executor.ts';
import type { Op, Pass, WorkgroupCount } from '../../src/kernels/op.ts';
import { layerNorm } from '../../src/kernels/ops/layer-norm/layer-norm.ts';
import { linear } from '../../src/kernels/ops/linear/linear.ts';
import { softmax } from '../../src/kernels/ops/softmax/softmax.ts';
import { selfTest } from '../../src/kernels/verification/self-test.ts';
import { createTestGpuExecutor } from '../support/kernels/gpu-executor.ts';
import { compareWithReference } from '../support/kernels/op-cases.ts';
import layerNormWgsl from './wrong-kernels/layer-norm-without-projection.wgsl?raw';
import matmulWgsl from './wrong-kernels/matmul-without-tail.wgsl?raw';
import softmaxWgsl from './wrong-kernels/softmax-without-maximum.wgsl?raw';

interface WrongKernel {
  readonly name: string;
  readonly op: Op;
  /** The tensor with wrong elements. */
  readonly tensorName: string;
}

const rowPerThread = (R: number): WorkgroupCount => [Math.ceil(R / 64), 1, 1];
const wrongKernels: readonly WrongKernel[] = [
  {
    name: 'a softmax without subtraction of the maximum',
    op: withWgsl(softmax, 'forward', softmaxWgsl, ({ R }) => rowPerThread(R)),
    tensorName: 'p',
  },
  {
    name: 'a layer norm gradient without the projection term',
    op: withWgsl(layerNorm, 'backward_x', layerNormWgsl, ({ R }) => rowPerThread(R)),
    tensorName: 'd_x',
  },
  {
    name: 'a matrix product without the tail of the inner sum',
    op: withWgsl(linear, 'forward', matmulWgsl, ({ rows, columns }) => [
      Math.ceil(columns / 8),
      Math.ceil(rows / 8),
      1,
    ]),
    tensorName: 'y',
  },
];

let executor: GpuExecutor;
beforeAll(async () => {
  executor = await createTestGpuExecutor();
});
afterAll(() => executor.dispose());

describe.each(wrongKernels)('$name', ({ op, tensorName }) => {
  test('fails the comparison in at least one case', async () => {
    const mismatches: (string | undefined)[] = [];
    for (const testCase of op.cases)
      mismatches.push(await compareWithReference(executor, { title: '', op, testCase, accumulate: false }));
    expect(mismatches.filter(Boolean).join('\n')).toContain(`${tensorName}[`);
  });

  test('fails the self-test, which names the tensor', async () => {
    expect(await selfTest(executor, [op])).toContain(`: ${tensorName}[`);
  });
});

/** The op with the WGSL of one pass replaced. */
function withWgsl(op: Op, passName: string, wgsl: string, workgroups: Pass['variants'][0]['workgroups']): Op {
  const replace = (pass: Pass): Pass =>
    pass.name === passName ? { ...pass, variants: [{ name: 'wrong', wgsl, workgroups }] } : pass;
  const [firstForward, ...moreForward] = op.forward;
  if (op.backward === 'none') throw new Error(`${op.name} has no backward passes`);
  const [firstBackward, ...moreBackward] = op.backward;
  return {
    ...op,
    forward: [replace(firstForward), ...moreForward.map(replace)],
    backward: [replace(firstBackward), ...moreBackward.map(replace)],
  };
}
