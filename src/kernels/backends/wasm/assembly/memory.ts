// Exports for the executor, which shares its memory with the kernels.
//
// The kernels are the exported functions of src/kernels/ops/<op>/<op>.as.ts, named as the `wasm` fields of the ops' passes
// name them. Tensors are passed as byte addresses (0: absent), constants as numbers. Gradients are accumulated; the
// executor clears them first. The sources compile to two modules, with plain SIMD and with relaxed SIMD, where `fma` rounds
// once. Every sum has a fixed order, so one module on one machine computes the same bits every time. No kernel allocates.

/** The module's own data, tables and packed operands, lies below this address. */
export const first_free: usize = __heap_base;

/** Sets `bytes` bytes to zero. */
export function clear(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}
