// Starts a gradient worker in a browser: the worker's script again, in a nested worker.

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
        event.preventDefault(); // reported by the pool; the lab's own worker has not crashed
        listener(event.message ?? '');
      });
      worker.addEventListener('messageerror', () => listener('its message cannot be read'));
    },
    terminate: () => worker.terminate(),
  };
}
