// Events from the views of this chapter to its stage.

import { ElementEvent } from '../../events/element-event.ts';

/** Settings of the descent on the curve of one variable and the surface of two. */
export interface DescentChoices {
  /** Curve: many starts instead of one. */
  readonly balls?: boolean;
  /** Curve: start and step size. */
  readonly from?: number;
  readonly eta?: number;
  /** Surface: which one, start and step size. */
  readonly surface?: 'bowl' | 'hills';
  readonly x?: number;
  readonly y?: number;
  readonly rate?: number;
}

/** The visitor changes settings of the descent. */
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
