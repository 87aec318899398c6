// What the views of this chapter ask of its stage.

import { bubbling } from '../../events/bubbling.ts';

/** The visitor sets a weight, a bias, an input or a wanted output. */
export class QuantitySetEvent extends Event {
  static readonly type = 'lab-quantity';
  readonly key: string;
  readonly value: number;

  constructor(key: string, value: number) {
    super(QuantitySetEvent.type, bubbling);
    this.key = key;
    this.value = value;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-quantity': QuantitySetEvent;
  }
}
