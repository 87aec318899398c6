// What the views of this chapter ask of its stage.

import { upward } from '../../events/upward.ts';

/** The visitor counts the weights and biases of so many layers. */
export class CountEvent extends Event {
  static readonly type = 'lab-count';
  readonly layers: number;

  constructor(layers: number) {
    super(CountEvent.type, upward);
    this.layers = layers;
  }
}

/** The visitor puts a number of their own into σ and ReLU; without one, the neuron's z goes in again. */
export class CurveInputEvent extends Event {
  static readonly type = 'lab-curve-input';
  readonly x?: number;

  constructor(x?: number) {
    super(CurveInputEvent.type, upward);
    this.x = x;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-count': CountEvent;
    'lab-curve-input': CurveInputEvent;
  }
}
