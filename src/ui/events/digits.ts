// What the visitor does with the digit network: images, neurons, weights, and which network it is.

import type { DigitRequest, WeightChange } from '../../workers/rpc/api/lab-api.ts';
import type { DigitNetworkChoice } from '../types/digits.ts';
import { bubbling } from './bubbling.ts';

/** The visitor draws a digit: 784 numbers as MNIST has them; undefined where all of it was taken back. */
export class DigitDrawEvent extends Event {
  static readonly type = 'lab-digit-draw';
  readonly pixels?: Float32Array<ArrayBuffer>;

  constructor(pixels: Float32Array<ArrayBuffer> | undefined) {
    super(DigitDrawEvent.type, bubbling);
    this.pixels = pixels;
  }
}

/** The visitor picks an image of the data set. */
export class DigitPickEvent extends Event {
  static readonly type = 'lab-digit-pick';
  readonly index: number;
  readonly label: number;

  constructor(index: number, label: number) {
    super(DigitPickEvent.type, bubbling);
    this.index = index;
    this.label = label;
  }
}

/** The visitor points at a pixel of an image, or at none; `pressed` while a button or finger is down on it. */
export class PixelPointerEvent extends Event {
  static readonly type = 'lab-pixel';
  readonly pixel?: number;
  readonly isPressed: boolean;

  constructor(pixel: number | undefined, isPressed = false) {
    super(PixelPointerEvent.type, bubbling);
    this.pixel = pixel;
    this.isPressed = isPressed;
  }
}

/** The visitor picks a neuron: both from 0, layer 0 being the inputs. */
export class NeuronPickEvent extends Event {
  static readonly type = 'lab-neuron';
  readonly position: { readonly layer: number; readonly neuron: number };

  constructor(position: { layer: number; neuron: number }) {
    super(NeuronPickEvent.type, bubbling);
    this.position = position;
  }
}

/** The visitor sets weights or biases of the digit network by hand. */
export class WeightChangeEvent extends Event {
  static readonly type = 'lab-weights';
  readonly changes: readonly WeightChange[];

  constructor(changes: readonly WeightChange[]) {
    super(WeightChangeEvent.type, bubbling);
    this.changes = changes;
  }
}

/** The visitor wants the weights from before their changes by hand. */
export class WeightsUndoEvent extends Event {
  static readonly type = 'lab-weights-undo';

  constructor() {
    super(WeightsUndoEvent.type, bubbling);
  }
}

/** The visitor changes what the next digit network is to be; nothing is made yet. */
export class DigitSettingsEvent extends Event {
  static readonly type = 'lab-digit-settings';
  readonly request: DigitRequest;

  constructor(request: DigitRequest) {
    super(DigitSettingsEvent.type, bubbling);
    this.request = request;
  }
}

/** The visitor wants another digit network: fresh weights of the same, the trained one, or a fresh one as asked for. */
export class DigitNetworkEvent extends Event {
  static readonly type = 'lab-digit-network';
  readonly network: DigitNetworkChoice;

  constructor(network: DigitNetworkChoice) {
    super(DigitNetworkEvent.type, bubbling);
    this.network = network;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-digit-draw': DigitDrawEvent;
    'lab-digit-pick': DigitPickEvent;
    'lab-pixel': PixelPointerEvent;
    'lab-neuron': NeuronPickEvent;
    'lab-weights': WeightChangeEvent;
    'lab-weights-undo': WeightsUndoEvent;
    'lab-digit-settings': DigitSettingsEvent;
    'lab-digit-network': DigitNetworkEvent;
  }
}
