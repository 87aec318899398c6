// Errors of downloads; their messages are shown to the visitor.

import { type StorageProblem, storageProblem } from '../shared/idb/storage-problem.ts';

/** Its message is shown unchanged. */
export class DownloadError extends Error {}

/** The response has the wrong format or another version: the downloaded bytes are deleted. */
export class InvalidFile extends DownloadError {}

const STORAGE_MESSAGES: Readonly<Record<StorageProblem, string>> = {
  denied:
    'This browser keeps nothing for this page, and a model is kept before it is opened: download its files and open them from your disk.',
  'quota-exceeded':
    'There is no room left on this device. What has arrived is kept. Delete another model, or download the files and open them from your disk.',
  failed:
    'The browser could not read or write downloaded models, most likely because the disk is full. What has arrived is kept; free some space and start again.',
  'newer-version':
    'A newer version of the lab has written the downloaded models, and this version cannot read them: reload the page to get it.',
  'older-tab':
    'A tab with an older version of the lab keeps the downloaded models in use: close or reload that tab.',
};

/** Message for a failed request to IndexedDB. */
export const toStorageError = (error: unknown): DownloadError =>
  new DownloadError(STORAGE_MESSAGES[storageProblem(error)]);

/** 548,105,171 → `548 MB` */
export const formatMegabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
