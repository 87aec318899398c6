// Checks the first bytes of a download, so that a wrong file fails before hundreds of megabytes are received. The worker
// validates the whole file when it opens it.

/** A safetensors file starts with the header length (8 bytes) and a brace. */
export const SIGNATURE_BYTES = 9;
/** The format's own limit. */
const MAX_HEADER_BYTES = 100_000_000;
/** Tokenizers have one or two megabytes. */
const MAX_JSON_BYTES = 32_000_000;
const BRACE = 0x7b;
const SPACES = [0x20, 0x09, 0x0a, 0x0d];

const isJson = (name: string) => name.endsWith('.json');

/** Upper bound of the file's size, in bytes. */
export const maxBytes = (name: string): number => (isJson(name) ? MAX_JSON_BYTES : Number.POSITIVE_INFINITY);

export const formatOf = (name: string): string => (isJson(name) ? 'JSON' : 'safetensors');

/** Whether a file of this name can start with these bytes; true while fewer than `SIGNATURE_BYTES` are known. */
export function hasMagicBytes(name: string, start: Uint8Array<ArrayBuffer>): boolean {
  if (isJson(name)) return (start.find((byte) => !SPACES.includes(byte)) ?? BRACE) === BRACE;
  if (start.length < SIGNATURE_BYTES) return true;
  const header = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  return header > 0n && header <= BigInt(MAX_HEADER_BYTES) && start[SIGNATURE_BYTES - 1] === BRACE;
}
