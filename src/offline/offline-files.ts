// The files the page is made of, as the build lists them: what page and service worker tell each other about.

/** A file beside the page. */
export interface OfflineFile {
  /** Relative to the page's folder. */
  readonly url: string;
  /** Changes with the file; null where its address does so already. */
  readonly revision: string | null;
  readonly bytes: number;
}

/** What the service worker of this version answers to `what-files`. */
export interface OfflineManifest {
  /** The cache that holds the data. */
  readonly cache: string;
  /** Models and digits: kept when they are first used, or all at once. */
  readonly data: readonly (OfflineFile & { /** What it is kept under. */ readonly key: string })[];
  /** Bytes of everything else, which is kept from the start. */
  readonly codeBytes: number;
}

/** What the page may say to the service worker, which answers the first two on the port that comes along. */
export type ServiceWorkerMessage =
  | { readonly type: 'what-files' }
  /** To serve all that is open, if this script of the page's is one of its version. */
  | { readonly type: 'serve'; readonly script: string }
  | { readonly type: 'SKIP_WAITING' };

/** A request with this header is the page's own copying: the service worker lets it through to the network. */
export const COPY_HEADER = 'Lab-Copying';

export const isDataFile = ({ url }: OfflineFile): boolean => /\.(bin|safetensors)$/.test(url);
