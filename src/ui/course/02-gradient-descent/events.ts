// What the views of this chapter ask of its stage.

import { ElementEvent } from '../../events/element-event.ts';

/** How one rolls down the curve of one variable, and the landscape of two. */
export interface DescentChoices {
  /** On the curve: many balls instead of one. */
  readonly balls?: boolean;
  /** On the curve: where the ball starts, and its step size. */
  readonly from?: number;
  readonly eta?: number;
  /** On the landscape: which, where to start, and the step size. */
  readonly surface?: 'bowl' | 'hills';
  readonly x?: number;
  readonly y?: number;
  readonly rate?: number;
}

/** The visitor chooses another way to roll down. */
export class DescentEvent extends ElementEvent<'lab-descent'> {
  readonly choices: DescentChoices;

  constructor(choices: DescentChoices) {
    super('lab-descent');
    this.choices = choices;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-descent': DescentEvent;
  }
}
