// Reads a ZIP archive of stored files by its directory, with Node's checksum.

import { crc32 } from 'node:zlib';

/** Throws if a local header, a size or a checksum differs from the directory. */
export function unzip(archive: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = archive.length - 22;
  if (view.getUint32(end, true) !== 0x06054b50) throw new Error('no end of the directory');
  const files = new Map<string, Uint8Array>();
  let at = view.getUint32(end + 16, true);
  for (let count = view.getUint16(end + 10, true); count > 0; count--) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new Error('no entry of the directory');
    const [method, crc, packed, size, nameLength] = [
      view.getUint16(at + 10, true),
      ...[16, 20, 24].map((offset) => view.getUint32(at + offset, true)),
      view.getUint16(at + 28, true),
    ];
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameLength));
    const localName = new TextDecoder().decode(archive.subarray(local + 30, local + 30 + nameLength));
    const bytes = archive.slice(local + 30 + nameLength, local + 30 + nameLength + size);
    if (view.getUint32(local, true) !== 0x04034b50 || localName !== name) throw new Error(`no file ${name}`);
    if (method !== 0 || packed !== size || crc32(bytes) !== crc) throw new Error(`${name} is damaged`);
    files.set(name, bytes);
    at += 46 + nameLength;
  }
  if (at !== end) throw new Error('the directory has another length');
  return files;
}
