// What the views of this chapter ask of its stage.

import { ElementEvent } from '../../events/element-event.ts';
import type { Method } from './panels.ts';

/** The visitor looks at another of the three ways. */
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
