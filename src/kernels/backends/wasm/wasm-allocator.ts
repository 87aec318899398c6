// A first-fit allocator for the linear memory of a WebAssembly executor.

import { invariant } from '../../errors.ts';

const PAGE_BYTES = 65536;
/** Alignment in bytes: that of tensors in a plan; aligned vectors do not cross cache lines. */
const BLOCK_BYTES = 256;

interface Span {
  start: number;
  length: number;
}

export class WasmAllocator {
  private readonly memory: WebAssembly.Memory;
  /** Free spans by address; adjacent spans are coalesced. */
  private readonly freeSpans: Span[];
  /** End of the memory that has been in use; what follows is zero, and takes no memory of the machine until it is written. */
  private usedEnd: number;

  /** Never allocates below `firstFree`. */
  constructor(memory: WebAssembly.Memory, firstFree: number) {
    this.memory = memory;
    const start = Math.ceil(firstFree / BLOCK_BYTES) * BLOCK_BYTES;
    this.freeSpans = [{ start, length: memory.buffer.byteLength - start }];
    this.usedEnd = start;
  }

  /** Address of `bytes` zeroed bytes. @throws KernelError if memory cannot grow. */
  allocate(bytes: number): number {
    const length = blockLength(bytes);
    let span = this.freeSpans.find((candidate) => candidate.length >= length);
    if (!span) span = this.grow(length);
    const { start } = span;
    span.start += length;
    span.length -= length;
    if (span.length === 0) this.freeSpans.splice(this.freeSpans.indexOf(span), 1);
    const end = start + length;
    new Uint8Array(this.memory.buffer).fill(0, start, Math.min(end, this.usedEnd)); // nothing, if that is before the start
    this.usedEnd = Math.max(this.usedEnd, end);
    return start;
  }

  /** Frees a block returned by `allocate(bytes)`. */
  release(start: number, bytes: number): void {
    this.addFree({ start, length: blockLength(bytes) });
  }

  /** `length` elements at an address. Growing memory detaches views, so create one for each use. */
  float32View(address: number, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.memory.buffer, address, length);
  }

  int32View(address: number, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.memory.buffer, address, length);
  }

  /** Grows by at least a quarter, because growing is slow in some engines; returns a free span of at least `length` bytes. */
  private grow(length: number): Span {
    const previousBytes = this.memory.buffer.byteLength;
    const pages = Math.ceil(length / PAGE_BYTES);
    try {
      this.memory.grow(Math.max(pages, Math.ceil(previousBytes / PAGE_BYTES / 4)));
    } catch {
      invariant(tryGrow(this.memory, pages), 'memory', outOfMemoryMessage(previousBytes, length));
    }
    return this.addFree({ start: previousBytes, length: this.memory.buffer.byteLength - previousBytes });
  }

  /** Inserts a free span, coalesced with its neighbours; returns the result. */
  private addFree(span: Span): Span {
    const after = this.freeSpans.findIndex(({ start }) => start > span.start);
    const index = after < 0 ? this.freeSpans.length : after;
    this.freeSpans.splice(index, 0, span);
    this.coalesce(index);
    return this.coalesce(index - 1) ?? span;
  }

  /** Merges the spans at `index` and `index + 1` if they are adjacent. */
  private coalesce(index: number): Span | undefined {
    const [span, next] = [this.freeSpans[index], this.freeSpans[index + 1]];
    if (!span || !next || span.start + span.length !== next.start) return undefined;
    span.length += next.length;
    this.freeSpans.splice(index + 1, 1);
    return span;
  }
}

function blockLength(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / BLOCK_BYTES)) * BLOCK_BYTES;
}

function tryGrow(memory: WebAssembly.Memory, pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}

function outOfMemoryMessage(used: number, requested: number): string {
  const mebibytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);
  return `cannot allocate ${mebibytes(requested)} MiB beyond the ${mebibytes(used)} MiB in use; choose a smaller model or batch`;
}
