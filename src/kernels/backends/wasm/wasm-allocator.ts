// The one linear memory of a WebAssembly executor, handed out in blocks and taken back.

import { invariant } from '../../errors.ts';

const PAGE_BYTES = 65536;
/** Bytes. Tensors of a plan start on such multiples, and vectors never cross a cache line. */
const BLOCK_BYTES = 256;

interface Span {
  start: number;
  length: number;
}

export class WasmAllocator {
  private readonly memory: WebAssembly.Memory;
  /** What nobody uses, by address; no two touch each other. */
  private readonly freeSpans: Span[];

  /** Bytes below `first` stay untouched. */
  constructor(memory: WebAssembly.Memory, firstFree: number) {
    this.memory = memory;
    const start = Math.ceil(firstFree / BLOCK_BYTES) * BLOCK_BYTES;
    this.freeSpans = [{ start, length: memory.buffer.byteLength - start }];
  }

  /** Address of `bytes` zeroed bytes; throws a sentence if the machine gives no more. */
  allocate(bytes: number): number {
    const length = blockLength(bytes);
    let span = this.freeSpans.find((candidate) => candidate.length >= length);
    if (!span) span = this.grow(length);
    const { start } = span;
    span.start += length;
    span.length -= length;
    if (span.length === 0) this.freeSpans.splice(this.freeSpans.indexOf(span), 1);
    new Uint8Array(this.memory.buffer, start, length).fill(0);
    return start;
  }

  /** Takes back what `allocate(bytes)` gave. */
  release(start: number, bytes: number): void {
    this.addFree({ start, length: blockLength(bytes) });
  }

  /** `length` numbers at an address. The view is good until memory grows, so it is made anew for each use. */
  float32View(address: number, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.memory.buffer, address, length);
  }

  int32View(address: number, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.memory.buffer, address, length);
  }

  /** Grows by a quarter or more, since growing is slow in some engines; returns free space of at least `length`. */
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

  /** Joins a span with its free neighbours; returns the whole. */
  private addFree(span: Span): Span {
    const after = this.freeSpans.findIndex(({ start }) => start > span.start);
    const index = after < 0 ? this.freeSpans.length : after;
    this.freeSpans.splice(index, 0, span);
    this.coalesce(index);
    return this.coalesce(index - 1) ?? span;
  }

  /** Makes one of the spans at `index` and after it if they touch. */
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
  return `${mebibytes(requested)} MiB more than the ${mebibytes(used)} in use are not to be had; choose a smaller model or batch`;
}
