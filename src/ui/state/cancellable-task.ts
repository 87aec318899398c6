// Work of the lab that takes its time: asked for by the visitor, followed piece by piece, stopped at will.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LensProgress } from '../../workers/rpc/api/lab-api.ts';
import type { TaskState } from '../types/task.ts';

interface TaskOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LensProgress) => void;
}

/** One at a time: asking again, or leaving the page, stops what is under way; a view that has left asks nothing more. */
export class CancellableTask<TRequest, TResult> implements ReactiveController {
  state: TaskState<TRequest, TResult> = {};

  readonly #host: ReactiveControllerHost;
  readonly #task: (asked: TRequest, wait: TaskOptions) => Promise<TResult>;
  #abortController?: AbortController;
  #isDisconnected = false;

  constructor(host: ReactiveControllerHost, task: (asked: TRequest, wait: TaskOptions) => Promise<TResult>) {
    this.#host = host;
    this.#task = task;
    host.addController(this);
  }

  async run(request: TRequest): Promise<void> {
    if (this.#isDisconnected) return;
    this.#abortController?.abort();
    const abortController = new AbortController();
    this.#abortController = abortController;
    const isCurrent = () => this.#abortController === abortController;
    this.#set({ ...this.state, progress: {}, error: undefined });
    try {
      const result = await this.#task(request, {
        signal: abortController.signal,
        onProgress: (progress) => {
          if (isCurrent()) this.#set({ ...this.state, progress });
        },
      });
      if (isCurrent()) this.#settle({ request, result });
    } catch (error) {
      const message = abortController.signal.aborted
        ? undefined
        : error instanceof Error
          ? error.message
          : String(error);
      if (isCurrent()) this.#settle({ ...this.state, progress: undefined, error: message });
    }
  }

  abort(): void {
    this.#abortController?.abort();
  }

  /** Another model: what was seen belongs to the one before. */
  reset(): void {
    this.#abortController?.abort();
    this.#abortController = undefined;
    this.#set({});
  }

  hostConnected(): void {
    this.#isDisconnected = false;
  }

  hostDisconnected(): void {
    this.#isDisconnected = true;
    this.abort();
  }

  /** Word of the last piece may come after the answer: then nobody listens any more. */
  #settle(state: TaskState<TRequest, TResult>): void {
    this.#abortController = undefined;
    this.#set(state);
  }

  #set(state: TaskState<TRequest, TResult>): void {
    this.state = state;
    if (!this.#isDisconnected) this.#host.requestUpdate();
  }
}
