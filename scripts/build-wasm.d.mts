// Types of build-wasm.mjs, which is JavaScript because scripts/run.mjs imports it without a TypeScript loader.

/** Compiles the AssemblyScript kernels if a source is newer than the modules. @throws with the compiler's message. */
export function buildWasm(): Promise<void>;
