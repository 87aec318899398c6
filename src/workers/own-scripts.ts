// The only scripts the page may start: the lab's worker and its service worker.

import { approvedScript } from './approved-script.ts';
import workerAddress from './lab-worker.ts?worker&url';

export { workerAddress };

/** In the page's own folder: a service worker serves the folder it comes from. */
export const serviceWorkerAddress = './service-worker.js';

/** The address as the page's policy wants it. A `TrustedScriptURL` where there are Trusted Types, typed as what it stands for. */
export const ownScript = (address: string): string =>
  approvedScript(address, [workerAddress, serviceWorkerAddress]) as string;
