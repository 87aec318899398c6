// Keys that work everywhere.

import type { KeyTable } from './key-table.ts';

export const PAGE_KEYS: KeyTable<'list'> = {
  title: 'Everywhere',
  bindings: [{ command: 'list', keys: ['?'], does: 'list all keys' }],
};
