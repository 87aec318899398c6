// Measures this machine in a worker of its own, which ends with the measurement or when it is stopped.

import { abortable } from '../../../shared/abortable.ts';
import type { HardwareProgress, HardwareReport } from '../api/hardware-api.ts';
import { SPEED_WORKER, type SpeedMessage, type SpeedRequest } from '../speed-messages.ts';
import { LabError } from './worker-connection.ts';
import { trustedWorkerUrl, workerAddress } from './worker-urls.ts';

export async function measureHardware(
  request: SpeedRequest,
  signal: AbortSignal,
  onProgress: (progress: HardwareProgress) => void,
): Promise<HardwareReport> {
  signal.throwIfAborted();
  const worker = new Worker(trustedWorkerUrl(workerAddress), { type: 'module', name: SPEED_WORKER });
  const report = new Promise<HardwareReport>((resolve, reject) => {
    // Signs of life are no messages of the measurement.
    worker.addEventListener('message', ({ data }: MessageEvent<SpeedMessage | string>) => {
      if (typeof data === 'string') return;
      if (data.type === 'progress') onProgress(data.progress);
      else if (data.type === 'report') resolve(data.report);
      else reject(new LabError(data.message));
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      reject(new LabError(event.message || 'The worker that measures could not be loaded.'));
    });
    worker.postMessage(request);
  });
  try {
    return await abortable(report, signal);
  } finally {
    worker.terminate();
  }
}
