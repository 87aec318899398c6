// The page's own network and storage, for fetching models: loaded when somebody wants one.

import { DownloadStore } from './download-store.ts';
import { ModelDownloads } from './model-downloads.ts';

export function openDownloads(): ModelDownloads {
  return new ModelDownloads(
    { fetch: (...asked) => fetch(...asked), store: new DownloadStore(), availableBytes: availableBytes },
    navigator.locks,
  );
}

async function availableBytes(): Promise<number | undefined> {
  const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota === undefined ? undefined : Math.max(0, quota - usage);
}
