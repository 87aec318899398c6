// Keys on the network map. An overlay may answer some of them in its own way.

import type { KeyTable } from '../../keyboard/key-table.ts';

export const NETWORK_MAP_KEYS: KeyTable<
  'across' | 'down' | 'closer' | 'farther' | 'fit' | 'zoom-in' | 'zoom-out' | 'play'
> = {
  title: 'On the map of the language model',
  bindings: [
    { command: 'across', keys: ['ArrowLeft', 'ArrowRight'], does: 'token before, token after' },
    { command: 'down', keys: ['ArrowUp', 'ArrowDown'], does: 'layer above, layer below' },
    { command: 'closer', keys: ['Enter'], does: 'closer: block, head, MLP, vector' },
    { command: 'farther', keys: ['Escape'], does: 'farther' },
    { command: 'fit', keys: ['0'], does: 'whole network' },
    { command: 'zoom-in', keys: ['+', '='], does: 'zoom in' },
    { command: 'zoom-out', keys: ['-'], does: 'zoom out' },
    { command: 'play', keys: [' '], does: 'play the pass, or the head or MLP' },
  ],
};
