// The worker: exposes the lab to the page, or, by its name, measures speed.

import { createLifeSign } from './heartbeat/pulse.ts';
import { EMBEDDED_WORKER } from './rpc/worker-events.ts';
import { exposeLab } from './rpc-host.ts';
import { openMnist } from './session/digits/open-mnist.ts';
import { startBrowserThread } from './session/engine/browser-thread.ts';
import { BrowserVariantCache } from './session/engine/browser-variant-cache.ts';
import { startEngine } from './session/engine/start-engine.ts';
import { Lab } from './session/lab.ts';
import { openCorpus } from './session/transformer/open-corpus.ts';
import { isSpeedWorker } from './speed/speed-worker.ts';

// The request is unknown: an uncaught error ends the worker, and every pending request is answered with it.
self.addEventListener('messageerror', () => {
  throw new Error('A message to the worker cannot be read');
});

const onKernel = createLifeSign((message) => self.postMessage(message));
const environment = { variantCache: new BrowserVariantCache(), startThread: startBrowserThread, onKernel };
const start: typeof startEngine = (gpu, options, more) =>
  startEngine(gpu, options, { ...environment, ...more });
if (!isSpeedWorker((options, isTested) => start(navigator.gpu, options, { isTested }))) exposeSessions(start);

function exposeSessions(start: typeof startEngine): void {
  const persistence = { locks: navigator.locks, savesRuns: self.name !== EMBEDDED_WORKER };
  exposeLab(new Lab(navigator.gpu, start, openMnist, persistence, openCorpus));
}
