// The keys of the slides; those of a presenter’s remote control are Page ↑ and Page ↓.

import type { KeyTable } from '../../keyboard/key-table.ts';

export const SLIDE_KEYS: KeyTable<
  'next' | 'previous' | 'next-panel' | 'previous-panel' | 'first' | 'last' | 'full-screen' | 'leave'
> = {
  title: 'In slide mode',
  bindings: [
    { command: 'next', keys: ['ArrowRight', 'PageDown', ' '], does: 'next moment' },
    { command: 'previous', keys: ['ArrowLeft', 'PageUp'], does: 'moment before' },
    { command: 'next-panel', keys: ['ArrowDown'], does: 'open a panel, then the next one' },
    { command: 'previous-panel', keys: ['ArrowUp'], does: 'panel before, then none' },
    { command: 'first', keys: ['Home'], does: 'first moment' },
    { command: 'last', keys: ['End'], does: 'last moment' },
    { command: 'full-screen', keys: ['f'], does: 'full screen' },
    { command: 'leave', keys: ['Escape', 's'], does: 'leave the slides' },
  ],
};
