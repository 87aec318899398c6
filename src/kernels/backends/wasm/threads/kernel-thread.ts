// A thread that computes ranges of kernel calls for as long as it lives.

import { instantiateKernels } from '../instantiate-kernels.ts';
import { WorkBoard } from './work-board.ts';

/** Can be posted to a worker. */
export interface ThreadSetup {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly wideTiles: boolean;
  readonly board: SharedArrayBuffer;
  /** Address of this thread's copy of the kernels' own data. */
  readonly ownData: number;
  /** Index of the thread, from 1 on, and the number of threads with the first. */
  readonly thread: number;
  readonly threads: number;
}

/** Never resolves: the thread ends with its worker, whose event loop is blocked from now on. */
export async function runKernelThread(setup: ThreadSetup): Promise<never> {
  const { kernels, threadOffset } = await instantiateKernels(setup.module, setup.memory, setup.wideTiles);
  threadOffset.value = setup.ownData;
  const work = new WorkBoard(setup.board, Object.values(kernels), setup.thread, setup.threads);
  work.join();
  for (;;) if (!work.work()) work.waitForWork();
}
