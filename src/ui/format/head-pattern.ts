// Names of the patterns and links that heads are scored by, in the language of the page; the engine's are their ids.

import { msg } from '@lit/localize';
import { engineText } from '../languages/engine-text.ts';

const NAMES: Readonly<Record<string, string>> = {
  'previous token': msg('previous token'),
  'same token': msg('same token'),
  'first token': msg('first token'),
  induction: msg('induction'),
  'noun to adjective': msg('noun to adjective'),
  'creature to adjectives': msg('creature to adjectives'),
  'pronoun to noun': msg('pronoun to noun'),
};

export const headPatternName = (id: string): string => NAMES[id] ?? engineText(id);
