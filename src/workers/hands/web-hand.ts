// A thread beside the lab's in a browser: the lab's own script once more, in a worker that the lab's worker makes.

import { approvedScript } from '../approved-script.ts';
import { HAND } from './hand.ts';
import type { HandWorker } from './hand-threads.ts';

export function makeWebHand(): HandWorker {
  const address = approvedScript(self.location.href);
  const worker = new Worker(address as string, { type: 'module', name: HAND });
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
