// What is written down of a model that is being fetched or was: which files, and how much of each is on this device.

import * as v from 'valibot';
import type { ModelSource } from './model-source.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const downloadedFile = v.object({
  name: v.string(),
  url: v.string(),
  optional: v.boolean(),
  /** What its host says of this version of it (ETag, else date), by which another one is known. */
  tag: v.optional(v.string()),
  /** Bytes in all, once the host has told. */
  total: v.optional(count),
  /** Bytes that are here, from its beginning. */
  here: count,
  /** `absent`: the host has none. */
  state: v.picklist(['partly', 'whole', 'absent']),
});

const downloadedModel = v.object({
  id: v.string(),
  name: v.string(),
  host: v.string(),
  files: v.pipe(v.array(downloadedFile), v.minLength(1), v.maxLength(3)),
});

export type DownloadedFile = Readonly<v.InferOutput<typeof downloadedFile>>;
export type DownloadedModel = Readonly<Omit<v.InferOutput<typeof downloadedModel>, 'files'>> & {
  readonly files: readonly DownloadedFile[];
};

/** Nothing where what was kept is not as it is written here. */
export function parseDownloadedModel(value: unknown): DownloadedModel | undefined {
  const result = v.safeParse(downloadedModel, value);
  return result.success ? result.output : undefined;
}

/** Nothing of it is here yet. */
export function emptyDownload({ id, name, host, files }: ModelSource): DownloadedModel {
  return { id, name, host, files: files.map((file) => ({ ...file, here: 0, state: 'partly' })) };
}

export function withFile(model: DownloadedModel, file: DownloadedFile): DownloadedModel {
  return { ...model, files: model.files.map((each) => (each.url === file.url ? file : each)) };
}

export const isComplete = ({ files }: DownloadedModel): boolean =>
  files.every(({ state }) => state !== 'partly');

/** Bytes that are here, and bytes in all once every host has told. */
export function downloadProgress({ files }: DownloadedModel): {
  readonly here: number;
  readonly total?: number;
} {
  const here = files.reduce((sum, file) => sum + file.here, 0);
  const known = files.every(({ total, state }) => total !== undefined || state === 'absent');
  return known ? { here, total: files.reduce((sum, file) => sum + (file.total ?? 0), 0) } : { here };
}
