// Keys on the map of the small networks.

import { msg } from '@lit/localize';
import type { KeyTable } from '../../keyboard/key-table.ts';

export const CHAIN_MAP_KEYS: KeyTable<'before' | 'after' | 'choose' | 'fit' | 'play'> = {
  title: msg('On the map of chapter 4'),
  needsFocus: true,
  bindings: [
    { command: 'before', keys: ['ArrowLeft', 'ArrowUp'], does: msg('quantity before') },
    { command: 'after', keys: ['ArrowRight', 'ArrowDown'], does: msg('quantity after') },
    { command: 'choose', keys: ['Enter'], does: msg('choose it') },
    { command: 'fit', keys: ['Escape'], does: msg('whole picture') },
    { command: 'play', keys: [' '], does: msg('play') },
  ],
};
