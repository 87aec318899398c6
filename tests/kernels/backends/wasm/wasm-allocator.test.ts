// The allocator of WebAssembly's linear memory.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WasmAllocator } from '../../../../src/kernels/backends/wasm/wasm-allocator.ts';

const PAGE = 65536;

function createAllocator(pages = 1, first = 0, maximum = 256) {
  const memory = new WebAssembly.Memory({ initial: pages, maximum });
  return { memory, allocator: new WasmAllocator(memory, first) };
}

describe('WasmAllocator', () => {
  it('aligns blocks to 256 bytes above the first free address', () => {
    const { allocator } = createAllocator(1, 1000);
    expect(allocator.allocate(1)).toBe(1024);
    expect(allocator.allocate(257)).toBe(1280);
    expect(allocator.allocate(4)).toBe(1792);
  });

  it('zeroes memory that is reused', () => {
    const { allocator } = createAllocator();
    const address = allocator.allocate(512);
    allocator.float32View(address, 128).fill(7);
    allocator.release(address, 512);
    expect(allocator.allocate(512)).toBe(address);
    expect(allocator.float32View(address, 128).every((x) => x === 0)).toBe(true);
  });

  it('coalesces blocks released in any order', () => {
    const { memory, allocator } = createAllocator();
    const quarters = [0, 1, 2, 3].map(() => allocator.allocate(PAGE / 4));
    for (const i of [1, 3, 2, 0]) allocator.release(quarters[i], PAGE / 4);
    expect(allocator.allocate(PAGE)).toBe(0);
    expect(memory.buffer.byteLength).toBe(PAGE);
  });

  it('grows when no span fits and preserves contents', () => {
    const { memory, allocator } = createAllocator();
    const small = allocator.allocate(256);
    allocator.float32View(small, 1)[0] = 3;
    const large = allocator.allocate(5 * PAGE);
    expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(5 * PAGE);
    expect(allocator.float32View(small, 1)[0]).toBe(3);
    expect(allocator.float32View(large, (5 * PAGE) / 4)).toHaveLength((5 * PAGE) / 4);
  });

  it('reports the failed size when memory cannot grow', () => {
    const { allocator } = createAllocator(1, 0, 2);
    expect(() => allocator.allocate(16 * 2 ** 20)).toThrow(
      'memory: cannot allocate 16 MiB beyond the 1 MiB in use; choose a smaller model or batch',
    );
  });

  it('never allocates overlapping blocks', () => {
    const requests = fc.array(
      fc.oneof(fc.record({ bytes: fc.integer({ min: 1, max: 3 * PAGE }) }), fc.record({ release: fc.nat() })),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(requests, (steps) => {
        const { allocator } = createAllocator(1, 0, 4096);
        const allocated: { start: number; bytes: number }[] = [];
        for (const step of steps) {
          if ('bytes' in step) {
            const { bytes } = step;
            const start = allocator.allocate(bytes);
            for (const other of allocated) {
              expect(start + bytes <= other.start || other.start + other.bytes <= start).toBe(true);
            }
            allocated.push({ start, bytes });
          } else if (allocated.length > 0) {
            const [block] = allocated.splice(step.release % allocated.length, 1);
            allocator.release(block.start, block.bytes);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
