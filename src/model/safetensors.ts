// Reading and writing safetensors: 8 bytes of header length, a JSON header, then the tensors' bytes, little-endian.
// The reader trusts nothing in the file: every figure is checked against the bytes that are really there.

import { elements, formatShape } from '../kernels/shape.ts';

export interface SafeTensor {
  readonly dtype: 'F32' | 'I32';
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
}

export interface SafeTensorsFile {
  readonly tensors: ReadonlyMap<string, SafeTensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** The file is not what it claims to be; the message says where. */
export class SafeTensorsError extends Error {
  override readonly name = 'SafeTensorsError';
}

const LENGTH_BYTES = 8;
/** The limit of the reference implementation. */
const LARGEST_HEADER = 100_000_000;
const BYTES_A_NUMBER = 4;

/** Throws a `SafeTensorsError` with one sentence for whatever is wrong. Data is copied: the bytes may be dropped. */
export function readSafeTensors(bytes: Uint8Array): SafeTensorsFile {
  const { header, dataStart } = readHeader(bytes);
  const tensors = new Map<string, SafeTensor>();
  const metadata = new Map<string, string>();
  const spans: { name: string; begin: number; end: number }[] = [];
  for (const [name, entry] of header) {
    if (name === '__metadata__') {
      readMetadata(entry, metadata);
      continue;
    }
    const { dtype, shape, begin, end } = checkEntry(name, entry, bytes.length - dataStart);
    spans.push({ name, begin, end });
    // Not bytes.slice(), which copies nothing when the bytes are a Node Buffer.
    const { buffer } = new Uint8Array(bytes.subarray(dataStart + begin, dataStart + end));
    const data = dtype === 'F32' ? new Float32Array(buffer) : new Int32Array(buffer);
    tensors.set(name, { dtype, shape, data });
  }
  checkSpans(spans, bytes.length - dataStart);
  return { tensors, metadata };
}

function readHeader(bytes: Uint8Array): { header: [string, unknown][]; dataStart: number } {
  refuse(bytes.length < LENGTH_BYTES, `it has ${bytes.length} bytes, too few for a safetensors file`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const claimed = view.getBigUint64(0, true);
  const room = Math.min(LARGEST_HEADER, bytes.length - LENGTH_BYTES);
  refuse(claimed > BigInt(room), `its header claims ${claimed} bytes, and the file has room for ${room}`);
  const dataStart = LENGTH_BYTES + Number(claimed);
  let header: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(LENGTH_BYTES, dataStart));
    header = JSON.parse(text);
  } catch {
    throw new SafeTensorsError('safetensors: the header is not JSON in UTF-8');
  }
  refuse(!isRecord(header), 'the header is not a JSON object');
  return { header: Object.entries(header as Record<string, unknown>), dataStart };
}

function readMetadata(entry: unknown, metadata: Map<string, string>): void {
  refuse(!isRecord(entry), 'the metadata is not a JSON object');
  for (const [key, value] of Object.entries(entry as Record<string, unknown>)) {
    refuse(typeof value !== 'string', `the metadata '${key}' is not a text`);
    metadata.set(key, value as string);
  }
}

function checkEntry(name: string, entry: unknown, available: number) {
  refuse(!isRecord(entry), `tensor '${name}' has no description`);
  const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  if (dtype !== 'F32' && dtype !== 'I32') {
    throw new SafeTensorsError(
      `safetensors: tensor '${name}' is ${String(dtype)}; this lab reads F32 and I32`,
    );
  }
  refuse(!isListOfCounts(shape), `tensor '${name}' has an impossible shape`);
  refuse(
    !isListOfCounts(offsets) || (offsets as number[]).length !== 2,
    `tensor '${name}' has no two offsets`,
  );
  const [begin, end] = offsets as number[];
  refuse(begin > end, `tensor '${name}' ends before it begins`);
  refuse(end > available, `tensor '${name}' ends at byte ${end}, and the data has ${available}`);
  const needed = elements(shape as number[]) * BYTES_A_NUMBER;
  refuse(
    needed !== end - begin,
    `tensor '${name}' of shape ${formatShape(shape as number[])} needs ${needed} bytes and has ${end - begin}`,
  );
  return { dtype: dtype as SafeTensor['dtype'], shape: shape as number[], begin, end };
}

/** Tensors may stand in any order, but must fill the data without overlap or gap. */
function checkSpans(spans: { name: string; begin: number; end: number }[], available: number): void {
  let reached = 0;
  for (const { name, begin, end } of [...spans].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    refuse(begin < reached, `tensor '${name}' overlaps another`);
    refuse(begin > reached, `there is a gap before tensor '${name}'`);
    reached = end;
  }
  refuse(reached !== available, `${available - reached} bytes follow the last tensor`);
}

/** The whole file as bytes; tensors in the order given, the header padded so that data starts on 8 bytes. */
export function writeSafeTensors({ tensors, metadata }: SafeTensorsFile): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = Object.create(null);
  if (metadata.size > 0) header.__metadata__ = Object.fromEntries(metadata);
  let end = 0;
  for (const [name, { dtype, shape, data }] of tensors) {
    const begin = end;
    end += data.length * BYTES_A_NUMBER;
    header[name] = { dtype, shape, data_offsets: [begin, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength);
  bytes.set(json, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerLength;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

function refuse(condition: boolean, sentence: string): void {
  if (condition) throw new SafeTensorsError(`safetensors: ${sentence}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
