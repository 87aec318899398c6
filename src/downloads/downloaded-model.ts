// Stored record of a downloaded model: its files, and the bytes of each on this device.

import * as v from 'valibot';
import type { ModelSource } from './model-source.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const downloadedFile = v.object({
  name: v.string(),
  url: v.string(),
  optional: v.boolean(),
  /** Version of the file: its ETag, otherwise its `Last-Modified` date. */
  tag: v.optional(v.string()),
  /** Size in bytes; undefined until the host has sent it. */
  total: v.optional(count),
  /** Received bytes, from the start of the file. */
  here: count,
  /** `absent`: the host has no such file. */
  state: v.picklist(['partly', 'whole', 'absent']),
});

const downloadedModel = v.object({
  id: v.string(),
  name: v.string(),
  host: v.string(),
  files: v.pipe(v.array(downloadedFile), v.minLength(1), v.maxLength(40)),
});

export type DownloadedFile = Readonly<v.InferOutput<typeof downloadedFile>>;
export type DownloadedModel = Readonly<Omit<v.InferOutput<typeof downloadedModel>, 'files'>> & {
  readonly files: readonly DownloadedFile[];
};

/** The record stored under a key; undefined if it is invalid. */
export function parseDownloadedModel(key: string, record: unknown): DownloadedModel | undefined {
  const result = v.safeParse(downloadedModel, record);
  return result.success && result.output.id === key ? result.output : undefined;
}

/** The record of a model before its first byte. */
export function emptyDownload({ id, name, host, files }: ModelSource): DownloadedModel {
  return { id, name, host, files: files.map((file) => ({ ...file, here: 0, state: 'partly' })) };
}

export function withFile(model: DownloadedModel, file: DownloadedFile): DownloadedModel {
  return { ...model, files: model.files.map((each) => (each.url === file.url ? file : each)) };
}
