// The page's half of the door to the digit network: each question goes to the worker of this moment.

import * as Comlink from 'comlink';
import type {
  DigitApi,
  DigitData,
  DigitLenses,
  DigitLensName,
  DigitPresetInfo,
  DigitRequest,
  DigitRunInfo,
  RunState,
  SaveRequest,
  SettingLimit,
  WeightChange,
} from '../lab-api.ts';
import { type LongWait, stoppedBy, watchOf } from '../waiting.ts';

/** Asks the digit network of the worker of this moment; ends with the answer, a crash or the signal. */
export type AskDigits = <Answer>(
  question: (api: Comlink.Remote<DigitApi>) => Promise<Answer>,
  signal?: AbortSignal,
) => Promise<Answer>;

/** The digit network as the page calls it: each method is that of `DigitApi`. */
export class DigitClient {
  readonly #ask: AskDigits;
  /** Called when another run takes the place of the current one. */
  readonly #replaced: () => void;

  constructor(ask: AskDigits, replaced: () => void) {
    this.#ask = ask;
    this.#replaced = replaced;
  }

  presets(): Promise<DigitPresetInfo[]> {
    return this.#ask((api) => api.presets());
  }

  limits(): Promise<Record<string, SettingLimit>> {
    return this.#ask((api) => api.limits());
  }

  problems(request: DigitRequest, signal?: AbortSignal): Promise<string[]> {
    return this.#ask((api) => api.problems(request), signal);
  }

  create(request: DigitRequest, signal?: AbortSignal): Promise<DigitRunInfo> {
    this.#replaced();
    return this.#ask((api) => api.create(request), signal);
  }

  train(signal?: AbortSignal): Promise<RunState> {
    return stoppedBy(signal, this, () => this.#ask((api) => api.train(), signal));
  }

  pause(): Promise<void> {
    return this.#ask((api) => api.pause());
  }

  step(): Promise<void> {
    return this.#ask((api) => api.step());
  }

  evaluate(): Promise<void> {
    return this.#ask((api) => api.evaluate());
  }

  reset(): Promise<DigitRunInfo> {
    this.#replaced();
    return this.#ask((api) => api.reset());
  }

  load(what: 'first' | 'all', signal?: AbortSignal): Promise<DigitData> {
    return this.#ask((api) => api.load(what), signal);
  }

  setWeights(changes: readonly WeightChange[]): Promise<void> {
    return this.#ask((api) => api.setWeights(changes));
  }

  lens<Name extends DigitLensName>(
    name: Name,
    asked: DigitLenses[Name]['asks'],
    wait: LongWait = {},
  ): Promise<DigitLenses[Name]['answers']> {
    // Comlink's types forget that the answer depends on the name.
    return this.#ask((api) => (api as unknown as DigitApi).lens(name, asked, watchOf(wait)), wait.signal);
  }

  save(asked: SaveRequest = {}, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    return this.#ask((api) => api.save(asked), signal);
  }

  open(bytes: Uint8Array<ArrayBuffer>, signal?: AbortSignal): Promise<DigitRunInfo> {
    this.#replaced();
    return this.#ask((api) => api.open(Comlink.transfer(bytes, [bytes.buffer])), signal);
  }
}
