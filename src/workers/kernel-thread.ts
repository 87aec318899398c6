// A thread of the CPU engine in a browser. A script of its own: each thread loads all of it, and the lab’s is a megabyte.

import { runKernelThread, type ThreadSetup } from '../kernels/backends/wasm/threads/kernel-thread.ts';
import { errorMessage } from '../shared/error-message.ts';

self.addEventListener('message', ({ data }: MessageEvent<ThreadSetup>) => {
  runKernelThread(data).catch((error) => {
    // An uncaught error reaches the first thread; a rejected promise does not.
    setTimeout(() => {
      throw new Error(errorMessage(error));
    });
  });
});
self.addEventListener('messageerror', () => {
  throw new Error('A message to the thread cannot be read');
});
