// The keys of the slides; those of a presenter’s remote control are Page ↑ and Page ↓.

import { msg } from '@lit/localize';
import type { KeyTable } from '../../keyboard/key-table.ts';

export const SLIDE_KEYS: KeyTable<
  'next' | 'previous' | 'next-panel' | 'previous-panel' | 'first' | 'last' | 'full-screen' | 'leave'
> = {
  title: msg('In slide mode'),
  bindings: [
    { command: 'next', keys: ['ArrowRight', 'PageDown', ' '], does: msg('next moment') },
    { command: 'previous', keys: ['ArrowLeft', 'PageUp'], does: msg('moment before') },
    { command: 'next-panel', keys: ['ArrowDown'], does: msg('open a panel, then the next one') },
    { command: 'previous-panel', keys: ['ArrowUp'], does: msg('panel before, then none') },
    { command: 'first', keys: ['Home'], does: msg('first moment') },
    { command: 'last', keys: ['End'], does: msg('last moment') },
    { command: 'full-screen', keys: ['f'], does: msg('full screen') },
    { command: 'leave', keys: ['Escape', 's'], does: msg('leave the slides') },
  ],
};
