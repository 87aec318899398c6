// Going on from a file is going on exactly, on a GPU with the kernels it began with.

import { afterAll, beforeAll } from 'vitest';
import type { Executor } from '../../src/kernels/executor.ts';
import { goesOnExactly } from '../support/going-on.ts';
import { testExecutor } from '../support/gpu-executor.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await testExecutor();
});
afterAll(() => executor.dispose());

goesOnExactly(() => executor);
