// The page's half of what every run can be told, whichever network it trains.

import * as Comlink from 'comlink';
import type { FieldError } from '../../../shared/field-error.ts';
import type { RunApi, RunState, SaveRequest, SettingLimit } from '../api/run-api.ts';
import { pauseOnAbort } from './call-options.ts';

/** Each method is that of `RunApi`, and goes to the worker of this moment. */
export abstract class RunClient<TRequest, TInfo, TEvent> {
  /** Ends with the answer, a crash of the worker or the signal, whichever is first. */
  protected abstract callRun<Answer>(
    question: (api: RunApi<TRequest, TInfo, TEvent>) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer>;

  /** Another run takes the place of the current one: what was kept of that is not to come back. */
  protected abstract onReplaced(): void;

  limits(): Promise<Record<string, SettingLimit>> {
    return this.callRun((api) => api.limits());
  }

  problems(request: TRequest, signal?: AbortSignal): Promise<FieldError[]> {
    return this.callRun((api) => api.problems(request), signal);
  }

  create(request: TRequest, signal?: AbortSignal): Promise<TInfo> {
    this.onReplaced();
    return this.callRun((api) => api.create(request), signal);
  }

  train(signal?: AbortSignal): Promise<RunState> {
    return pauseOnAbort(signal, this, () => this.callRun((api) => api.train(), signal));
  }

  pause(): Promise<void> {
    return this.callRun((api) => api.pause());
  }

  step(): Promise<void> {
    return this.callRun((api) => api.step());
  }

  evaluate(): Promise<void> {
    return this.callRun((api) => api.evaluate());
  }

  reset(): Promise<TInfo> {
    this.onReplaced();
    return this.callRun((api) => api.reset());
  }

  save(request: SaveRequest = {}, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    return this.callRun((api) => api.save(request), signal);
  }

  open(bytes: Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<TInfo> {
    this.onReplaced();
    return this.callRun((api) => api.open(Comlink.transfer(bytes, [bytes.buffer])), signal);
  }
}
