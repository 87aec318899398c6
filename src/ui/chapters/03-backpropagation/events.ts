// What the views of this chapter ask of its stage.

import { upward } from '../../events/upward.ts';
import type { Way } from './panels.ts';

/** The visitor looks at another of the three ways. */
export class WayEvent extends Event {
  static readonly type = 'lab-way';
  readonly way: Way;

  constructor(way: Way) {
    super(WayEvent.type, upward);
    this.way = way;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-way': WayEvent;
  }
}
