// State of model downloads.

import type { DownloadedModel } from '../../downloads/downloaded-model.ts';

export interface ModelDownloadsState {
  /** Whole or in part; absent until it was looked. */
  readonly models?: readonly DownloadedModel[];
  /** `total` once all hosts have told. */
  readonly download?: {
    readonly name: string;
    readonly host: string;
    readonly here: number;
    readonly total?: number;
  };
  /** What one may wonder about while it is fetched. */
  readonly note?: string;
  /** Why the last thing asked for was not done, or that it was stopped. */
  readonly statusMessage?: string;
}
