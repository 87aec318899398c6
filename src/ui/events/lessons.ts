// Events of the card that shows what a training step teaches.

import { ElementEvent } from './element-event.ts';

/** The visitor takes the next step on a copy, or measures the influence of its rows; or stops the computation. */
export class LessonsRunEvent extends ElementEvent<'lab-lessons-run'> {
  readonly run: 'step' | 'influence' | 'stop';

  constructor(run: LessonsRunEvent['run']) {
    super('lab-lessons-run');
    this.run = run;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-lessons-run': LessonsRunEvent;
  }
}
