// Makes a map of neighbourhoods, stretch by stretch, for as long as it is wanted.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { errorMessage } from '../../../shared/error-message.ts';
import type { UmapRequest, UmapResult } from '../../../workers/rpc/api/lab-api.ts';

/** One map at a time; its latest stretch is drawn while the next is made. */
export class UmapController implements ReactiveController {
  /** As far as the map has come. */
  result?: UmapResult;
  /** What went wrong, a sentence. */
  error?: string;
  isRunning = false;

  readonly #host: ReactiveControllerHost;
  readonly #fetch: (request: UmapRequest) => Promise<UmapResult>;
  /** Counts the maps begun: an older one's answers count no more. */
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
        // Each stretch is seen before the next is asked for; out of sight, none is.
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    } catch (error) {
      if (runId !== this.#runId) return;
      this.error = errorMessage(error);
      this.isRunning = false;
      this.#host.requestUpdate();
    }
  }

  stop(): void {
    this.isRunning = false;
    this.#host.requestUpdate();
  }

  /** Another model has another map. */
  reset(): void {
    this.#runId++;
    this.isRunning = false;
    this.result = undefined;
    this.error = undefined;
  }

  hostDisconnected(): void {
    this.#runId++; // what is on its way is not drawn any more
    this.isRunning = false;
  }
}
