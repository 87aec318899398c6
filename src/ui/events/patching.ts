// Events of the panel of patching.

import { ElementEvent } from './element-event.ts';

/** The visitor starts a computation, or stops the one that runs. */
export class PatchingRunEvent extends ElementEvent<'lab-patching-run'> {
  readonly run: PatchingRun;

  constructor(run: PatchingRun) {
    super('lab-patching-run');
    this.run = run;
  }
}

/**
 * `exact` patches every place; `measure` runs the circuit that is drawn, `find` the smallest one that keeps the answer, by
 * `patched` edges after every edge was patched alone.
 */
export type PatchingRun = 'exact' | 'measure' | 'find' | 'patched' | 'stop';

declare global {
  interface HTMLElementEventMap {
    'lab-patching-run': PatchingRunEvent;
  }
}
