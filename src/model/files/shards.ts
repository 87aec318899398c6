// Weights in several safetensors files, which `model.safetensors.index.json` lists, are read as one file.

import * as v from 'valibot';
import { KernelError } from '../../kernels/errors.ts';
import { truncate } from '../../shared/truncate.ts';
import { looseObject, recordOf } from '../../shared/validation.ts';
import type { SafeTensorsHeader, TensorEntry } from './safetensors.ts';

export interface Shard {
  readonly file: File;
  readonly header: SafeTensorsHeader;
}

const IndexSchema = looseObject({ weight_map: recordOf(v.string(), v.string()) });
/** Of the names of shards: which of how many. */
const NUMBERED = /^(?<name>.*)-(?<part>\d{5})-of-(?<parts>\d{5})\.safetensors$/i;
const MAX_SHOWN = 80;

/** Whether a JSON file is the index of a sharded model. */
export const isShardIndex = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'weight_map' in value;

/**
 * @param index the parsed index, which may be missing for one file, or where the names of the files number all parts
 * @throws KernelError that names the file or tensor if a part is missing, not of this model, or not what the index says
 */
export function joinShards(shards: readonly Shard[], index?: unknown): Shard {
  const [first] = shards;
  if (shards.length === 1 && index === undefined && !NUMBERED.test(first.file.name)) return first;
  const names = new Set(shards.map(({ file }) => file.name));
  if (index === undefined) checkNumbers(names);
  else checkIndex(shards, names, index);
  const entries: TensorEntry[] = [];
  let start = 0;
  for (const { file, header } of shards) {
    const at = start + header.dataStart;
    for (const entry of header.entries)
      entries.push({ ...entry, begin: at + entry.begin, end: at + entry.end });
    start += file.size;
  }
  checkDuplicates(entries);
  const { name = 'model' } = NUMBERED.exec(first.file.name)?.groups ?? {};
  const file = new File(
    shards.map((shard) => shard.file),
    `${name}.safetensors`,
  );
  return { file, header: { entries, metadata: first.header.metadata, dataStart: 0 } };
}

function checkNumbers(names: ReadonlySet<string>): void {
  const [first] = names;
  const { name, parts } = NUMBERED.exec(first)?.groups ?? {};
  if (parts === undefined)
    throw new KernelError(
      `There are ${names.size} files of weights; choose the model.safetensors.index.json that lists them as well.`,
    );
  const expected = Array.from(
    { length: Number(parts) },
    (_, i) => `${name}-${String(i + 1).padStart(5, '0')}-of-${parts}.safetensors`,
  );
  const missing = expected.filter((each) => !names.has(each));
  if (missing.length > 0)
    throw new KernelError(`“${missing[0]}” is missing: the weights are in ${expected.length} files.`);
  const strange = [...names].find((each) => !expected.includes(each));
  if (strange) throw new KernelError(`“${strange}” is no part of the weights in “${first}”.`);
}

/** The names of files that an index lists. */
export const shardNames = (index: unknown): readonly string[] => [...new Set(readIndex(index).values())];

/** Names of files by names of tensors. */
function readIndex(index: unknown): Map<string, string> {
  const { success, output } = v.safeParse(IndexSchema, index);
  const files = new Map(success ? Object.entries(output.weight_map) : []);
  if (files.size > 0) return files;
  throw new KernelError("The index of the weights has no 'weight_map' of names of files.");
}

/** Every tensor is where the index says, and nothing else is there. */
function checkIndex(shards: readonly Shard[], names: ReadonlySet<string>, index: unknown): void {
  const fileOf = readIndex(index);
  for (const name of new Set(fileOf.values()))
    if (!names.has(name))
      throw new KernelError(`“${truncate(name, MAX_SHOWN)}” is missing: the index lists it.`);
  for (const { file, header } of shards)
    for (const { name } of header.entries) {
      const listed = fileOf.get(name);
      if (listed !== file.name)
        throw new KernelError(
          `“${file.name}” has the tensor '${truncate(name, MAX_SHOWN)}', which the index ${listed === undefined ? 'does not list' : `lists for “${truncate(listed, MAX_SHOWN)}”`}.`,
        );
      fileOf.delete(name);
    }
  for (const [name, file] of fileOf)
    throw new KernelError(
      `“${truncate(file, MAX_SHOWN)}” lacks the tensor '${truncate(name, MAX_SHOWN)}', which the index lists for it.`,
    );
}

function checkDuplicates(entries: readonly TensorEntry[]): void {
  const names = new Set<string>();
  for (const { name } of entries) {
    if (names.has(name))
      throw new KernelError(`The tensor '${truncate(name, MAX_SHOWN)}' is in two files of weights.`);
    names.add(name);
  }
}
