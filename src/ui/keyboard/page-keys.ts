// Keys that work everywhere.

import { msg } from '@lit/localize';
import type { KeyTable } from './key-table.ts';

export const PAGE_KEYS: KeyTable<'list' | 'menu'> = {
  title: msg('Everywhere'),
  bindings: [
    { command: 'menu', keys: ['.'], does: msg('open the menu') },
    { command: 'list', keys: ['?'], does: msg('list all keys') },
  ],
};
