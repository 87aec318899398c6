// The worker: exposes the lab to the page, or, by its name, is a thread of another worker's CPU engine.

import { createLifeSign } from './heartbeat/pulse.ts';
import { EMBEDDED_WORKER } from './rpc/worker-events.ts';
import { exposeLab } from './rpc-host.ts';
import { openMnist } from './session/digits/open-mnist.ts';
import { isKernelThread, startBrowserThread } from './session/engine/browser-thread.ts';
import { BrowserVariantCache } from './session/engine/browser-variant-cache.ts';
import { startEngine } from './session/engine/start-engine.ts';
import { Lab } from './session/lab.ts';
import { openCorpus } from './session/transformer/open-corpus.ts';

// The request is unknown: an uncaught error ends the worker, and every pending request is answered with it.
self.addEventListener('messageerror', () => {
  throw new Error('A message to the worker cannot be read');
});

const onKernel = createLifeSign((message) => self.postMessage(message));
if (!isKernelThread()) {
  const environment = {
    variantCache: new BrowserVariantCache(),
    startThread: startBrowserThread,
    onKernel,
  };
  const start: typeof startEngine = (gpu, options) => startEngine(gpu, options, environment);
  const persistence = { locks: navigator.locks, savesRuns: self.name !== EMBEDDED_WORKER };
  exposeLab(new Lab(navigator.gpu, start, openMnist, persistence, openCorpus));
}
