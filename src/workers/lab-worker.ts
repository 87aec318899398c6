// The worker: the lab, exposed to the page; or a thread beside it, exposed to the lab.

import * as Comlink from 'comlink';
import { HostedLab } from './rpc/rpc-host.ts';
import { openMnist } from './session/digits/open-mnist.ts';
import { BrowserVariantCache } from './session/engine/browser-variant-cache.ts';
import { startEngine } from './session/engine/start-engine.ts';
import { GRADIENT_WORKER, GradientWorker } from './threads/gradient-worker.ts';
import { spawnGradientWorker } from './threads/spawn-gradient-worker.ts';

if (self.name === GRADIENT_WORKER) Comlink.expose(new GradientWorker());
else {
  const environment = { variantCache: new BrowserVariantCache(), spawnWorker: spawnGradientWorker };
  const start: typeof startEngine = (gpu, options) => startEngine(gpu, options, environment);
  Comlink.expose(new HostedLab(navigator.gpu, start, openMnist, { locks: navigator.locks }));
}
