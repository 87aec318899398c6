// Events from the views of this chapter to its stage.

import { ElementEvent } from '../../events/element-event.ts';

/** The visitor sets a weight, a bias, an input or a target. */
export class QuantitySetEvent extends ElementEvent<'lab-quantity'> {
  readonly key: string;
  readonly value: number;

  constructor(key: string, value: number) {
    super('lab-quantity');
    this.key = key;
    this.value = value;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-quantity': QuantitySetEvent;
  }
}
