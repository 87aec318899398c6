// A Web Lock that a worker holds until it ends: the browser grants it to the next in the queue at that moment.

/** The used part of `navigator.locks`; absent in insecure contexts and in Node. */
type Locks = Pick<LockManager, 'request'>;
const browserLocks = (): Locks | undefined => globalThis.navigator?.locks;

/** In the worker: resolves to true once the lock is held, to false where it is unavailable. */
export function holdLifetimeLock(name: string, locks = browserLocks()): Promise<boolean> {
  return new Promise((resolve) => {
    const hold = () => {
      resolve(true);
      return new Promise<never>(() => {});
    };
    if (locks) locks.request(name, hold).catch(() => resolve(false));
    else resolve(false);
  });
}

/**
 * On the other side: resolves to true when the worker has ended, to false where locks are unavailable.
 *
 * @param hold - calls `holdLifetimeLock` in the worker
 */
export async function waitForWorkerEnd(
  hold: (name: string) => Promise<boolean>,
  locks = browserLocks(),
): Promise<boolean> {
  if (!locks) return false;
  try {
    const name = `mini-llm-lab worker ${crypto.randomUUID()}`;
    if (!(await hold(name))) return false;
    await locks.request(name, () => {});
    return true;
  } catch {
    return false; // the heartbeat still detects the end
  }
}
