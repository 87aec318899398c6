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
  /** Models, digits and texts: cached on first use, or all together on request. */
  readonly data: readonly (OfflineFile & { /** Cache key. */ readonly key: string })[];
  /** Bytes of all other files, which are precached. */
  readonly codeBytes: number;
}

/** Response of the service worker to `repair`. */
export interface RepairReport {
  /** URLs of cached files that were found damaged since the last report. */
  readonly damaged: readonly string[];
  /** Cache keys of the data that is still damaged: the page copies it again. Service workers of older versions deleted it. */
  readonly damagedData?: readonly string[];
  /** Whether all code is cached and intact. */
  readonly isComplete: boolean;
}

/** Response of the service worker to a message that it could not process. */
export interface OfflineFailure {
  readonly error: string;
}

/** Messages to the service worker; it responds on the transferred port. */
export type ServiceWorkerMessage =
  | { readonly type: 'what-files' }
  /** Compares all cached files with their digests, and fetches damaged and missing code. */
  | { readonly type: 'repair' }
  /** Claims all open clients if the page's script belongs to its version. */
  | { readonly type: 'serve'; readonly script: string }
  | { readonly type: 'SKIP_WAITING' };

/** Marks requests of `copy`, which bypass the cache. */
export const COPY_HEADER = 'Lab-Copying';

export const isDataFile = ({ url }: OfflineFile): boolean =>
  /(\.(bin|safetensors)|\/history\.json)$/.test(url);
