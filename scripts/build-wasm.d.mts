// Types of build-wasm.mjs, which is JavaScript because scripts/run.mjs needs it before anything can read TypeScript.

/** Compiles the CPU kernels if a source is newer than their modules. Throws with the compiler's message. */
export function buildWasm(): Promise<void>;
