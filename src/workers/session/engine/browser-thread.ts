// Starts threads of the CPU engine in a browser: nested workers.

import type { StartThread } from '../../../kernels/backends/wasm/threads/thread-team.ts';
import { trustedScriptUrl } from '../../../shared/trusted-script.ts';
import threadAddress from '../../kernel-thread.ts?worker&url';

export const startBrowserThread: StartThread = (setup, onCrash) => {
  const worker = new Worker(trustedScriptUrl(threadAddress) as string, { type: 'module' });
  worker.addEventListener('error', (event) => {
    event.preventDefault(); // reported by the team; the lab's own worker has not crashed
    onCrash(event.message ?? '');
  });
  worker.postMessage(setup);
  return worker;
};
