// The worker of the page Speed: measures on engines of its own, and ends with them.

import { errorMessage } from '../../shared/error-message.ts';
import { lazyImport } from '../../shared/lazy-import.ts';
import type { StartOptions } from '../rpc/api/lab-api.ts';
import { SPEED_WORKER, type SpeedMessage, type SpeedRequest } from '../rpc/speed-messages.ts';
import type { StartedEngine } from '../session/engine/start-engine.ts';

/** In the worker of that name: waits for the request, answers it, and returns true. */
export function isSpeedWorker(
  startEngine: (options: StartOptions, isTested?: boolean) => Promise<StartedEngine>,
): boolean {
  if (self.name !== SPEED_WORKER) return false;
  const post = (message: SpeedMessage) => self.postMessage(message);
  self.addEventListener('message', async ({ data }: MessageEvent<SpeedRequest>) => {
    try {
      const { measureHardware } = await lazyImport(() => import('./measure-hardware.ts'));
      const start = (options: StartOptions) => startEngine(options, data.isTested);
      const job = measureHardware({ ...data, start });
      let next = await job.next();
      for (; !next.done; next = await job.next()) post({ type: 'progress', progress: next.value });
      post({ type: 'report', report: next.value });
    } catch (error) {
      post({ type: 'error', message: errorMessage(error) });
    }
  });
  return true;
}
