// One thread's instance of the compiled kernels. It knows none of their files: a thread gets the module from the first one.

/** Arguments are byte addresses of tensors, and constants. */
export type WasmKernel = (...args: number[]) => void;

/** An instance of the kernels on one thread. */
export interface KernelInstance {
  /** Exports by name, as in the `wasm` fields of passes; in the same order on every thread. */
  readonly kernels: Readonly<Record<string, WasmKernel>>;
  /** The kernels' own data lies below this address. */
  readonly firstFree: number;
  /** Distance from that data to this thread's copy of it. */
  readonly threadOffset: WebAssembly.Global;
}

/** An instance for a further thread. */
export async function instantiateKernels(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  wideTiles: boolean,
): Promise<KernelInstance> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const { first_free, thread_offset, wide_tiles, ...kernels } = exports;
  (wide_tiles as WebAssembly.Global).value = Number(wideTiles);
  return {
    kernels: kernels as Record<string, WasmKernel>,
    firstFree: (first_free as WebAssembly.Global).value,
    threadOffset: thread_offset as WebAssembly.Global,
  };
}
