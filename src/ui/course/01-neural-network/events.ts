// What the views of this chapter ask of its stage.

import { ElementEvent } from '../../events/element-event.ts';

/** The visitor counts the weights and biases of so many layers. */
export class LayerCountEvent extends ElementEvent<'lab-layer-count'> {
  readonly layers: number;

  constructor(layers: number) {
    super('lab-layer-count');
    this.layers = layers;
  }
}

/** The visitor puts a number of their own into σ and ReLU; without one, the neuron's z goes in again. */
export class CurveInputEvent extends ElementEvent<'lab-curve-input'> {
  readonly x?: number;

  constructor(x?: number) {
    super('lab-curve-input');
    this.x = x;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-layer-count': LayerCountEvent;
    'lab-curve-input': CurveInputEvent;
  }
}
