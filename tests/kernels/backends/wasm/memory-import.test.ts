// One module for shared memory and for memory of one thread: both load and compute the same.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadKernels } from '../../../../src/kernels/backends/wasm/kernel-module.ts';
import { withoutSharing } from '../../../../src/kernels/backends/wasm/memory-import.ts';

const compiled = new Uint8Array(readFileSync('src/kernels/backends/wasm/generated/kernels-simd.wasm')).buffer;
const R = 3;
const N = 67;

test('both kinds of memory compute the same bits', async () => {
  const results = await Promise.all(
    [false, true].map(async (isShared) => {
      const { kernels, memory, firstFree } = await loadKernels('simd', isShared);
      const x = new Float32Array(memory.buffer, firstFree, R * N);
      for (let i = 0; i < x.length; i++) x[i] = Math.sin(i);
      const p = firstFree + 4 * R * N;
      kernels.softmax_forward(firstFree, p, N, 0, R);
      return { buffer: memory.buffer, bits: [...new Uint32Array(memory.buffer.slice(p, p + 4 * R * N))] };
    }),
  );
  const [alone, shared] = results;
  expect(alone.buffer).toBeInstanceOf(ArrayBuffer);
  expect(shared.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(alone.bits).toEqual(shared.bits);
  expect(alone.bits.some((bits) => bits !== 0)).toBe(true);
});

describe('the memory import', () => {
  const differences = (a: ArrayBuffer, b: ArrayBuffer) => {
    const [before, after] = [new Uint8Array(a), new Uint8Array(b)];
    expect(after.length).toBe(before.length);
    return [...before.keys()].filter((i) => before[i] !== after[i]);
  };

  test('changes by one byte, and the module is not touched', () => {
    const before = compiled.slice(0);
    const changed = differences(compiled, withoutSharing(compiled));
    expect(changed).toHaveLength(1);
    expect(differences(before, compiled)).toEqual([]);
  });

  test('is found wherever it is', () => {
    const custom = [0, 0x83, 0x01, 1, 0x78, ...Array(129).fill(0xff)]; // a section of 131 bytes named x
    const bytes = new Uint8Array(compiled);
    const moved = new Uint8Array([...bytes.slice(0, 8), ...custom, ...bytes.slice(8)]).buffer;
    const [at] = differences(compiled, withoutSharing(compiled));
    expect(differences(moved, withoutSharing(moved))).toEqual([at + custom.length]);
    expect(WebAssembly.validate(withoutSharing(moved))).toBe(true);
  });

  test('other modules are refused', () => {
    const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]).buffer;
    expect(() => withoutSharing(empty)).toThrow('The kernels import something other than one memory.');
    // (import "e" "f" (func)), of the type (func)
    const withFunction = [1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 0x65, 1, 0x66, 0, 0];
    const other = new Uint8Array([...new Uint8Array(empty), ...withFunction]).buffer;
    expect(WebAssembly.validate(other)).toBe(true);
    expect(() => withoutSharing(other)).toThrow('The kernels import something other than one memory.');
  });
});
