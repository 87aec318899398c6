// The page's half of the door to the digit network: each question goes to the worker of this moment.

import type * as Comlink from 'comlink';
import type {
  DigitApi,
  DigitData,
  DigitEvent,
  DigitLenses,
  DigitLensName,
  DigitPresetInfo,
  DigitRequest,
  DigitRunInfo,
  WeightChange,
} from '../lab-api.ts';
import { RunClient } from '../run-client.ts';
import { type LongWait, watchOf } from '../waiting.ts';

/** Asks the digit network of the worker of this moment; ends with the answer, a crash or the signal. */
export type AskDigits = <Answer>(
  question: (api: Comlink.Remote<DigitApi>) => Promise<Answer>,
  signal?: AbortSignal,
) => Promise<Answer>;

/** The digit network as the page calls it: each method is that of `DigitApi`. */
export class DigitClient extends RunClient<DigitRequest, DigitRunInfo, DigitEvent> {
  readonly #ask: AskDigits;
  protected readonly replaced: () => void;

  constructor(ask: AskDigits, replaced: () => void) {
    super();
    this.#ask = ask;
    this.replaced = replaced;
  }

  protected askRun<Answer>(question: (api: DigitApi) => Promise<Answer>, signal?: AbortSignal) {
    return this.#ask((api) => question(api as unknown as DigitApi), signal);
  }

  presets(): Promise<DigitPresetInfo[]> {
    return this.#ask((api) => api.presets());
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
}
