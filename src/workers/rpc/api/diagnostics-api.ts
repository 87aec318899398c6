// What the lab tells of the machine it runs on.

/** How fast one of the two cases is trained. */
export interface SpeedReport {
  /** `small`. */
  name: string;
  /** `L2 H2 C64 T32 B16 V128`. */
  sizes: string;
  /** Median. */
  tokensPerSecond: number;
  steps: number;
  /** Which kernels ran: by pass (`linear.forward`), how often each variant. */
  variants: Record<string, Record<string, number>>;
}

export interface Diagnostics {
  backend: 'webgpu' | 'wasm' | 'reference';
  adapter: string;
  /** How many threads train; absent where there is one, or a GPU. */
  threads?: number;
  /** Why this engine and not a faster one. */
  reason?: string;
  /** How the kernels did against plain arithmetic when the engine started, a sentence. */
  selfTest: string;
  /** What the browser tells of the adapter, or the engine of itself: names, features, limits. */
  details: Record<string, string>;
  /** What the engine holds at this moment, all networks and views together. */
  memory: {
    bytes: number;
    buffers: number;
    pipelines: number;
    /** Of WebAssembly's memory, which never shrinks. */
    reserved?: number;
  };
  /** Empty unless asked for. */
  speeds: SpeedReport[];
}
