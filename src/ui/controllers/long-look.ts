// A look that takes its time: asked for by the visitor, followed piece by piece, stopped at will.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Lenses, LensName, LensProgress } from '../../workers/lab-api.ts';
import type { Lab } from './lab-store.ts';

/** Where a long look stands, as a view draws it. */
export interface LookState<Name extends LensName = LensName> {
  /** What the answer was asked for. */
  readonly asked?: Lenses[Name]['asks'];
  /** The last one; stays while a newer one is on its way. */
  readonly answer?: Lenses[Name]['answers'];
  /** While it is under way; empty until the first piece is done. */
  readonly progress?: Partial<LensProgress>;
  /** What went wrong, a sentence. */
  readonly error?: string;
}

/** One lens at a time: asking again, or leaving the page, stops what is under way. */
export class LongLook<Name extends LensName> implements ReactiveController {
  state: LookState<Name> = {};

  readonly #host: ReactiveControllerHost;
  readonly #lab: () => Pick<Lab, 'lens'>;
  readonly #name: Name;
  #stop?: AbortController;

  constructor(host: ReactiveControllerHost, lab: () => Pick<Lab, 'lens'>, name: Name) {
    this.#host = host;
    this.#lab = lab;
    this.#name = name;
    host.addController(this);
  }

  async ask(asked: Lenses[Name]['asks']): Promise<void> {
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    const isCurrent = () => this.#stop === stop;
    this.#set({ ...this.state, progress: {}, error: undefined });
    try {
      const answer = await this.#lab().lens(this.#name, asked, {
        signal: stop.signal,
        onProgress: (progress) => {
          if (isCurrent()) this.#set({ ...this.state, progress });
        },
      });
      if (isCurrent()) this.#set({ asked, answer });
    } catch (error) {
      const sentence = stop.signal.aborted
        ? undefined
        : error instanceof Error
          ? error.message
          : String(error);
      if (isCurrent()) this.#set({ ...this.state, progress: undefined, error: sentence });
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

  hostDisconnected(): void {
    this.stop();
  }

  #set(state: LookState<Name>): void {
    this.state = state;
    this.#host.requestUpdate();
  }
}
