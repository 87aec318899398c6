// Keys on the network map. An overlay may answer some of them in its own way.

import { msg } from '@lit/localize';
import type { KeyTable } from '../../../keyboard/key-table.ts';

export const NETWORK_MAP_KEYS: KeyTable<
  'across' | 'down' | 'closer' | 'farther' | 'fit' | 'zoom-in' | 'zoom-out' | 'play'
> = {
  title: msg('On the map of the language model'),
  needsFocus: true,
  bindings: [
    { command: 'across', keys: ['ArrowLeft', 'ArrowRight'], does: msg('token before, token after') },
    { command: 'down', keys: ['ArrowUp', 'ArrowDown'], does: msg('layer above, layer below') },
    { command: 'closer', keys: ['Enter'], does: msg('closer: block, head, MLP, vector') },
    { command: 'farther', keys: ['Escape'], does: msg('farther') },
    { command: 'fit', keys: ['0'], does: msg('whole network') },
    { command: 'zoom-in', keys: ['+', '='], does: msg('zoom in') },
    { command: 'zoom-out', keys: ['-'], does: msg('zoom out') },
    { command: 'play', keys: [' '], does: msg('play the pass, or the head or MLP') },
  ],
};
