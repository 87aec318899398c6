// The only scripts the page may start: the lab's worker and its service worker.

import { trustedScriptUrl } from '../../../shared/trusted-script.ts';
import workerAddress from '../../lab-worker.ts?worker&url';

export { workerAddress };

/** In the page's own folder: a service worker serves the folder it comes from. */
export const serviceWorkerUrl = './service-worker.js';

/** The address as the page's policy wants it. A `TrustedScriptURL` where there are Trusted Types, typed as what it stands for. */
export const trustedWorkerUrl = (url: string): string =>
  trustedScriptUrl(url, [workerAddress, serviceWorkerUrl]) as string;
