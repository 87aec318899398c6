// The threads of an engine while its speed is measured: all of them, all the time.

import type { StartedEngine } from '../session/engine/start-engine.ts';

/** Milliseconds after which threads count as missing; on a busy machine one takes seconds to start. */
const START_MS = 60_000;

export const NO_SHARED_MEMORY = 'Memory cannot be shared between threads here.';

/**
 * Waits until every thread can take part, and keeps them together: alone for a while, the first would be measured instead. In browsers a
 * thread starts only while the event loop of this one runs, to which the measurements do not return.
 */
export async function useAllThreads({ threads: team }: StartedEngine): Promise<void> {
  if (!team) return;
  team.backsOff = false;
  const end = performance.now() + START_MS;
  while (team.started < team.count - 1) {
    if (performance.now() > end) throw new Error('The threads did not start.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** What was measured with fewer threads does not count. The end of a thread is reported by an event, which needs the event loop. */
export async function requireThreads({ threads: team }: StartedEngine, wanted: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  if (team && team.count !== wanted) throw new Error('A thread stopped.');
}
