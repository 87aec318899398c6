// Keys that work everywhere.

import { msg } from '@lit/localize';
import type { KeyTable } from './key-table.ts';

export const PAGE_KEYS: KeyTable<'list'> = {
  title: msg('Everywhere'),
  bindings: [{ command: 'list', keys: ['?'], does: msg('list all keys') }],
};
