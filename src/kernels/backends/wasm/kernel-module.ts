// Loads the compiled WebAssembly kernels, with relaxed SIMD if the engine supports it.

import { decodeDataUrl } from '../../../shared/data-url.ts';
import { lazyImport } from '../../../shared/lazy-import.ts';
import { instantiateKernels, type KernelInstance } from './instantiate-kernels.ts';
import { withoutSharing } from './memory-import.ts';

/** `relaxed-simd` fuses multiply and add, with one rounding, where the processor can. */
export type KernelSet = 'relaxed-simd' | 'simd';

export interface KernelModule extends KernelInstance {
  readonly name: KernelSet;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** The same on every thread. */
  readonly wideTiles: boolean;
}

/** 1 MiB, more than the kernels' own data. */
const INITIAL_PAGES = 16;
/** 4 GiB, as far as addresses reach. Shared memory must declare its maximum, and so must the other in the same module. */
const MAXIMUM_PAGES = 65536;

/**
 * Whether the engine's compiler keeps the twelve sums of a wide tile in registers: V8 from 13.6 on (Chrome 136, Node 24) and Firefox do;
 * before, wide tiles took twice the time. Engines without `Float16Array` are older. The sums are the same either way.
 */
const HAS_WIDE_TILES = 'Float16Array' in globalThis;

/** They import a shared memory. */
const MODULES = {
  simd: () => import('./generated/kernels-simd.wasm?url&inline'),
  'relaxed-simd': () => import('./generated/kernels-relaxed.wasm?url&inline'),
} as const;

/** Loads the given kernels; default: the fastest the engine supports. */
export async function loadKernels(
  name?: KernelSet,
  isShared = false,
  wideTiles = HAS_WIDE_TILES,
): Promise<KernelModule> {
  const load = async (set: KernelSet) => {
    // The modules are small and inlined into the script that loads them.
    const bytes = decodeDataUrl((await lazyImport(MODULES[set])).default).buffer;
    return isShared ? bytes : withoutSharing(bytes);
  };
  const memory = () =>
    new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES, shared: isShared });
  if (name !== 'simd') {
    const bytes = await load('relaxed-simd');
    // Feature detection: engines without relaxed SIMD reject the module.
    if (name === 'relaxed-simd' || WebAssembly.validate(bytes))
      return compile('relaxed-simd', bytes, memory(), wideTiles);
  }
  return compile('simd', await load('simd'), memory(), false);
}

async function compile(
  name: KernelSet,
  bytes: ArrayBuffer,
  memory: WebAssembly.Memory,
  wideTiles: boolean,
): Promise<KernelModule> {
  const module = await WebAssembly.compile(bytes);
  return { name, module, memory, wideTiles, ...(await instantiateKernels(module, memory, wideTiles)) };
}
