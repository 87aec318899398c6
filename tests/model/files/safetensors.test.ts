// Safetensors: round trip of valid files, one error for invalid ones.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SafeTensor } from '../../../src/model/files/safetensors.ts';
import { readSafeTensors, SafeTensorsError, writeSafeTensors } from '../../../src/model/files/safetensors.ts';

/** A file with this header, as it stands, and so many bytes of data. */
function fileWith(header: unknown, dataBytes = 0): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const tensor = (shape: number[], begin: number, end: number, dtype: unknown = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

function f32(...values: number[]): SafeTensor {
  return { dtype: 'F32', shape: [values.length], data: Float32Array.from(values) };
}

function write(tensors: Record<string, SafeTensor>, metadata: Record<string, string> = {}) {
  return writeSafeTensors({
    tensors: new Map(Object.entries(tensors)),
    metadata: new Map(Object.entries(metadata)),
  });
}

/** The sentence a file is refused with. */
function readError(bytes: Uint8Array): string {
  try {
    readSafeTensors(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(SafeTensorsError);
    return (error as Error).message;
  }
  throw new Error('the file was accepted');
}

describe('a valid file', () => {
  it('has the bytes of the format', () => {
    const bytes = write({ w: f32(1, -2) });
    const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect((8 + headerLength) % 8).toBe(0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
    expect(header).toEqual({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } });
    expect([...new Float32Array(bytes.slice(8 + headerLength).buffer)]).toEqual([1, -2]);
  });

  it('may be empty, or contain scalars and empty tensors', () => {
    expect(readSafeTensors(fileWith({})).tensors.size).toBe(0);
    const { tensors } = readSafeTensors(fileWith({ none: tensor([0, 3], 0, 0), one: tensor([], 0, 4) }, 4));
    expect(tensors.get('none')?.data).toHaveLength(0);
    expect(tensors.get('one')?.data).toHaveLength(1);
  });

  it('may have its tensors in any order', () => {
    const bytes = fileWith({ second: tensor([1], 4, 8), first: tensor([1], 0, 4, 'I32') }, 8);
    bytes.set([7, 0, 0, 0], bytes.length - 8);
    expect(readSafeTensors(bytes).tensors.get('first')?.data[0]).toBe(7);
  });

  it('is copied, also from a view into a larger buffer', () => {
    const inner = write({ w: f32(5), v: f32(6, 7) });
    const outer = Buffer.concat([Buffer.alloc(3), inner]);
    const { tensors } = readSafeTensors(outer.subarray(3));
    outer.fill(0);
    expect([...(tensors.get('v') as SafeTensor).data]).toEqual([6, 7]);
    expect(tensors.get('v')?.data.buffer.byteLength).toBe(8);
  });

  it('round-trips with any names and values', () => {
    const floats = fc.float32Array({ maxLength: 20 }).map((data): SafeTensor => {
      return { dtype: 'F32', shape: [data.length], data: Float32Array.from(data) };
    });
    const integers = fc.int32Array({ maxLength: 10 }).map((data): SafeTensor => {
      return { dtype: 'I32', shape: [1, data.length], data: Int32Array.from(data) };
    });
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', 'constructor', 'toString', '0', ''),
    );
    const entries = <Value>(value: fc.Arbitrary<Value>) => fc.array(fc.tuple(name, value), { maxLength: 6 });
    fc.assert(
      fc.property(entries(fc.oneof(floats, integers)), entries(name), (tensors, metadata) => {
        const file = { tensors: new Map(tensors), metadata: new Map(metadata) };
        const read = readSafeTensors(writeSafeTensors(file));
        expect([...read.tensors].map(described).sort()).toEqual([...file.tensors].map(described).sort());
        expect([...read.metadata].sort()).toEqual([...file.metadata].sort());
      }),
    );
  });

  it('cannot contain a tensor with the name of the metadata', () => {
    expect(() => write({ __metadata__: f32(1) })).toThrow("'__metadata__' is not a valid tensor name");
  });
});

/** A header of so many bytes, most of which are spaces. */
function withSpaces(length: number): Uint8Array {
  const bytes = new Uint8Array(8 + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  return Object.assign(bytes, { 8: 0x7b, 9: 0x7d });
}

describe('an invalid file', () => {
  it.each([
    ['too short', new Uint8Array(7), 'it has 7 bytes, too few for a safetensors file'],
    [
      'a header of 2 GB',
      withHeaderLength(2n ** 31n),
      'its header claims 2147483648 bytes, and the file has room for 2',
    ],
    [
      'a header beyond all numbers',
      withHeaderLength(2n ** 64n - 1n),
      'its header claims 18446744073709551615 bytes',
    ],
    [
      'a header that is larger than any with a model’s tensors',
      withSpaces(25_000_001),
      'its header has 25000001 bytes; at most 25000000 are read',
    ],
    ['no JSON', fileWith('{"a":'), 'the header is not JSON'],
    ['no UTF-8', Uint8Array.from([1, 0, 0, 0, 0, 0, 0, 0, 0xff]), 'the header is not UTF-8 text'],
    ['a list', fileWith([]), 'the header is not a JSON object'],
    ['null', fileWith('null'), 'the header is not a JSON object'],
    ['metadata in a list', fileWith({ __metadata__: [] }), 'the metadata is not a JSON object'],
    ['a number as metadata', fileWith({ __metadata__: { step: 1 } }), "the metadata 'step' is not a string"],
    ['a tensor that is a number', fileWith({ w: 1 }), "tensor 'w' has no description"],
    ['a name of the prototype', fileWith('{"__proto__": 1}'), "tensor '__proto__' has no description"],
    [
      'double precision',
      fileWith({ w: tensor([1], 0, 8, 'F64') }, 8),
      "tensor 'w' is of type 'F64'; F32, F16",
    ],
    [
      'halves in the room of whole numbers',
      fileWith({ w: tensor([2], 0, 8, 'F16') }, 8),
      "tensor 'w' of shape (2) needs 4 bytes and has 8",
    ],
    [
      'an unknown type',
      fileWith({ w: tensor([1], 0, 1, 'constructor') }, 1),
      "tensor 'w' is of type 'constructor'; F32, F16",
    ],
    [
      'a type that is no text',
      fileWith({ w: tensor([1], 0, 4, { toString: 1 }) }, 4),
      "'w' is without a type",
    ],
    ['a negative size', fileWith({ w: tensor([-1], 0, 4) }, 4), "tensor 'w' has an invalid shape"],
    ['half an element', fileWith({ w: tensor([0.5], 0, 2) }, 2), "tensor 'w' has an invalid shape"],
    ['a million axes', fileWith({ w: tensor(Array(1e6).fill(1), 0, 4) }, 4), "'w' has an invalid shape"],
    [
      'one offset',
      fileWith({ w: { dtype: 'F32', shape: [1], data_offsets: [0] } }, 4),
      "'w' has no two offsets",
    ],
    ['an end before the start', fileWith({ w: tensor([1], 4, 0) }, 4), "tensor 'w' ends before it begins"],
    [
      '2 GB of data',
      fileWith({ w: tensor([2 ** 29], 0, 2 ** 31) }, 4),
      "'w' ends at byte 2147483648, and the data has 4",
    ],
    [
      'another size',
      fileWith({ w: tensor([2, 3], 0, 20) }, 20),
      "'w' of shape (2, 3) needs 24 bytes and has 20",
    ],
    ['a size beyond numbers', fileWith({ w: tensor([2 ** 52, 2 ** 52], 0, 4) }, 4), "'w' of shape"],
    [
      'an overlap',
      fileWith({ a: tensor([2], 0, 8), b: tensor([1], 4, 8) }, 8),
      "tensor 'b' overlaps another",
    ],
    [
      'a gap',
      fileWith({ a: tensor([1], 0, 4), b: tensor([1], 8, 12) }, 12),
      "there is a gap before tensor 'b'",
    ],
    ['more data than tensors', fileWith({ a: tensor([1], 0, 4) }, 9), '5 bytes follow the last tensor'],
    [
      'the same tensor twice',
      fileWith(duplicateKeyHeader(), 8),
      "the header has the key 'a' twice in one object",
    ],
    [
      '60,000 tensors',
      fileWith(Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`w${i}`, tensor([0], 0, 0)]))),
      'the header describes 60000 tensors; at most 20000 are supported',
    ],
    ['a header of a million levels', fileWith('{"a":'.repeat(1e6)), 'nests more than 32 levels deep'],
  ])('%s', (_, bytes, sentence) => {
    expect(readError(bytes)).toContain(sentence);
  });

  it('truncates long names in the message', () => {
    expect(readError(fileWith({ ['w'.repeat(1e6)]: 1 })).length).toBeLessThan(200);
  });

  it('never allocates more than its size: overlapping tensors are rejected before any copy', () => {
    const many = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, i) => [`w${i}`, tensor([2 ** 18], 0, 2 ** 20)]),
    );
    expect(readError(fileWith(many, 2 ** 20))).toContain('overlaps another');
  });

  it('is rejected when truncated anywhere', () => {
    const bytes = write({ w: f32(1, 2, 3), v: f32(4) }, { config: '{}' });
    for (let length = 0; length < bytes.length; length++) readError(bytes.subarray(0, length));
  });

  it('damaged anywhere, is rejected with a message or read within its bounds', () => {
    const bytes = write({ w: f32(1, 2, 3), v: f32(4) }, { config: '{}' });
    const place = fc.nat({ max: bytes.length - 1 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(place, fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const damaged = bytes.slice();
          for (const [at, value] of changes) damaged[at] = value;
          expectParsedOrRejected(damaged);
        },
      ),
    );
  });

  it('with an arbitrary header, is rejected with a message or read within its bounds', () => {
    const weird = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(null, -0, 1e308, 2 ** 53, 'F32', 'I32', [], {}, [0, 4], [4]),
    );
    const entry = fc.record(
      {
        dtype: fc.oneof(fc.constantFrom('F32', 'I32'), weird),
        shape: fc.oneof(fc.array(fc.nat({ max: 3 }), { maxLength: 3 }), weird),
        data_offsets: fc.oneof(fc.tuple(fc.nat({ max: 16 }), fc.nat({ max: 16 })), weird),
      },
      { requiredKeys: [] },
    );
    const name = fc.oneof(fc.string(), fc.constantFrom('__proto__', '__metadata__', 'constructor', 'w'));
    const header = fc.oneof(fc.dictionary(name, fc.oneof(entry, weird)), weird);
    fc.assert(
      fc.property(header, fc.nat({ max: 24 }), (json, size) => {
        expectParsedOrRejected(fileWith(json, size));
      }),
      { numRuns: 1000 },
    );
  });

  it('of arbitrary bytes is rejected with a message', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => expectParsedOrRejected(bytes)));
  });
});

/** A tensor as text, bit by bit: NaN is NaN, and −0 is not 0. */
function described([name, { dtype, shape, data }]: [string, SafeTensor]): string {
  return JSON.stringify([name, dtype, shape, Buffer.from(data.buffer).toString('hex')]);
}

/** What may happen to any bytes: a `SafeTensorsError` of one sentence, or tensors no larger than the file. */
function expectParsedOrRejected(bytes: Uint8Array): void {
  try {
    const { tensors } = readSafeTensors(bytes);
    const held = [...tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
    expect(held).toBeLessThanOrEqual(bytes.length);
  } catch (error) {
    expect(error).toBeInstanceOf(SafeTensorsError);
    expect((error as Error).message).toMatch(/^safetensors: .+/s);
  }
}

/** Two bytes of header, and the claim of many more. */
function withHeaderLength(length: bigint): Uint8Array {
  const bytes = new Uint8Array(10);
  new DataView(bytes.buffer).setBigUint64(0, length, true);
  return bytes;
}

/** JSON.parse keeps the last of two equal keys, other readers the first. */
function duplicateKeyHeader(): string {
  const entry = (begin: number) => JSON.stringify(tensor([1], begin, begin + 4));
  return `{"a": ${entry(0)}, "a": ${entry(4)}}`;
}
