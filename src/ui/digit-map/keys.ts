// The map by keyboard: from neuron to neuron, into one and out again, and images by their digit.

import type { DigitShot } from './shot.ts';
import { neuronName } from './text/describe.ts';
import type { DigitMapValues } from './values.ts';

export interface KeyAction {
  readonly shot?: DigitShot;
  /** An image of this digit is picked. */
  readonly sample?: number;
  readonly isPlay?: boolean;
  readonly announcement?: string;
}

export function actionOfKey(
  { key, ctrlKey, altKey, metaKey }: KeyboardEvent,
  shot: DigitShot,
  values: DigitMapValues,
): KeyAction | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  if (/^\d$/.test(key)) return { sample: Number(key) };
  const { neuron: chosen } = shot;
  const at = chosen ?? { layer: 1, neuron: 0 };
  const go = (layer: number, neuron: number): KeyAction => {
    const fitted = Math.min(values.sizes.length - 1, Math.max(1, layer));
    const next = { layer: fitted, neuron: Math.min(values.sizes[fitted] - 1, Math.max(0, neuron)) };
    return { shot: { ...shot, neuron: next, way: undefined }, announcement: announce(values, next) };
  };
  switch (key) {
    case 'ArrowUp':
      return go(at.layer, chosen ? at.neuron - 1 : 0);
    case 'ArrowDown':
      return go(at.layer, chosen ? at.neuron + 1 : 0);
    case 'ArrowLeft':
      return go(at.layer - 1, at.neuron);
    case 'ArrowRight':
      return go(chosen ? at.layer + 1 : 1, at.neuron);
    case 'Enter':
      return { shot: { ...shot, at: 'neuron', neuron: at }, announcement: announce(values, at) };
    case 'Escape':
      return { shot: { ...shot, at: 'network', neuron: undefined, way: undefined } };
    case ' ':
      return { isPlay: true };
    default:
      return undefined;
  }
}

const announce = (values: DigitMapValues, { layer, neuron }: { layer: number; neuron: number }): string =>
  `${neuronName(values, layer, neuron)}: activation ${values.activations[layer][neuron].toFixed(2)}`;
