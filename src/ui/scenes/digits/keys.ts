// The map by keyboard: from neuron to neuron, into one and out again, and images by their digit.

import { msg, str } from '@lit/localize';
import { formatFixed } from '../../format/numbers.ts';
import { commandOf, type KeyTable } from '../../keyboard/key-table.ts';
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

export const DIGIT_MAP_KEYS: KeyTable<
  'sample' | 'up' | 'down' | 'left' | 'right' | 'closer' | 'fit' | 'play'
> = {
  title: msg('On the map of the digit network'),
  needsFocus: true,
  bindings: [
    { command: 'up', keys: ['ArrowUp'], does: msg('neuron above') },
    { command: 'down', keys: ['ArrowDown'], does: msg('neuron below') },
    { command: 'left', keys: ['ArrowLeft'], does: msg('layer before') },
    { command: 'right', keys: ['ArrowRight'], does: msg('layer after') },
    { command: 'closer', keys: ['Enter'], does: msg('into the neuron') },
    { command: 'fit', keys: ['Escape'], does: msg('whole network') },
    {
      command: 'sample',
      keys: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      does: msg('another image of this digit'),
    },
    { command: 'play', keys: [' '], does: msg('play the pass') },
  ],
};

export function actionOfKey(
  event: KeyboardEvent,
  shot: DigitShot,
  values: DigitMapValues,
): KeyAction | undefined {
  const { neuron: chosen } = shot;
  const at = chosen ?? { layer: 1, neuron: 0 };
  const go = (layer: number, neuron: number): KeyAction => {
    const fitted = Math.min(values.sizes.length - 1, Math.max(1, layer));
    const next = { layer: fitted, neuron: Math.min(values.sizes[fitted] - 1, Math.max(0, neuron)) };
    return { shot: { ...shot, neuron: next, way: undefined }, announcement: announce(values, next) };
  };
  switch (commandOf(DIGIT_MAP_KEYS, event)) {
    case 'sample':
      return { sample: Number(event.key) };
    case 'up':
      return go(at.layer, chosen ? at.neuron - 1 : 0);
    case 'down':
      return go(at.layer, chosen ? at.neuron + 1 : 0);
    case 'left':
      return go(at.layer - 1, at.neuron);
    case 'right':
      return go(chosen ? at.layer + 1 : 1, at.neuron);
    case 'closer':
      return { shot: { ...shot, at: 'neuron', neuron: at }, announcement: announce(values, at) };
    case 'fit':
      return { shot: { ...shot, at: 'network', neuron: undefined, way: undefined } };
    case 'play':
      return { isPlay: true };
    default:
      return undefined;
  }
}

const announce = (values: DigitMapValues, { layer, neuron }: { layer: number; neuron: number }): string =>
  msg(
    str`${neuronName(values, layer, neuron)}: activation ${formatFixed(values.activations[layer][neuron], 2)}`,
  );
