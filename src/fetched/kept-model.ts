// What is written down of a model that is being fetched or was: which files, and how much of each is on this device.

import * as v from 'valibot';
import type { WantedModel } from './model-address.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const keptFile = v.object({
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

const keptModel = v.object({
  id: v.string(),
  name: v.string(),
  host: v.string(),
  files: v.pipe(v.array(keptFile), v.minLength(1), v.maxLength(3)),
});

export type KeptFile = Readonly<v.InferOutput<typeof keptFile>>;
export type KeptModel = Readonly<Omit<v.InferOutput<typeof keptModel>, 'files'>> & {
  readonly files: readonly KeptFile[];
};

/** Nothing where what was kept is not as it is written here. */
export function readKept(value: unknown): KeptModel | undefined {
  const result = v.safeParse(keptModel, value);
  return result.success ? result.output : undefined;
}

/** Nothing of it is here yet. */
export function nothingOf({ id, name, host, files }: WantedModel): KeptModel {
  return { id, name, host, files: files.map((file) => ({ ...file, here: 0, state: 'partly' })) };
}

export function withFile(model: KeptModel, file: KeptFile): KeptModel {
  return { ...model, files: model.files.map((each) => (each.url === file.url ? file : each)) };
}

export const isWhole = ({ files }: KeptModel): boolean => files.every(({ state }) => state !== 'partly');

/** Bytes that are here, and bytes in all once every host has told. */
export function bytesOf({ files }: KeptModel): { readonly here: number; readonly total?: number } {
  const here = files.reduce((sum, file) => sum + file.here, 0);
  const known = files.every(({ total, state }) => total !== undefined || state === 'absent');
  return known ? { here, total: files.reduce((sum, file) => sum + (file.total ?? 0), 0) } : { here };
}
