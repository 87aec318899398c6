// Events from the views of this chapter to its stage.

import { ElementEvent } from '../../events/element-event.ts';

/** The visitor changes the number of layers that are counted. */
export class LayerCountEvent extends ElementEvent<'lab-layer-count'> {
  readonly layers: number;

  constructor(layers: number) {
    super('lab-layer-count');
    this.layers = layers;
  }
}

/** The visitor sets the input of σ and ReLU; undefined resets it to the neuron's z. */
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
