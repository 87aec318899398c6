// Reloads the page after a script could not be loaded.

import { workerAddress } from '../../workers/rpc/client/worker-urls.ts';

const TIMEOUT_MS = 10_000;

/**
 * Fetches the page's scripts anew first: the browser may have stored a wrong answer for a long time, and half a script has the date of the
 * whole. Chromium lists all that it has asked for, except the script of a worker that did not start.
 */
export async function reloadPage(): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const resources = performance.getEntriesByType('resource').map(({ name }) => name);
  const scripts = [...resources.filter((name) => /\.(js|css)$/.test(name)), workerAddress];
  const replace = async (url: string) => (await fetch(url, { cache: 'reload', signal })).arrayBuffer();
  await Promise.allSettled(scripts.map(replace));
  location.reload();
}
