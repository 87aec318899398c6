// What the views of this chapter ask of its stage.

import { bubbling } from '../../events/bubbling.ts';
import type { Method } from './panels.ts';

/** The visitor looks at another of the three ways. */
export class MethodEvent extends Event {
  static readonly type = 'lab-method';
  readonly method: Method;

  constructor(way: Method) {
    super(MethodEvent.type, bubbling);
    this.method = way;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-method': MethodEvent;
  }
}
