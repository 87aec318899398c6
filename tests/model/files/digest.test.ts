// The checksum of a model file: any changed bit is found, a mere reordering is not an error, and files without one open.

import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verifyDigestInSlices, withDigest } from '../../../src/model/files/digest.ts';
import {
  readSafeTensors,
  type SafeTensorsFile,
  writeSafeTensors,
} from '../../../src/model/files/safetensors.ts';
import { finish } from '../../../src/shared/budget.ts';

const FILE: SafeTensorsFile = {
  tensors: new Map([
    ['b', { dtype: 'F32', shape: [2, 2], data: new Float32Array([1, -2, 3.5, 0]) }],
    ['a', { dtype: 'I32', shape: [3], data: new Int32Array([7, 8, 9]) }],
  ]),
  metadata: new Map([
    ['origin', '{"step":3}'],
    ['config', '{"L":1}'],
  ]),
};
const SEALED = withDigest(FILE);

const check = (file: SafeTensorsFile) => () => finish(verifyDigestInSlices(file, 'model file'));
const DAMAGED = 'model file: its checksum does not match, so it is damaged or was edited';

test('CRC-32 of known contents', () => {
  // Computed with Python's zlib.crc32 over the same bytes.
  expect(SEALED.metadata.get('digest')).toBe('crc32:0391a384');
});

test('an unchanged file passes, also after writing, reading and reordering', () => {
  expect(check(SEALED)).not.toThrow();
  expect(check(readSafeTensors(writeSafeTensors(SEALED)))).not.toThrow();
  const reversed = {
    tensors: new Map([...SEALED.tensors].reverse()),
    metadata: new Map([...SEALED.metadata].reverse()),
  };
  expect(check(readSafeTensors(writeSafeTensors(reversed)))).not.toThrow();
});

test('any flipped bit of any tensor is found', () => {
  const bytes = writeSafeTensors(SEALED);
  fc.assert(
    fc.property(fc.nat({ max: 7 * 4 * 8 - 1 }), (bit) => {
      const changed = bytes.slice();
      changed[changed.length - 1 - (bit >> 3)] ^= 1 << (bit & 7);
      expect(check(readSafeTensors(changed))).toThrow(DAMAGED);
    }),
    { numRuns: 7 * 4 * 8 },
  );
});

test.each<[string, Partial<SafeTensorsFile>]>([
  ['changed metadata', { metadata: new Map([...SEALED.metadata, ['origin', '{"step":4}']]) }],
  ['more metadata', { metadata: new Map([...SEALED.metadata, ['more', '']]) }],
  ['a missing tensor', { tensors: new Map([...SEALED.tensors].slice(1)) }],
  [
    'swapped tensors',
    { tensors: new Map([...SEALED.tensors].map(([name, tensor]) => [name + name, tensor])) },
  ],
])('%s is found', (_, changes) => {
  expect(check({ ...SEALED, ...changes })).toThrow(DAMAGED);
});

test('files without a checksum, or with one of another algorithm, pass', () => {
  expect(check(FILE)).not.toThrow();
  expect(check({ ...FILE, metadata: new Map([...FILE.metadata, ['digest', 'blake3:00']]) })).not.toThrow();
});

test('a large tensor is checked with pauses, in the same checksum', () => {
  const data = Float32Array.from({ length: 2.5e6 }, (_, i) => i);
  const large = withDigest({
    tensors: new Map([['a', { dtype: 'F32', shape: [data.length], data }]]),
    metadata: new Map(),
  });
  const header = new TextEncoder().encode(JSON.stringify(['a', 'F32', [data.length]]));
  const crc = crc32(new Uint8Array(data.buffer), crc32(header));
  expect(large.metadata.get('digest')).toBe(`crc32:${crc.toString(16).padStart(8, '0')}`);
  const reports = [...verifyDigestInSlices(large, 'model file')];
  expect(reports.map(({ done }) => done)).toEqual([2 ** 22, 2 ** 23, 1e7]);
  expect(reports.at(-1)?.total).toBe(1e7);
  data[data.length - 1]++;
  expect(check(large)).toThrow(DAMAGED);
});
