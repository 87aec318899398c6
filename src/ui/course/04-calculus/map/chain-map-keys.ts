// Keys on the map of the small networks.

import type { KeyTable } from '../../../keyboard/key-table.ts';

export const CHAIN_MAP_KEYS: KeyTable<'before' | 'after' | 'choose' | 'fit' | 'play'> = {
  title: 'On the map of chapter 4',
  bindings: [
    { command: 'before', keys: ['ArrowLeft', 'ArrowUp'], does: 'quantity before' },
    { command: 'after', keys: ['ArrowRight', 'ArrowDown'], does: 'quantity after' },
    { command: 'choose', keys: ['Enter'], does: 'choose it' },
    { command: 'fit', keys: ['Escape'], does: 'whole picture' },
    { command: 'play', keys: [' '], does: 'play' },
  ],
};
