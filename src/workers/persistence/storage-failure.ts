// Messages for runs that cannot be saved or read.

import { type StorageProblem, storageProblem } from '../../shared/idb/storage-problem.ts';
import type { AutosaveStatus } from '../rpc/api/run-library-api.ts';

const MESSAGES: Readonly<Record<StorageProblem, string>> = {
  denied:
    'This browser keeps nothing for this page: what you train lasts until you leave. Save it as a file to keep it.',
  'quota-exceeded':
    'There is no room left on this device to keep what you train: it lasts until you leave. Save it as a file, or delete runs you no longer need.',
  failed:
    'The browser could not read or write saved runs, most likely because the disk is full: what you train lasts until you leave. Save it as a file, or free some space.',
  'newer-version':
    'A newer version of the lab has written the saved runs, and this version cannot read them. Reload the page to get it; until then, what you train lasts until you leave.',
  'older-tab':
    'A tab with an older version of the lab keeps the saved runs in use. Close or reload that tab; until then, what you train lasts until you leave.',
};

/** @throws Error with the message of a failed read */
export async function readStorage<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw new Error(storageFailure(error).message, { cause: error });
  }
}

/** Autosave state and message for a failed read or write. */
export function storageFailure(error: unknown): AutosaveStatus & { readonly message: string } {
  const state = storageProblem(error);
  return { state, message: MESSAGES[state] };
}
