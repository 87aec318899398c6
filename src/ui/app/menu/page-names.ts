// The names of the pages that are no chapter.

import { msg } from '@lit/localize';
import type { View } from '../../types/page.ts';

export const PAGE_NAMES = {
  course: msg('Home'),
  network: msg('Network'),
  train: msg('Train'),
  compare: msg('Compare'),
  attention: msg('Attention'),
  runs: msg('Runs'),
  speed: msg('Speed'),
  notes: msg('Notes'),
} as const satisfies Partial<Record<View, string>>;

export type NamedPage = keyof typeof PAGE_NAMES;
