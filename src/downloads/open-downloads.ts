// Connects model downloads to the browser's network and storage; loaded lazily.

import { DownloadStore } from './download-store.ts';
import { ModelDownloads } from './model-downloads.ts';

export function openDownloads(): ModelDownloads {
  return new ModelDownloads(
    { fetch: (...args) => fetch(...args), store: new DownloadStore(), availableBytes },
    navigator.locks,
  );
}

async function availableBytes(): Promise<number | undefined> {
  const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota === undefined ? undefined : Math.max(0, quota - usage);
}
