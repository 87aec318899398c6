// The page's own network and storage, for fetching models: loaded when somebody wants one.

import { FetchedModels } from './fetched-models.ts';
import { FetchedShelf } from './fetched-shelf.ts';

export function openFetched(): FetchedModels {
  return new FetchedModels(
    { get: (...asked) => fetch(...asked), shelf: new FetchedShelf(), room: roomLeft },
    navigator.locks,
  );
}

async function roomLeft(): Promise<number | undefined> {
  const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota === undefined ? undefined : Math.max(0, quota - usage);
}
