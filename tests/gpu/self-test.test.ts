// The self-test passes a device that computes rightly; wrong-kernels.test.ts shows what it says of others.

import { expect, test } from 'vitest';
import { selfTest } from '../../src/kernels/gpu/self-test.ts';
import { testExecutor } from '../support/gpu-executor.ts';

test('finds nothing wrong here, and leaves nothing behind', async () => {
  const executor = await testExecutor();
  expect(await selfTest(executor)).toBeUndefined();
  expect(executor.usage.pipelines).toBe(0);
  executor.dispose();
  expect(executor.usage).toEqual({ bytes: 0, buffers: 0, pipelines: 0 });
});
