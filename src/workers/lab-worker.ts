// The worker: the lab, exposed to the page.

import * as Comlink from 'comlink';
import { startEngine } from './engine.ts';
import { openDigits } from './open-digits.ts';
import { BrowserVariantMemory } from './variant-memory.ts';
import { WiredLab } from './wire.ts';

const memory = new BrowserVariantMemory();
const lab = new WiredLab(navigator.gpu, (gpu, options) => startEngine(gpu, options, memory), openDigits, {
  locks: navigator.locks,
});
Comlink.expose(lab);
