// Why the browser does not store data of the page, as a sentence.

import { msg } from '@lit/localize';
import type { StorageProblem } from '../../shared/idb/storage-problem.ts';

const TEXTS: Readonly<Record<StorageProblem, string>> = {
  denied: msg('This browser stores no data for this page.'),
  'quota-exceeded': msg('The storage of this browser is full.'),
  failed: msg('The browser could not write to its storage; the disk may be full.'),
  'newer-version': msg('A newer version of the lab uses this storage; reload the page.'),
  'older-tab': msg('A tab with an older version of the lab uses this storage; close it.'),
};

export const storageProblemText = (problem: StorageProblem): string => TEXTS[problem];
