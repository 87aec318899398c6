// What can go wrong with fetching, in sentences.

/** Goes to the screen as it is. */
export class DownloadError extends Error {}

/** What comes is not what was there, or not what it is called: nothing of it is kept. */
export class InvalidFile extends DownloadError {}

/** Why the device does not take what it is given. */
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
