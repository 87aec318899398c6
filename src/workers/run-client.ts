// The page's half of what every run can be told, whichever network it trains.

import * as Comlink from 'comlink';
import type { RunApi, RunState, SaveRequest, SettingLimit } from './run-api.ts';
import { stoppedBy } from './waiting.ts';

/** Each method is that of `RunApi`, and goes to the worker of this moment. */
export abstract class RunClient<Request, Info, Told> {
  /** Ends with the answer, a crash of the worker or the signal, whichever is first. */
  protected abstract askRun<Answer>(
    question: (api: RunApi<Request, Info, Told>) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer>;

  /** Another run takes the place of the current one: what was kept of that is not to come back. */
  protected abstract replaced(): void;

  limits(): Promise<Record<string, SettingLimit>> {
    return this.askRun((api) => api.limits());
  }

  problems(request: Request, signal?: AbortSignal): Promise<string[]> {
    return this.askRun((api) => api.problems(request), signal);
  }

  create(request: Request, signal?: AbortSignal): Promise<Info> {
    this.replaced();
    return this.askRun((api) => api.create(request), signal);
  }

  train(signal?: AbortSignal): Promise<RunState> {
    return stoppedBy(signal, this, () => this.askRun((api) => api.train(), signal));
  }

  pause(): Promise<void> {
    return this.askRun((api) => api.pause());
  }

  step(): Promise<void> {
    return this.askRun((api) => api.step());
  }

  evaluate(): Promise<void> {
    return this.askRun((api) => api.evaluate());
  }

  reset(): Promise<Info> {
    this.replaced();
    return this.askRun((api) => api.reset());
  }

  save(asked: SaveRequest = {}, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    return this.askRun((api) => api.save(asked), signal);
  }

  open(bytes: Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<Info> {
    this.replaced();
    return this.askRun((api) => api.open(Comlink.transfer(bytes, [bytes.buffer])), signal);
  }
}
