// Makes a map of neighbourhoods, stretch by stretch, for as long as it is wanted.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { messageOf } from '../../../message-of.ts';
import type { MapReading, MapRequest } from '../../../workers/lab-api.ts';

/** One map at a time; its latest stretch is drawn while the next is made. */
export class NeighbourhoodMapping implements ReactiveController {
  /** As far as the map has come. */
  reading?: MapReading;
  /** What went wrong, a sentence. */
  error?: string;
  running = false;

  readonly #host: ReactiveControllerHost;
  readonly #ask: (request: MapRequest) => Promise<MapReading>;
  /** Counts the maps begun: an older one's answers count no more. */
  #turn = 0;

  constructor(host: ReactiveControllerHost, ask: (request: MapRequest) => Promise<MapReading>) {
    this.#host = host;
    this.#ask = ask;
    host.addController(this);
  }

  async start(options: Pick<MapRequest, 'dimensions' | 'seed'>): Promise<void> {
    const turn = ++this.#turn;
    this.error = undefined;
    this.running = true;
    this.#host.requestUpdate();
    try {
      for (let restart = true; this.running && turn === this.#turn; restart = false) {
        const reading = await this.#ask({ ...options, restart });
        if (turn !== this.#turn) return;
        this.reading = reading;
        if (reading.epoch >= reading.epochs) this.running = false;
        this.#host.requestUpdate();
        // Each stretch is seen before the next is asked for; out of sight, none is.
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = messageOf(error);
      this.running = false;
      this.#host.requestUpdate();
    }
  }

  stop(): void {
    this.running = false;
    this.#host.requestUpdate();
  }

  /** Another model has another map. */
  forget(): void {
    this.#turn++;
    this.running = false;
    this.reading = undefined;
    this.error = undefined;
  }

  hostDisconnected(): void {
    this.#turn++; // what is on its way is not drawn any more
    this.running = false;
  }
}
