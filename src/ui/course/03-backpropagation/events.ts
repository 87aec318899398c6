// Events from the views of this chapter to its stage.

import { ElementEvent } from '../../events/element-event.ts';
import type { Method } from './panels.ts';

/** The visitor selects one of the three methods. */
export class MethodEvent extends ElementEvent<'lab-method'> {
  readonly method: Method;

  constructor(way: Method) {
    super('lab-method');
    this.method = way;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-method': MethodEvent;
  }
}
