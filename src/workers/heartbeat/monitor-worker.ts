// Watches one worker: its lifetime lock reports its end at once, its heartbeat reports that it hangs.

import type * as Comlink from 'comlink';
import { HANG_SECONDS, Heartbeat } from './heartbeat.ts';
import { waitForWorkerEnd } from './lifetime-lock.ts';
import type { Pulse } from './pulse.ts';

export interface MonitorOptions {
  readonly endpoint: Comlink.Endpoint;
  readonly pulse: Pulse;
  /** The worker has ended or hangs: a predicate, to follow the name of the worker. */
  onEnd(predicate: string): void;
  /** Seconds without an answer, and whether there was one before; 0 seconds when the worker has answered again. */
  onSilence?(seconds: number, hasStarted: boolean): void;
}

export interface WorkerMonitor {
  /** Resolves to true when the worker has ended, also after `stop`; to false where this is not observable. */
  readonly ended: Promise<boolean>;
  stop(): void;
}

export function monitorWorker({
  endpoint,
  pulse,
  onEnd,
  onSilence = () => {},
}: MonitorOptions): WorkerMonitor {
  let isStopped = false;
  const report = (predicate: string) => isStopped || onEnd(predicate);
  const heartbeat = new Heartbeat({
    ping: () => pulse.ping(),
    onSilence,
    // On the development server a breakpoint stops the worker.
    onHang: () =>
      import.meta.env.MODE !== 'development' && report(`did not answer for ${HANG_SECONDS} seconds`),
  });
  const beat = () => heartbeat.beat();
  endpoint.addEventListener('message', beat);
  const ended = waitForWorkerEnd((name) => pulse.holdLock(name));
  void ended.then((hasEnded) => hasEnded && report('ended without an error message'));
  const stop = () => {
    isStopped = true;
    heartbeat.stop();
    endpoint.removeEventListener('message', beat);
  };
  return { ended, stop };
}
