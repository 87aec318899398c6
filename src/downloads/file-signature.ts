// What a file must begin with: what begins wrong is noticed before hundreds of megabytes of it are here. The worker checks the
// whole when it is opened.

/** A safetensors begins with the length of its header, eight bytes, and the header with a brace. */
export const SIGNATURE_BYTES = 9;
/** The format's own limit. */
const MAX_HEADER_BYTES = 100_000_000;
/** A tokenizer has a megabyte or two. */
const MAX_JSON_BYTES = 32_000_000;
const BRACE = 0x7b;
const SPACES = [0x20, 0x09, 0x0a, 0x0d];

const isJson = (name: string) => name.endsWith('.json');

/** Bytes that no file of this name has more of. */
export const maxBytes = (name: string): number => (isJson(name) ? MAX_JSON_BYTES : Number.POSITIVE_INFINITY);

export const formatOf = (name: string): string => (isJson(name) ? 'JSON' : 'safetensors');

/** Whether a file of this name can begin so; with fewer than `START_BYTES`, whether it may yet. */
export function hasMagicBytes(name: string, start: Uint8Array<ArrayBuffer>): boolean {
  if (isJson(name)) return (start.find((byte) => !SPACES.includes(byte)) ?? BRACE) === BRACE;
  if (start.length < SIGNATURE_BYTES) return true;
  const header = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  return header > 0n && header <= BigInt(MAX_HEADER_BYTES) && start[SIGNATURE_BYTES - 1] === BRACE;
}
