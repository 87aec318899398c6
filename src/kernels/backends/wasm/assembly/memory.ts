// Exports for the executor, which shares its memory with the kernels.
//
// The kernels are the exported functions of src/kernels/ops/<op>/<op>.as.ts, named as the `wasm` fields of the ops' passes
// name them. Tensors are passed as byte addresses (0: absent), constants as numbers. Gradients are accumulated; the
// executor clears them first. The sources compile to two modules, with plain SIMD and with relaxed SIMD, where `fma` rounds
// once. Every sum has a fixed order, so one module on one machine computes the same bits every time. No kernel allocates.

/** The module's own data, tables and packed operands, lies below this address. */
export const first_free: usize = __heap_base;

/** Distance from the module's own data to this thread's copy of it, set by the thread; 0 for the first. */
export let thread_offset: usize = 0;

/** Whether the engine keeps twelve sums of a wide tile in registers, set by the loader. */
export let wide_tiles: bool = false;

/** This thread's copy of scratch memory: instances on several threads share one memory. */
// @ts-ignore: decorator
@inline
export function own(at: usize): usize {
  return at + thread_offset;
}

/** Sets words [first, end) of a tensor to zero. */
export function clear(at: usize, first: i32, end: i32): void {
  memory.fill(at + 4 * first, 0, 4 * (end - first));
}
