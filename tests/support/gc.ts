// Garbage collection on request, for leak tests.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';

setFlagsFromString('--expose-gc');
export const collectGarbage = runInNewContext('gc') as () => void;

/** Asserts that results received through a port are collected, except the last, which the port retains. */
export async function expectCollected(results: readonly WeakRef<object>[]): Promise<void> {
  const retained = () => {
    collectGarbage();
    return results.slice(0, -1).filter((result) => result.deref()).length;
  };
  await expect.poll(retained, { timeout: 5_000 }).toBe(0);
}
