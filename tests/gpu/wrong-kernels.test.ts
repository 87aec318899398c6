// Kernels that are wrong in ways that are easy to miss: the comparison with the reference rejects each of them.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GpuExecutor } from '../../src/kernels/gpu/gpu-executor.ts';
import { selfTest } from '../../src/kernels/gpu/self-test.ts';
import { layerNorm } from '../../src/kernels/layer-norm/layer-norm.ts';
import { linear } from '../../src/kernels/linear/linear.ts';
import type { Op, Pass, Workgroups } from '../../src/kernels/op.ts';
import { softmax } from '../../src/kernels/softmax/softmax.ts';
import { testExecutor } from '../support/gpu-executor.ts';
import { compareWithReference } from '../support/op-cases.ts';
import layerNormWgsl from './wrong/layer-norm-without-projection.wgsl?raw';
import matmulWgsl from './wrong/matmul-without-tail.wgsl?raw';
import softmaxWgsl from './wrong/softmax-without-maximum.wgsl?raw';

interface Wrong {
  readonly name: string;
  readonly op: Op;
  /** The tensor in which it shows. */
  readonly where: string;
}

const rowAThread = (R: number): Workgroups => [Math.ceil(R / 64), 1, 1];
const wrong: readonly Wrong[] = [
  {
    name: 'a softmax that does not take off the maximum',
    op: replacing(softmax, 'forward', softmaxWgsl, ({ R }) => rowAThread(R)),
    where: 'p',
  },
  {
    name: 'a layer norm that forgets a term of its gradient',
    op: replacing(layerNorm, 'backward_x', layerNormWgsl, ({ R }) => rowAThread(R)),
    where: 'd_x',
  },
  {
    name: 'a matrix product that skips the tail',
    op: replacing(linear, 'forward', matmulWgsl, ({ rows, columns }) => [
      Math.ceil(columns / 8),
      Math.ceil(rows / 8),
      1,
    ]),
    where: 'y',
  },
];

let executor: GpuExecutor;
beforeAll(async () => {
  executor = await testExecutor();
});
afterAll(() => executor.dispose());

describe.each(wrong)('$name', ({ op, where }) => {
  test('is rejected in one of its cases', async () => {
    const sentences: (string | undefined)[] = [];
    for (const at of op.cases)
      sentences.push(await compareWithReference(executor, { title: '', op, at, accumulate: false }));
    expect(sentences.filter(Boolean).join('\n')).toContain(`${where}[`);
  });

  test('is found by the self-test, which says where', async () => {
    expect(await selfTest(executor, [op])).toContain(`: ${where}[`);
  });
});

/** The op with one pass computed by other WGSL. */
function replacing(
  op: Op,
  passName: string,
  wgsl: string,
  workgroups: Pass['variants'][0]['workgroups'],
): Op {
  const replace = (pass: Pass): Pass =>
    pass.name === passName ? { ...pass, variants: [{ name: 'wrong', wgsl, workgroups }] } : pass;
  const [firstForward, ...moreForward] = op.forward;
  if (op.backward === 'none') throw new Error(`${op.name} has no backward`);
  const [firstBackward, ...moreBackward] = op.backward;
  return {
    ...op,
    forward: [replace(firstForward), ...moreForward.map(replace)],
    backward: [replace(firstBackward), ...moreBackward.map(replace)],
  };
}
