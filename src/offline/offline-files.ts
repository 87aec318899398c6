// Files of the page as listed by the build, and the messages between page and service worker.

/** A file of the page. */
export interface OfflineFile {
  /** Relative to the page's folder. */
  readonly url: string;
  /** Content hash; null if the URL contains it. */
  readonly revision: string | null;
  readonly bytes: number;
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

/** Messages to the service worker; it responds to the first two on the transferred port. */
export type ServiceWorkerMessage =
  | { readonly type: 'what-files' }
  /** Claims all open clients if the page's script belongs to its version. */
  | { readonly type: 'serve'; readonly script: string }
  | { readonly type: 'SKIP_WAITING' };

/** Marks requests of `copy`, which bypass the cache. */
export const COPY_HEADER = 'Lab-Copying';

export const isDataFile = ({ url }: OfflineFile): boolean => /\.(bin|safetensors)$/.test(url);
