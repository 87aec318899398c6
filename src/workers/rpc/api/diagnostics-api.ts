// Diagnostics of the machine: engine, memory, speed.

/** Training speed of one case. */
export interface SpeedReport {
  /** `small`. */
  name: string;
  /** `L2 H2 C64 T32 B16 V128`. */
  sizes: string;
  /** Median. */
  tokensPerSecond: number;
  steps: number;
  /** Selected kernels: by pass (`linear.forward`), the count of each variant. */
  variants: Record<string, Record<string, number>>;
}

export interface Diagnostics {
  backend: 'webgpu' | 'wasm' | 'reference';
  adapter: string;
  /** Threads that train; absent for one thread or a GPU. */
  threads?: number;
  /** Why this engine and not a faster one. */
  reason?: string;
  /** Result of the self-test at the start of the engine. */
  selfTest: string;
  /** Names, features and limits of the adapter or engine. */
  details: Record<string, string>;
  /** Current memory of the engine, for all networks and views. */
  memory: {
    bytes: number;
    buffers: number;
    pipelines: number;
    /** Bytes of WebAssembly memory, which never shrinks. */
    reserved?: number;
  };
  /** Empty unless `speed` is set. */
  speeds: SpeedReport[];
}
