// State of model downloads.

import type { DownloadedModel } from '../../downloads/downloaded-model.ts';

export interface ModelDownloadsState {
  /** Complete and partial downloads; absent until loaded. */
  readonly models?: readonly DownloadedModel[];
  /** Number of damaged records. */
  readonly damaged?: number;
  readonly download?: {
    readonly name: string;
    readonly host: string;
    /** Bytes received. */
    readonly here: number;
    /** Bytes; absent until all hosts have responded. */
    readonly total?: number;
  };
  /** Notice about the current download. */
  readonly note?: string;
  /** Error or abort message of the last operation. */
  readonly statusMessage?: string;
}
