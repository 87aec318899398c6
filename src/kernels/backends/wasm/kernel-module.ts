// Loads the compiled WebAssembly kernels, with relaxed SIMD if the engine supports it.

import { lazyImport } from '../../../shared/lazy-import.ts';

/** Arguments are byte addresses of tensors, and constants. */
export type WasmKernel = (...args: number[]) => void;

export interface KernelModule {
  /** `relaxed-simd` fuses multiply and add, with one rounding, where the processor can. */
  readonly name: 'relaxed-simd' | 'simd';
  /** Exports by name, as in the `wasm` fields of passes. */
  readonly kernels: Readonly<Record<string, WasmKernel>>;
  readonly memory: WebAssembly.Memory;
  /** The kernels' own data lies below this address. */
  readonly firstFree: number;
}

/** 1 MiB, more than the kernels' own data. */
const INITIAL_PAGES = 16;

/** Loads the given module; default: the fastest the engine supports. */
export async function loadKernels(name?: KernelModule['name']): Promise<KernelModule> {
  if (name !== 'simd') {
    const relaxed = await lazyImport(() => import('./generated/kernels-relaxed.wasm?url&inline'));
    const bytes = await decode(relaxed.default);
    // Feature detection: engines without relaxed SIMD reject the module.
    if (name === 'relaxed-simd' || WebAssembly.validate(bytes)) return instantiate('relaxed-simd', bytes);
  }
  const plain = await lazyImport(() => import('./generated/kernels-simd.wasm?url&inline'));
  return instantiate('simd', await decode(plain.default));
}

/** The bytes of a data: URL. The modules are small and inlined into the script that loads them. */
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
