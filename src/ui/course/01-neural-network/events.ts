// What the views of this chapter ask of its stage.

import { bubbling } from '../../events/bubbling.ts';

/** The visitor counts the weights and biases of so many layers. */
export class LayerCountEvent extends Event {
  static readonly type = 'lab-layer-count';
  readonly layers: number;

  constructor(layers: number) {
    super(LayerCountEvent.type, bubbling);
    this.layers = layers;
  }
}

/** The visitor puts a number of their own into σ and ReLU; without one, the neuron's z goes in again. */
export class CurveInputEvent extends Event {
  static readonly type = 'lab-curve-input';
  readonly x?: number;

  constructor(x?: number) {
    super(CurveInputEvent.type, bubbling);
    this.x = x;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-layer-count': LayerCountEvent;
    'lab-curve-input': CurveInputEvent;
  }
}
