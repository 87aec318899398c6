// Holds every WGSL kernel against the reference: all ops, all cases, all variants.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GpuExecutor } from '../../src/kernels/gpu/gpu-executor.ts';
import { selfTest } from '../../src/kernels/gpu/self-test.ts';
import { roundsOfVariants } from '../../src/kernels/gpu/variants.ts';
import { testExecutor } from '../support/gpu-executor.ts';
import { compareWithReference, opCases } from '../support/op-cases.ts';

let executor: GpuExecutor;
beforeAll(async () => {
  executor = await testExecutor();
});
afterAll(() => executor.dispose());

describe.each(opCases)('$title', (opCase) => {
  test.each(roundsOfVariants(opCase.op).map((choose, n) => ({ choose, n })))(
    'variant $n agrees with the reference',
    async ({ choose }) => {
      const chosen: Pick<GpuExecutor, 'compile'> = {
        compile: (plan, shared) => executor.compile(plan, shared, choose),
      };
      expect(await compareWithReference(chosen, opCase)).toBeUndefined();
    },
  );
});

test('the self-test finds nothing wrong', async () => {
  expect(await selfTest(executor)).toBeUndefined();
});
