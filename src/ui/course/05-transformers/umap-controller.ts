// Computes a UMAP layout in segments, until it is complete or stopped.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { UmapRequest, UmapResult } from '../../../workers/rpc/api/lab-api.ts';
import { toDisplayMessage } from '../../format/display-message.ts';

/** Computes one layout at a time; the latest segment is shown while the next is computed. */
export class UmapController implements ReactiveController {
  /** The layout so far. */
  result?: UmapResult;
  /** Error message. */
  error?: string;
  isRunning = false;

  readonly #host: ReactiveControllerHost;
  readonly #fetch: (request: UmapRequest) => Promise<UmapResult>;
  /** Number of layouts started; results of earlier ones are ignored. */
  #runId = 0;

  constructor(host: ReactiveControllerHost, ask: (request: UmapRequest) => Promise<UmapResult>) {
    this.#host = host;
    this.#fetch = ask;
    host.addController(this);
  }

  async start(options: Pick<UmapRequest, 'dimensions' | 'seed'>): Promise<void> {
    const runId = ++this.#runId;
    this.error = undefined;
    this.isRunning = true;
    this.#host.requestUpdate();
    try {
      for (let restart = true; this.isRunning && runId === this.#runId; restart = false) {
        const result = await this.#fetch({ ...options, restart });
        if (runId !== this.#runId) return;
        this.result = result;
        if (result.epoch >= result.epochs) this.isRunning = false;
        this.#host.requestUpdate();
        // The next segment is requested after the previous one was rendered; hidden pages request none.
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    } catch (error) {
      if (runId !== this.#runId) return;
      this.error = toDisplayMessage(error);
      this.isRunning = false;
      this.#host.requestUpdate();
    }
  }

  stop(): void {
    this.isRunning = false;
    this.#host.requestUpdate();
  }

  /** Discards the layout, since another model has another one. */
  reset(): void {
    this.#runId++;
    this.isRunning = false;
    this.result = undefined;
    this.error = undefined;
  }

  hostDisconnected(): void {
    this.#runId++; // ignores a pending segment
    this.isRunning = false;
  }
}
