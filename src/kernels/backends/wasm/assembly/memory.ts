// What the executor needs to know of the memory it shares with the kernels.

/** Bytes before this address belong to the module: tables, and room for packed operands. */
export const first_free: usize = __heap_base;

/** Sets `bytes` bytes to zero. */
export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}
