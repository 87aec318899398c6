// How far the download of a model is. The page's first screen loads this, so it parses nothing.

import type { DownloadedModel } from './downloaded-model.ts';

const INDEX = /\.safetensors\.index\.json$/i;

/** Whether the shards of the model are not among its files yet: its index is the last of them. */
export const awaitsShards = ({ files }: { readonly files: readonly { readonly name: string }[] }): boolean =>
  INDEX.test(files.at(-1)?.name ?? '');

export const isComplete = (model: DownloadedModel): boolean =>
  !awaitsShards(model) && model.files.every(({ state }) => state !== 'partly');

/** Received bytes, and total bytes once the size of every file is known. */
export function downloadProgress(model: DownloadedModel): {
  readonly here: number;
  readonly total?: number;
} {
  const { files } = model;
  const here = files.reduce((sum, file) => sum + file.here, 0);
  const known =
    !awaitsShards(model) && files.every(({ total, state }) => total !== undefined || state === 'absent');
  return known ? { here, total: files.reduce((sum, file) => sum + (file.total ?? 0), 0) } : { here };
}
