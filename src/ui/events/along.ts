// Event of the charts along the checkpoints of a training.

import { ElementEvent } from './element-event.ts';

/** The visitor starts a lens on every checkpoint, or stops it. */
export class AlongRunEvent extends ElementEvent<'lab-along-run'> {
  readonly run: 'compute' | 'stop';

  constructor(run: 'compute' | 'stop') {
    super('lab-along-run');
    this.run = run;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-along-run': AlongRunEvent;
  }
}
