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
  /** Seconds without an answer; 0 when the worker has answered again. */
  onSilence?(seconds: number): void;
}

/** @returns a function that stops watching */
export function monitorWorker({ endpoint, pulse, onEnd, onSilence = () => {} }: MonitorOptions): () => void {
  const stopped = new AbortController();
  const heartbeat = new Heartbeat({
    ping: () => pulse.ping(),
    onSilence,
    onHang: () => onEnd(`did not answer for ${HANG_SECONDS} seconds`),
  });
  const beat = () => heartbeat.beat();
  endpoint.addEventListener('message', beat);
  void waitForWorkerEnd((name) => pulse.holdLock(name), stopped.signal).then(
    (ended) => ended && onEnd('ended without an error message'),
  );
  return () => {
    heartbeat.stop();
    stopped.abort();
    endpoint.removeEventListener('message', beat);
  };
}
