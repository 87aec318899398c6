// The page's half of the door to the runs kept on this device.

import type * as Comlink from 'comlink';
import type { Evaluation, RunCard, RunsApi, SaveRequest } from './lab-api.ts';
import { type LongWait, watchOf } from './waiting.ts';

type AskRuns = <Answer>(
  question: (api: Comlink.Remote<RunsApi>) => Promise<Answer>,
  signal?: AbortSignal,
) => Promise<Answer>;

/** The kept runs as the page calls them: each method is that of `RunsApi`. */
export class RunsClient {
  readonly #ask: AskRuns;

  constructor(ask: AskRuns) {
    this.#ask = ask;
  }

  list(): Promise<RunCard[]> {
    return this.#ask((api) => api.list());
  }

  room(): Promise<{ used: number; quota?: number }> {
    return this.#ask((api) => api.room());
  }

  open(id: string): Promise<void> {
    return this.#ask((api) => api.open(id));
  }

  rename(id: string, name: string): Promise<void> {
    return this.#ask((api) => api.rename(id, name));
  }

  duplicate(id: string): Promise<void> {
    return this.#ask((api) => api.duplicate(id));
  }

  remove(id: string): Promise<void> {
    return this.#ask((api) => api.remove(id));
  }

  restore(id: string): Promise<void> {
    return this.#ask((api) => api.restore(id));
  }

  export(id: string, asked: SaveRequest = {}): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask((api) => api.export(id, asked));
  }

  import(file: Uint8Array<ArrayBuffer>, name: string): Promise<void> {
    return this.#ask((api) => api.import(file, name));
  }

  keep(): Promise<void> {
    return this.#ask((api) => api.keep());
  }

  look(step: number | undefined): Promise<void> {
    return this.#ask((api) => api.look(step));
  }

  takeStock(wait: LongWait = {}): Promise<Evaluation> {
    return this.#ask((api) => api.takeStock(watchOf(wait)), wait.signal);
  }

  branch(): Promise<void> {
    return this.#ask((api) => api.branch());
  }
}
