// The worker's side of the heartbeat: answers, a lock for its lifetime, and signs of life during long computations.

import { PING_INTERVAL_MS } from './heartbeat.ts';
import { holdLifetimeLock } from './lifetime-lock.ts';

/** Part of the API of every worker. */
export interface Pulse {
  /** Resolves as soon as the event loop is free. */
  ping(): Promise<void>;
  holdLock(name: string): Promise<boolean>;
}

export const PULSE: Pulse = {
  ping: async () => {},
  holdLock: (name) => holdLifetimeLock(name),
};

/** Called during a computation that blocks the event loop; posts a message at most once per ping. */
export function createLifeSign(post: (message: string) => void): () => void {
  let postedAt = 0;
  return () => {
    const now = performance.now();
    if (now - postedAt < PING_INTERVAL_MS) return;
    postedAt = now;
    post('alive');
  };
}
