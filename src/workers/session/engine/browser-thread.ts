// Threads of the CPU engine in a browser: the worker's script again, in nested workers.

import { runKernelThread, type ThreadSetup } from '../../../kernels/backends/wasm/threads/kernel-thread.ts';
import type { StartThread } from '../../../kernels/backends/wasm/threads/thread-team.ts';
import { errorMessage } from '../../../shared/error-message.ts';
import { trustedScriptUrl } from '../../../shared/trusted-script.ts';

/** Worker name by which the shared script selects its role. */
const KERNEL_THREAD = 'kernel-thread';

export const startBrowserThread: StartThread = (setup, onCrash) => {
  const address = trustedScriptUrl(self.location.href);
  const worker = new Worker(address as string, { type: 'module', name: KERNEL_THREAD });
  worker.addEventListener('error', (event) => {
    event.preventDefault(); // reported by the team; the lab's own worker has not crashed
    onCrash(event.message ?? '');
  });
  worker.postMessage(setup);
  return worker;
};

/** In a kernel thread: waits for its setup, runs it, and returns true. */
export function isKernelThread(): boolean {
  if (self.name !== KERNEL_THREAD) return false;
  self.addEventListener('message', ({ data }: MessageEvent<ThreadSetup>) => {
    runKernelThread(data).catch((error) => {
      // An uncaught error reaches the first thread; a rejected promise does not.
      setTimeout(() => {
        throw new Error(errorMessage(error));
      });
    });
  });
  return true;
}
