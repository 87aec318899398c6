// Checksum in the metadata of a model file, which detects changed bytes. It covers metadata and tensors in the order of their
// names: a program that only reorders a file keeps it valid.

import crc32 from 'crc-32';
import { finish, type Sliced } from '../../shared/budget.ts';
import { plainJson } from '../../shared/plain-json.ts';
import { SafeTensorsError, type SafeTensorsFile } from './safetensors.ts';

/** Key of the checksum in the metadata. */
const DIGEST_KEY = 'digest';
const ALGORITHM = 'crc32:';
/** Bytes between two yields: a few milliseconds. */
const SLICE_BYTES = 2 ** 22;

/** The file with its checksum in the metadata. */
export function withDigest(file: SafeTensorsFile): SafeTensorsFile {
  return { ...file, metadata: new Map([...file.metadata, [DIGEST_KEY, finish(digestInSlices(file))]]) };
}

/**
 * Files without a checksum, or with one of another algorithm, pass.
 *
 * @throws SafeTensorsError that begins with `errorPrefix` if the contents differ from those that were written
 */
export function* verifyDigestInSlices(file: SafeTensorsFile, errorPrefix: string): Sliced<void> {
  const written = file.metadata.get(DIGEST_KEY);
  if (!written?.startsWith(ALGORITHM) || written === (yield* digestInSlices(file))) return;
  throw new SafeTensorsError(
    `${errorPrefix}: its checksum does not match, so it is damaged or was edited; delete '${DIGEST_KEY}' in its metadata to open it unchecked`,
  );
}

function* digestInSlices({ tensors, metadata }: SafeTensorsFile): Sliced<string> {
  const total = [...tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
  let done = 0;
  const encoder = new TextEncoder();
  let crc = 0;
  const add = (bytes: Uint8Array) => {
    crc = crc32.buf(bytes, crc);
  };
  for (const [key, text] of byName(metadata))
    if (key !== DIGEST_KEY) add(encoder.encode(plainJson([key, text])));
  for (const [name, { dtype, shape, data }] of byName(tensors)) {
    add(encoder.encode(plainJson([name, dtype, shape])));
    for (let at = 0; at < data.byteLength; at += SLICE_BYTES) {
      const length = Math.min(SLICE_BYTES, data.byteLength - at);
      add(new Uint8Array(data.buffer, data.byteOffset + at, length));
      done += length;
      yield { label: 'bytes checked', done, total };
    }
  }
  return ALGORITHM + (crc >>> 0).toString(16).padStart(8, '0');
}

/** In the order of UTF-16 code units, which does not depend on the locale. */
const byName = <Value>(entries: ReadonlyMap<string, Value>): [string, Value][] =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
