// Reactive controller for a long request with progress and abort.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LensProgress } from '../../workers/rpc/api/lab-api.ts';
import { toDisplayMessage } from '../format/display-message.ts';
import type { TaskState } from '../types/task.ts';

interface TaskOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LensProgress) => void;
}

/** Runs one request at a time. A new request, or the disconnection of the host, aborts the running one. */
export class CancellableTask<TRequest, TResult> implements ReactiveController {
  state: TaskState<TRequest, TResult> = {};

  readonly #host: ReactiveControllerHost;
  readonly #task: (request: TRequest, options: TaskOptions) => Promise<TResult>;
  #abortController?: AbortController;
  #isDisconnected = false;

  constructor(
    host: ReactiveControllerHost,
    task: (request: TRequest, options: TaskOptions) => Promise<TResult>,
  ) {
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
      const message = abortController.signal.aborted ? undefined : toDisplayMessage(error);
      if (isCurrent()) this.#settle({ ...this.state, progress: undefined, error: message });
    }
  }

  abort(): void {
    this.#abortController?.abort();
  }

  /** Drops the result, for example of a replaced model. */
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

  /** Later progress events are ignored. */
  #settle(state: TaskState<TRequest, TResult>): void {
    this.#abortController = undefined;
    this.#set(state);
  }

  #set(state: TaskState<TRequest, TResult>): void {
    this.state = state;
    if (!this.#isDisconnected) this.#host.requestUpdate();
  }
}
