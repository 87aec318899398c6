// Keys on a scene of marks.

import { msg } from '@lit/localize';
import type { KeyTable } from '../../keyboard/key-table.ts';

export const MARK_SCENE_KEYS: KeyTable<'before' | 'after' | 'up' | 'down' | 'press' | 'play'> = {
  title: msg('On a scene'),
  needsFocus: true,
  bindings: [
    { command: 'before', keys: ['ArrowLeft'], does: msg('mark before') },
    { command: 'after', keys: ['ArrowRight'], does: msg('mark after') },
    { command: 'up', keys: ['ArrowUp'], does: msg('larger, where it can be dragged') },
    { command: 'down', keys: ['ArrowDown'], does: msg('smaller, where it can be dragged') },
    { command: 'press', keys: ['Enter'], does: msg('choose it') },
    { command: 'play', keys: [' '], does: msg('play again') },
  ],
};
