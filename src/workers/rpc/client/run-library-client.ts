// The page's half of the door to the runs kept on this device.

import type * as Comlink from 'comlink';
import type { Evaluation, RunLibraryApi, RunSummary, SaveRequest } from '../api/lab-api.ts';
import { type CallOptions, toProgressCallback } from './call-options.ts';

type CallRunLibrary = <Answer>(
  question: (api: Comlink.Remote<RunLibraryApi>) => Promise<Answer>,
  signal?: AbortSignal,
) => Promise<Answer>;

/** The kept runs as the page calls them: each method is that of `RunsApi`. */
export class RunLibraryClient {
  readonly #call: CallRunLibrary;

  constructor(ask: CallRunLibrary) {
    this.#call = ask;
  }

  list(): Promise<RunSummary[]> {
    return this.#call((api) => api.list());
  }

  storageEstimate(): Promise<{ used: number; quota?: number }> {
    return this.#call((api) => api.storageEstimate());
  }

  open(id: string): Promise<void> {
    return this.#call((api) => api.open(id));
  }

  rename(id: string, name: string): Promise<void> {
    return this.#call((api) => api.rename(id, name));
  }

  duplicate(id: string): Promise<void> {
    return this.#call((api) => api.duplicate(id));
  }

  remove(id: string): Promise<void> {
    return this.#call((api) => api.remove(id));
  }

  restore(id: string): Promise<void> {
    return this.#call((api) => api.restore(id));
  }

  export(id: string, request: SaveRequest = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#call((api) => api.export(id, request));
  }

  import(file: Uint8Array<ArrayBuffer>, name: string): Promise<void> {
    return this.#call((api) => api.import(file, name));
  }

  flush(): Promise<void> {
    return this.#call((api) => api.flush());
  }

  viewCheckpoint(step: number | undefined): Promise<void> {
    return this.#call((api) => api.viewCheckpoint(step));
  }

  evaluateCheckpoint(options: CallOptions = {}): Promise<Evaluation> {
    return this.#call((api) => api.evaluateCheckpoint(toProgressCallback(options)), options.signal);
  }

  branch(): Promise<void> {
    return this.#call((api) => api.branch());
  }
}
