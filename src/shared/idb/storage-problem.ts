// Why a browser does not store data, from the error of IndexedDB or localStorage.

/** A tab with an older version of the page keeps the database open, so it cannot be upgraded. */
export class BlockedError extends Error {
  override readonly name = 'BlockedError';
}

/**
 * - `denied`: the browser forbids storage.
 * - `quota-exceeded`: the browser's limit for this page is reached.
 * - `failed`: reading or writing failed, mostly because the disk is full.
 * - `newer-version`: a newer version of the page has upgraded the database.
 * - `older-tab`: a tab with an older version of the page blocks the upgrade.
 */
export type StorageProblem = 'denied' | 'quota-exceeded' | 'failed' | 'newer-version' | 'older-tab';

const PROBLEMS: Readonly<Record<string, StorageProblem>> = {
  QuotaExceededError: 'quota-exceeded',
  VersionError: 'newer-version',
  BlockedError: 'older-tab',
  // Without `indexedDB`, on an opaque origin, or in a private window of some browsers.
  ...{ TypeError: 'denied', ReferenceError: 'denied', SecurityError: 'denied', InvalidStateError: 'denied' },
};

export function storageProblem(error: unknown): StorageProblem {
  if (!(error instanceof Error)) return 'failed';
  if (Object.hasOwn(PROBLEMS, error.name)) return PROBLEMS[error.name];
  // Chromium with blocked cookies: an UnknownError, “The user denied permission to access the database.”
  return error.name === 'UnknownError' && error.message.includes('denied permission') ? 'denied' : 'failed';
}
