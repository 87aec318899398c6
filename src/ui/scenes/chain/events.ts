// Events from the views of this chapter to its stage.

import { defineEvent, type EventsOf } from '../../events/element-event.ts';

/** The visitor sets a weight, a bias, an input or a target. */
export class QuantitySetEvent extends defineEvent('lab-quantity', 'key', 'value')<
  [key: string, value: number]
> {}

declare global {
  interface HTMLElementEventMap extends EventsOf<typeof import('./events.ts')> {}
}
