// Events about the digit network: images, neurons, weights and settings.

import type { DigitRequest, WeightChange } from '../../workers/rpc/api/lab-api.ts';
import type { DigitNetworkChoice } from '../types/digits.ts';
import { defineEvent } from './element-event.ts';

/** The drawn digit changes: [784], 0 to 1, as in MNIST; undefined when the drawing is cleared. */
export class DigitDrawEvent extends defineEvent('lab-digit-draw', 'pixels')<
  [Float32Array<ArrayBuffer> | undefined]
> {}
/** Selects an image of the data set. */
export class DigitPickEvent extends defineEvent('lab-digit-pick', 'index', 'label')<
  [index: number, label: number]
> {}
/** The pointer enters a pixel, presses it, or leaves the image (`pixel` undefined). */
export class PixelPointerEvent extends defineEvent('lab-pixel', 'pixel', 'isPressed')<
  [pixel: number | undefined, isPressed?: boolean]
> {}
/** The visitor says which digit the image is. */
export class DigitTargetEvent extends defineEvent('lab-digit-target', 'digit')<[number]> {}
/** Selects a neuron. Both indices start at 0; layer 0 is the input. */
export class NeuronPickEvent extends defineEvent('lab-neuron', 'position')<
  [{ readonly layer: number; readonly neuron: number }]
> {}
/** Sets weights or biases. */
export class WeightChangeEvent extends defineEvent('lab-weights', 'changes')<[readonly WeightChange[]]> {}
/** Undoes all manual changes of weights. */
export class WeightsUndoEvent extends defineEvent('lab-weights-undo') {}
/** Changes the settings of the next digit network; creates no network. */
export class DigitSettingsEvent extends defineEvent('lab-digit-settings', 'request')<[DigitRequest]> {}
/** Replaces the digit network. */
export class DigitNetworkEvent extends defineEvent('lab-digit-network', 'network')<[DigitNetworkChoice]> {}
