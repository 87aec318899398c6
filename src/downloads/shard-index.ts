// Models in several files: the index that lists them is downloaded first, then what it lists.

import * as v from 'valibot';
import { DownloadError } from './download-error.ts';
import type { DownloadedFile } from './downloaded-model.ts';

/** A file beside the index: no path leads elsewhere. */
const SHARD = /^[A-Za-z0-9][\w.-]{0,200}\.safetensors$/i;
/** As many as the page opens together, with those that are no weights. */
const MAX_SHARDS = 36;

const indexSchema = v.object({ weight_map: v.record(v.string(), v.string()) });

/** The files that the index, of this text, lists. @throws DownloadError if it lists none that can be downloaded */
export function shardFiles({ name, url }: DownloadedFile, text: string): DownloadedFile[] {
  const shards = [...new Set(Object.values(parseIndex(name, text).weight_map))];
  const foreign = shards.find((shard) => !SHARD.test(shard));
  if (foreign !== undefined)
    throw new DownloadError(
      `${name} lists “${foreign.slice(0, 80)}”, which is no file of weights beside it.`,
    );
  if (shards.length === 0 || shards.length > MAX_SHARDS)
    throw new DownloadError(
      `${name} lists ${shards.length} files of weights; 1 to ${MAX_SHARDS} can be opened.`,
    );
  return shards.map((shard) => ({
    ...{ name: shard, url: new URL(shard, url).href },
    ...{ optional: false, here: 0, state: 'partly' as const },
  }));
}

function parseIndex(name: string, text: string): v.InferOutput<typeof indexSchema> {
  try {
    return v.parse(indexSchema, JSON.parse(text));
  } catch {
    throw new DownloadError(`${name} is no index of weights: it has no 'weight_map' of names of files.`);
  }
}
