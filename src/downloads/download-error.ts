// Errors of downloads; their messages are shown to the visitor.

/** Its message is shown unchanged. */
export class DownloadError extends Error {}

/** The response has the wrong format or another version: the downloaded bytes are deleted. */
export class InvalidFile extends DownloadError {}

/** Message for a failed write to IndexedDB. */
export function toStorageError(error: unknown): DownloadError {
  const full = error instanceof Error && error.name === 'QuotaExceededError';
  return new DownloadError(
    full
      ? 'There is no room left on this device. What has arrived is kept; forget another model, or download the files and open them from your disk.'
      : 'This browser keeps nothing for this page, and a model is kept before it is opened: download its files and open them from your disk.',
  );
}

/** 548,105,171 → `548 MB` */
export const formatMegabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;
