// The kernels are compiled once, for memory that threads share. The module for memory of one thread differs in one bit: its import.

const IMPORT_SECTION = 2;
const MEMORY_IMPORT = 2;
/** In the limits of a memory. */
const IS_SHARED = 2;

/** The same module, whose memory is not shared; it has the same maximum. @throws Error for modules that import anything else */
export function withoutSharing(module: ArrayBuffer): ArrayBuffer {
  const bytes = new Uint8Array(module.slice(0));
  let at = 8; // after the magic number and the version
  const integer = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const skip = (length: number) => {
    at += length;
  };
  while (at < bytes.length) {
    const section = bytes[at++];
    const size = integer();
    if (section !== IMPORT_SECTION) {
      skip(size);
      continue;
    }
    const imports = integer();
    skip(integer()); // name of the module
    skip(integer()); // name of the import
    if (imports !== 1 || bytes[at++] !== MEMORY_IMPORT) break;
    bytes[at] &= ~IS_SHARED;
    return bytes.buffer;
  }
  throw new Error('The kernels import something other than one memory.');
}
