// Files of the page as listed by the build, and the messages between page and service worker.

/** A file of the page. */
export interface OfflineFile {
  /** Relative to the page's folder. */
  readonly url: string;
  /** Content hash; null if the URL contains it. */
  readonly revision: string | null;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** Response of the service worker to `what-files`. */
export interface OfflineManifest {
  /** The cache that holds the data. */
  readonly cache: string;
  /** Models and digits: cached on first use, or all together on request. */
  readonly data: readonly (OfflineFile & { /** Cache key. */ readonly key: string })[];
  /** Bytes of all other files, which are precached. */
  readonly codeBytes: number;
}

/** Response of the service worker to `repair`. */
export interface RepairReport {
  /** Cached files that differed from their digest and were deleted. */
  readonly damaged: readonly string[];
  /** Whether all code is cached again. Data is fetched on its next use. */
  readonly isComplete: boolean;
}

/** Messages to the service worker; it responds to the first three on the transferred port. */
export type ServiceWorkerMessage =
  | { readonly type: 'what-files' }
  /** Compares all cached files with their digests, and fetches damaged and missing code. */
  | { readonly type: 'repair' }
  /** Claims all open clients if the page's script belongs to its version. */
  | { readonly type: 'serve'; readonly script: string }
  | { readonly type: 'SKIP_WAITING' };

/** Marks requests of `copy`, which bypass the cache. */
export const COPY_HEADER = 'Lab-Copying';

export const isDataFile = ({ url }: OfflineFile): boolean => /\.(bin|safetensors)$/.test(url);
