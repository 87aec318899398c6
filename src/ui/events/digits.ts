// Events about the digit network: images, neurons, weights and settings.

import type { DigitRequest, WeightChange } from '../../workers/rpc/api/lab-api.ts';
import type { DigitShot } from '../digit-map/shot.ts';
import type { DigitNetworkChoice } from '../types/digits.ts';
import { ElementEvent } from './element-event.ts';

/** A change of the drawn digit. */
export class DigitDrawEvent extends ElementEvent<'lab-digit-draw'> {
  /** [784], 0 to 1, as in MNIST; undefined when the drawing is cleared. */
  readonly pixels?: Float32Array<ArrayBuffer>;

  constructor(pixels: Float32Array<ArrayBuffer> | undefined) {
    super('lab-digit-draw');
    this.pixels = pixels;
  }
}

/** Selects an image of the data set. */
export class DigitPickEvent extends ElementEvent<'lab-digit-pick'> {
  readonly index: number;
  readonly label: number;

  constructor(index: number, label: number) {
    super('lab-digit-pick');
    this.index = index;
    this.label = label;
  }
}

/** The pointer enters a pixel, presses it, or leaves the image (`pixel` undefined). */
export class PixelPointerEvent extends ElementEvent<'lab-pixel'> {
  readonly pixel?: number;
  readonly isPressed: boolean;

  constructor(pixel: number | undefined, isPressed = false) {
    super('lab-pixel');
    this.pixel = pixel;
    this.isPressed = isPressed;
  }
}

/** The visitor changes what the digit map shows. */
export class DigitShotEvent extends ElementEvent<'lab-digit-shot'> {
  readonly shot: DigitShot;

  constructor(shot: DigitShot) {
    super('lab-digit-shot');
    this.shot = shot;
  }
}

/** The visitor says which digit the image is. */
export class DigitTargetEvent extends ElementEvent<'lab-digit-target'> {
  readonly digit: number;

  constructor(digit: number) {
    super('lab-digit-target');
    this.digit = digit;
  }
}

/** Selects a neuron. Both indices start at 0; layer 0 is the input. */
export class NeuronPickEvent extends ElementEvent<'lab-neuron'> {
  readonly position: { readonly layer: number; readonly neuron: number };

  constructor(position: { layer: number; neuron: number }) {
    super('lab-neuron');
    this.position = position;
  }
}

/** Sets weights or biases. */
export class WeightChangeEvent extends ElementEvent<'lab-weights'> {
  readonly changes: readonly WeightChange[];

  constructor(changes: readonly WeightChange[]) {
    super('lab-weights');
    this.changes = changes;
  }
}

/** Undoes all manual changes of weights. */
export class WeightsUndoEvent extends ElementEvent<'lab-weights-undo'> {
  constructor() {
    super('lab-weights-undo');
  }
}

/** Changes the settings of the next digit network; creates no network. */
export class DigitSettingsEvent extends ElementEvent<'lab-digit-settings'> {
  readonly request: DigitRequest;

  constructor(request: DigitRequest) {
    super('lab-digit-settings');
    this.request = request;
  }
}

/** Replaces the digit network. */
export class DigitNetworkEvent extends ElementEvent<'lab-digit-network'> {
  readonly network: DigitNetworkChoice;

  constructor(network: DigitNetworkChoice) {
    super('lab-digit-network');
    this.network = network;
  }
}

declare global {
  interface HTMLElementEventMap {
    'lab-digit-draw': DigitDrawEvent;
    'lab-digit-pick': DigitPickEvent;
    'lab-digit-shot': DigitShotEvent;
    'lab-digit-target': DigitTargetEvent;
    'lab-pixel': PixelPointerEvent;
    'lab-neuron': NeuronPickEvent;
    'lab-weights': WeightChangeEvent;
    'lab-weights-undo': WeightsUndoEvent;
    'lab-digit-settings': DigitSettingsEvent;
    'lab-digit-network': DigitNetworkEvent;
  }
}
