// A thread beside the lab's in a browser: the lab's own script once more, in a worker that the lab's worker makes.

import { trustedScriptUrl } from '../../shared/trusted-script.ts';
import { GRADIENT_WORKER } from './gradient-worker.ts';
import type { WorkerHandle } from './worker-pool.ts';

export function spawnGradientWorker(): WorkerHandle {
  const address = trustedScriptUrl(self.location.href);
  const worker = new Worker(address as string, { type: 'module', name: GRADIENT_WORKER });
  return {
    endpoint: worker,
    onCrash(listener) {
      worker.addEventListener('error', (event) => {
        event.preventDefault(); // told to the visitor; it is no crash of the lab's own worker
        listener(event.message ?? '');
      });
    },
    terminate: () => worker.terminate(),
  };
}
