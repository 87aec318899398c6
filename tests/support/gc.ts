// What nobody holds any more: collected on request, so that a test can see what is still held.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';

setFlagsFromString('--expose-gc');
export const collectGarbage = runInNewContext('gc') as () => void;

/** Of answers that came through a port, in order, none is held; fails where one stays. The port itself holds its last message. */
export async function expectCollected(results: readonly WeakRef<object>[]): Promise<void> {
  const held = () => {
    collectGarbage();
    return results.slice(0, -1).filter((answer) => answer.deref()).length;
  };
  await expect.poll(held, { timeout: 5_000 }).toBe(0);
}
