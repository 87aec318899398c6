// The memory of the WebAssembly executor: blocks given, taken back and joined.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WasmAllocator } from '../../../../src/kernels/backends/wasm/wasm-allocator.ts';

const PAGE = 65536;

function createAllocator(pages = 1, first = 0, maximum = 256) {
  const memory = new WebAssembly.Memory({ initial: pages, maximum });
  return { memory, blocks: new WasmAllocator(memory, first) };
}

describe('KernelMemory', () => {
  it('starts blocks on multiples of 256 bytes, above what the kernels keep for themselves', () => {
    const { blocks } = createAllocator(1, 1000);
    expect(blocks.allocate(1)).toBe(1024);
    expect(blocks.allocate(257)).toBe(1280);
    expect(blocks.allocate(4)).toBe(1792);
  });

  it('gives zeroed memory, also where somebody wrote before', () => {
    const { blocks } = createAllocator();
    const address = blocks.allocate(512);
    blocks.float32View(address, 128).fill(7);
    blocks.release(address, 512);
    expect(blocks.allocate(512)).toBe(address);
    expect(blocks.float32View(address, 128).every((x) => x === 0)).toBe(true);
  });

  it('joins what is released, in any order, into one block again', () => {
    const { memory, blocks } = createAllocator();
    const quarters = [0, 1, 2, 3].map(() => blocks.allocate(PAGE / 4));
    for (const i of [1, 3, 2, 0]) blocks.release(quarters[i], PAGE / 4);
    expect(blocks.allocate(PAGE)).toBe(0);
    expect(memory.buffer.byteLength).toBe(PAGE);
  });

  it('grows when nothing fits, and keeps what was written', () => {
    const { memory, blocks } = createAllocator();
    const small = blocks.allocate(256);
    blocks.float32View(small, 1)[0] = 3;
    const large = blocks.allocate(5 * PAGE);
    expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(5 * PAGE);
    expect(blocks.float32View(small, 1)[0]).toBe(3);
    expect(blocks.float32View(large, (5 * PAGE) / 4)).toHaveLength((5 * PAGE) / 4);
  });

  it('says how much is missing when the machine gives no more', () => {
    const { blocks } = createAllocator(1, 0, 2);
    expect(() => blocks.allocate(16 * 2 ** 20)).toThrow(
      'memory: 16 MiB more than the 1 in use are not to be had; choose a smaller model or batch',
    );
  });

  it('never gives the same byte twice', () => {
    const requests = fc.array(
      fc.oneof(fc.record({ bytes: fc.integer({ min: 1, max: 3 * PAGE }) }), fc.record({ release: fc.nat() })),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(requests, (steps) => {
        const { blocks } = createAllocator(1, 0, 4096);
        const held: { start: number; bytes: number }[] = [];
        for (const step of steps) {
          if ('bytes' in step) {
            const { bytes } = step;
            const start = blocks.allocate(bytes);
            for (const other of held) {
              expect(start + bytes <= other.start || other.start + other.bytes <= start).toBe(true);
            }
            held.push({ start, bytes });
          } else if (held.length > 0) {
            const [gone] = held.splice(step.release % held.length, 1);
            blocks.release(gone.start, gone.bytes);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
