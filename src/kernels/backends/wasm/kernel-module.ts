// The compiled CPU kernels, with relaxed SIMD where the engine takes it.

/** A kernel's arguments are byte addresses and constants; none returns anything. */
export type WasmKernel = (...args: number[]) => void;

export interface KernelModule {
  /** `relaxed-simd` multiplies and adds with one rounding where the processor can. */
  readonly name: 'relaxed-simd' | 'simd';
  /** What passes name in their `wasm` field. */
  readonly kernels: Readonly<Record<string, WasmKernel>>;
  readonly memory: WebAssembly.Memory;
  /** Bytes below this address belong to the kernels. */
  readonly firstFree: number;
}

/** 1 MiB, more than the kernels keep for themselves. */
const INITIAL_PAGES = 16;

/** The better module this engine accepts, or the one that is asked for. */
export async function loadKernels(name?: KernelModule['name']): Promise<KernelModule> {
  if (name !== 'simd') {
    const relaxed = await import('./generated/kernels-relaxed.wasm?url&inline');
    const bytes = await decode(relaxed.default);
    // The module is its own probe: engines without relaxed SIMD call it invalid.
    if (name === 'relaxed-simd' || WebAssembly.validate(bytes)) return instantiate('relaxed-simd', bytes);
  }
  const plain = await import('./generated/kernels-simd.wasm?url&inline');
  return instantiate('simd', await decode(plain.default));
}

/** The bytes of a data: address. The modules are small, and travel inside the script that needs them. */
async function decode(url: string): Promise<ArrayBuffer> {
  return (await fetch(url)).arrayBuffer();
}

async function instantiate(name: KernelModule['name'], bytes: ArrayBuffer): Promise<KernelModule> {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES });
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const { first_free, ...kernels } = instance.exports;
  return {
    name,
    kernels: kernels as Record<string, WasmKernel>,
    memory,
    firstFree: (first_free as WebAssembly.Global).value,
  };
}
