// The worker: the lab, exposed to the page; or a thread beside it, exposed to the lab.

import * as Comlink from 'comlink';
import { openDigits } from './digits/open-digits.ts';
import { startEngine } from './engine.ts';
import { HAND, Hand } from './hands/hand.ts';
import { makeWebHand } from './hands/web-hand.ts';
import { BrowserVariantMemory } from './variant-memory.ts';
import { WiredLab } from './wire.ts';

if (self.name === HAND) Comlink.expose(new Hand());
else {
  const surroundings = { memory: new BrowserVariantMemory(), makeHand: makeWebHand };
  const start: typeof startEngine = (gpu, options) => startEngine(gpu, options, surroundings);
  Comlink.expose(new WiredLab(navigator.gpu, start, openDigits, { locks: navigator.locks }));
}
