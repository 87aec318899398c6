// Work of the lab that takes its time: asked for by the visitor, followed piece by piece, stopped at will.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Lenses, LensName, LensProgress } from '../../workers/lab-api.ts';

/** Where long work stands, as a view draws it. */
export interface LookState<Asked = unknown, Answer = unknown> {
  /** What the answer was asked for. */
  readonly asked?: Asked;
  /** The last one; stays while a newer one is on its way. */
  readonly answer?: Answer;
  /** While it is under way; empty until the first piece is done. */
  readonly progress?: Partial<LensProgress>;
  /** What went wrong, a sentence. */
  readonly error?: string;
}

/** Of a look through a lens. */
export type LensState<Name extends LensName> = LookState<Lenses[Name]['asks'], Lenses[Name]['answers']>;

interface Wait {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LensProgress) => void;
}

/** One at a time: asking again, or leaving the page, stops what is under way; a view that has left asks nothing more. */
export class LongLook<Asked, Answer> implements ReactiveController {
  state: LookState<Asked, Answer> = {};

  readonly #host: ReactiveControllerHost;
  readonly #work: (asked: Asked, wait: Wait) => Promise<Answer>;
  #stop?: AbortController;
  #left = false;

  constructor(host: ReactiveControllerHost, work: (asked: Asked, wait: Wait) => Promise<Answer>) {
    this.#host = host;
    this.#work = work;
    host.addController(this);
  }

  async ask(asked: Asked): Promise<void> {
    if (this.#left) return;
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    const isCurrent = () => this.#stop === stop;
    this.#set({ ...this.state, progress: {}, error: undefined });
    try {
      const answer = await this.#work(asked, {
        signal: stop.signal,
        onProgress: (progress) => {
          if (isCurrent()) this.#set({ ...this.state, progress });
        },
      });
      if (isCurrent()) this.#end({ asked, answer });
    } catch (error) {
      const sentence = stop.signal.aborted
        ? undefined
        : error instanceof Error
          ? error.message
          : String(error);
      if (isCurrent()) this.#end({ ...this.state, progress: undefined, error: sentence });
    }
  }

  stop(): void {
    this.#stop?.abort();
  }

  /** Another model: what was seen belongs to the one before. */
  forget(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.#set({});
  }

  hostConnected(): void {
    this.#left = false;
  }

  hostDisconnected(): void {
    this.#left = true;
    this.stop();
  }

  /** Word of the last piece may come after the answer: then nobody listens any more. */
  #end(state: LookState<Asked, Answer>): void {
    this.#stop = undefined;
    this.#set(state);
  }

  #set(state: LookState<Asked, Answer>): void {
    this.state = state;
    if (!this.#left) this.#host.requestUpdate();
  }
}
