// Reading and writing safetensors: 8 bytes of header length, a JSON header, then the tensors' bytes, little-endian.
// The reader treats the file as untrusted: it checks every size against the bytes of the file.

import { elementCount, formatShape } from '../../kernels/shape.ts';
import { FILE_BUDGET, finish, type Sliced, withinBudget } from '../../shared/budget.ts';
import { toFloat16 } from '../../shared/float16.ts';
import type { Job } from '../../shared/job.ts';
import { plainJson } from '../../shared/plain-json.ts';
import { shownValue } from '../../shared/shown-value.ts';
import { JsonError, parseJsonInSlices } from '../../shared/strict-json.ts';
import { truncate } from '../../shared/truncate.ts';
import { isFloatType, toFloats } from './float-types.ts';

export interface SafeTensor {
  readonly dtype: 'F32' | 'I32' | 'I8';
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Int8Array<ArrayBuffer>;
}

export interface SafeTensorsFile {
  readonly tensors: ReadonlyMap<string, SafeTensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** The file is invalid; the message names the location. */
export class SafeTensorsError extends Error {
  override readonly name = 'SafeTensorsError';
}

const LENGTH_BYTES = 8;
/** Several times what the most tensors and the largest vocabulary take; the reference implementation reads up to 100 MB. */
const MAX_HEADER_BYTES = 25_000_000;
/** Bytes per value of every type in the format, since unsupported tensors are size-checked too. */
const DTYPE_BYTES: Readonly<Record<string, number>> = {
  ...{ F64: 8, F32: 4, F16: 2, BF16: 2, F8_E4M3: 1, F8_E5M2: 1 },
  ...{ I64: 8, I32: 4, I16: 2, I8: 1, U64: 8, U32: 4, U16: 2, U8: 1, BOOL: 1 },
};
const METADATA_KEY = '__metadata__';
/** Hundreds of layers have fewer. */
const MAX_TENSORS = 20_000;
/** A tensor has four. */
const MAX_HEADER_KEYS = 1_000_000;
/** Limits the size of untrusted shapes. */
const MAX_RANK = 8;
/** Tensor names in messages are truncated to this length. */
const MAX_NAME_LENGTH = 80;

/** Header entry of a tensor, which occupies bytes `begin` to `end` of the data. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** The header of a file, checked against the file's size. */
export interface SafeTensorsHeader {
  readonly entries: readonly TensorEntry[];
  readonly metadata: ReadonlyMap<string, string>;
  /** Offset of the data in the file. */
  readonly dataStart: number;
}

/** Throws a `SafeTensorsError` if the file is invalid. Copies the data. */
export const readSafeTensors = (bytes: Uint8Array): SafeTensorsFile => finish(safeTensorsInSlices(bytes));

/** As `readSafeTensors`, with pauses. Ignored tensors may have types that are not supported. */
export function* safeTensorsInSlices(
  bytes: Uint8Array,
  isIgnored: (name: string) => boolean = () => false,
): Sliced<SafeTensorsFile> {
  rejectIf(!(bytes instanceof Uint8Array), `its bytes are ${shownValue(bytes)}; they must be a Uint8Array`);
  const { entries, metadata, dataStart } = yield* headerInSlices(bytes, bytes.length);
  const used = entries.filter(({ name }) => !isIgnored(name));
  // 8 bits: in checkpoints of bundled models. Weights of a model file are floats.
  const readable = used.map((entry) => ({
    ...entry,
    dtype: entry.dtype === 'I8' ? ('I8' as const) : supportedDtype(entry),
  }));
  const tensors = new Map<string, SafeTensor>();
  for (const { name, dtype, shape, begin, end } of readable) {
    // Not bytes.slice(), which does not copy if the bytes are a Node Buffer.
    const { buffer } = new Uint8Array(bytes.subarray(dataStart + begin, dataStart + end));
    if (dtype === 'I32') tensors.set(name, { dtype, shape, data: new Int32Array(buffer) });
    else if (dtype === 'I8') tensors.set(name, { dtype, shape, data: new Int8Array(buffer) });
    else tensors.set(name, { dtype: 'F32', shape, data: toFloats(dtype, buffer) });
    yield { label: 'bytes read', done: end, total: bytes.length - dataStart };
  }
  return { tensors, metadata };
}

/** Reads the header only, for files too large for memory. */
export async function* readSafeTensorsHeader(file: Blob): Job<SafeTensorsHeader> {
  const bytesOf = async (end: number) => new Uint8Array(await file.slice(0, end).arrayBuffer());
  const dataStart = headerEnd(await bytesOf(LENGTH_BYTES), file.size);
  return yield* withinBudget(headerInSlices(await bytesOf(dataStart), file.size), FILE_BUDGET);
}

/** The type of a tensor if it is supported; throws otherwise. */
export function supportedDtype({ name, dtype }: TensorEntry): 'F32' | 'F16' | 'BF16' | 'I32' {
  if (isFloatType(dtype) || dtype === 'I32') return dtype;
  throw new SafeTensorsError(
    `safetensors: tensor ${quoteName(name)} is of type ${quoteName(dtype)}; F32, F16, BF16 and I32 are supported`,
  );
}

/** End of the header in a file of `size` bytes, from the first bytes of the file. */
function headerEnd(bytes: Uint8Array, size: number): number {
  rejectIf(bytes.length < LENGTH_BYTES, `it has ${bytes.length} bytes, too few for a safetensors file`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getBigUint64(0, true);
  const availableBytes = size - LENGTH_BYTES;
  rejectIf(
    headerLength > BigInt(availableBytes),
    `its header claims ${headerLength} bytes, and the file has room for ${availableBytes}`,
  );
  rejectIf(
    headerLength > MAX_HEADER_BYTES,
    `its header has ${headerLength} bytes; at most ${MAX_HEADER_BYTES} are read`,
  );
  return LENGTH_BYTES + Number(headerLength);
}

/** The header of a file of `size` bytes, from the first bytes of the file. */
export function* headerInSlices(bytes: Uint8Array, size: number): Sliced<SafeTensorsHeader> {
  const dataStart = headerEnd(bytes, size);
  const rawEntries = yield* parseHeader(bytes, dataStart);
  const available = size - dataStart;
  rejectIf(
    rawEntries.length > MAX_TENSORS,
    `the header describes ${rawEntries.length} tensors; at most ${MAX_TENSORS} are supported`,
  );
  const entries = rawEntries
    .filter(([name]) => name !== METADATA_KEY)
    .map(([name, entry]) => checkEntry(name, entry, available));
  // Before any copy: overlapping tensors could require far more memory than the file's size.
  checkSpans(entries, available);
  const metadata = rawEntries.find(([name]) => name === METADATA_KEY)?.[1];
  return { entries, metadata: readMetadata(metadata), dataStart };
}

function* parseHeader(bytes: Uint8Array, dataStart: number): Sliced<[string, unknown][]> {
  let header: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, dataStart));
    header = yield* parseJsonInSlices(text, { keys: MAX_HEADER_KEYS });
  } catch (error) {
    const problem = error instanceof JsonError ? error.message : 'is not UTF-8 text';
    throw new SafeTensorsError(`safetensors: the header ${problem}`);
  }
  rejectIf(!isRecord(header), 'the header is not a JSON object');
  return Object.entries(header as Record<string, unknown>);
}

function readMetadata(entry: unknown = {}): Map<string, string> {
  rejectIf(!isRecord(entry), 'the metadata is not a JSON object');
  const texts = Object.entries(entry as Record<string, unknown>);
  for (const [key, value] of texts)
    rejectIf(typeof value !== 'string', `the metadata ${quoteName(key)} is not a string`);
  return new Map(texts as [string, string][]);
}

function checkEntry(name: string, entry: unknown, available: number): TensorEntry {
  const tensor = `tensor ${quoteName(name)}`;
  rejectIf(!isRecord(entry), `${tensor} has no description`);
  const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(DTYPE_BYTES, dtype)) {
    const other = typeof dtype === 'string' ? `of type ${quoteName(dtype)}` : 'without a type';
    throw new SafeTensorsError(`safetensors: ${tensor} is ${other}; F32, F16, BF16 and I32 are supported`);
  }
  if (!isCountArray(shape, MAX_RANK)) {
    throw new SafeTensorsError(`safetensors: ${tensor} has an invalid shape`);
  }
  if (!isCountArray(offsets, 2) || offsets.length !== 2) {
    throw new SafeTensorsError(`safetensors: ${tensor} has no two offsets`);
  }
  const [begin, end] = offsets;
  rejectIf(begin > end, `${tensor} ends before it begins`);
  rejectIf(end > available, `${tensor} ends at byte ${end}, and the data has ${available}`);
  const needed = elementCount(shape) * DTYPE_BYTES[dtype];
  rejectIf(
    needed !== end - begin,
    `${tensor} of shape ${formatShape(shape)} needs ${needed} bytes and has ${end - begin}`,
  );
  return { name, dtype, shape, begin, end };
}

/** Tensors may be in any order, but must fill the data without overlap or gap. */
function checkSpans(entries: readonly TensorEntry[], available: number): void {
  let reached = 0;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    rejectIf(begin < reached, `tensor ${quoteName(name)} overlaps another`);
    rejectIf(begin > reached, `there is a gap before tensor ${quoteName(name)}`);
    reached = end;
  }
  rejectIf(reached !== available, `${available - reached} bytes follow the last tensor`);
}

/** The file as bytes, tensors in insertion order, floats as `floatType`; the header is padded so that the data starts at a multiple of 8 bytes. */
export function writeSafeTensors(
  { tensors, metadata }: SafeTensorsFile,
  floatType: 'F32' | 'F16' = 'F32',
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = Object.create(null);
  rejectIf(tensors.has(METADATA_KEY), `'${METADATA_KEY}' is not a valid tensor name`);
  if (metadata.size > 0) header[METADATA_KEY] = Object.fromEntries(metadata);
  let end = 0;
  const stored = [...tensors].map(([name, { dtype, shape, data }]) =>
    floatType === 'F16' && data instanceof Float32Array
      ? { name, dtype: floatType, shape, data: toFloat16(data) }
      : { name, dtype, shape, data },
  );
  for (const { name, dtype, shape, data } of stored) {
    const begin = end;
    end += data.byteLength;
    header[name] = { dtype, shape, data_offsets: [begin, end] };
  }
  const json = new TextEncoder().encode(plainJson(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength);
  bytes.set(json, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerLength;
  for (const { data } of stored) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

function quoteName(text: string): string {
  return `'${truncate(text, MAX_NAME_LENGTH)}'`;
}

function rejectIf(condition: boolean, message: string): void {
  if (condition) throw new SafeTensorsError(`safetensors: ${message}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCountArray(value: unknown, maxLength: number): value is number[] {
  return (
    Array.isArray(value) && value.length <= maxLength && value.every((n) => Number.isSafeInteger(n) && n >= 0)
  );
}
