// ZIP archives, read by their directory.

import { expect, test } from 'vitest';
import { zip } from '../../src/shared/zip.ts';
import { unzip } from '../support/unzip.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('an archive contains its files, the same bytes for the same files', () => {
  const files = [
    { name: 'config.json', bytes: bytes('{}') },
    { name: 'empty', bytes: new Uint8Array() },
    { name: 'model.safetensors', bytes: Uint8Array.from({ length: 70_000 }, (_, i) => i * 7) },
  ];
  const archive = zip(files);
  expect([...unzip(archive)]).toEqual(files.map((file) => [file.name, file.bytes]));
  expect(zip(files)).toEqual(archive);
  archive[40] ^= 1;
  expect(() => unzip(archive)).toThrow();
});
