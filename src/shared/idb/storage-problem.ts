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

export const storageProblem = (error: unknown): StorageProblem =>
  (error instanceof Error && Object.hasOwn(PROBLEMS, error.name) && PROBLEMS[error.name]) || 'failed';
