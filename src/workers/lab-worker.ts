// The worker: exposes the lab to the page, or, by its name, computes gradients for another worker.

import * as Comlink from 'comlink';
import { createLifeSign } from './heartbeat/pulse.ts';
import { EMBEDDED_WORKER } from './rpc/worker-events.ts';
import { exposeLab } from './rpc-host.ts';
import { openMnist } from './session/digits/open-mnist.ts';
import { BrowserVariantCache } from './session/engine/browser-variant-cache.ts';
import { startEngine } from './session/engine/start-engine.ts';
import { Lab } from './session/lab.ts';
import { openCorpus } from './session/transformer/open-corpus.ts';
import { GRADIENT_WORKER, GradientWorker } from './threads/gradient-worker.ts';
import { spawnGradientWorker } from './threads/spawn-gradient-worker.ts';

// The request is unknown: an uncaught error ends the worker, and every pending request is answered with it.
self.addEventListener('messageerror', () => {
  throw new Error('A message to the worker cannot be read');
});

const onKernel = createLifeSign((message) => self.postMessage(message));
if (self.name === GRADIENT_WORKER) Comlink.expose(new GradientWorker(onKernel));
else {
  const environment = {
    variantCache: new BrowserVariantCache(),
    spawnWorker: spawnGradientWorker,
    onKernel,
  };
  const start: typeof startEngine = (gpu, options) => startEngine(gpu, options, environment);
  const persistence = { locks: navigator.locks, savesRuns: self.name !== EMBEDDED_WORKER };
  exposeLab(new Lab(navigator.gpu, start, openMnist, persistence, openCorpus));
}
