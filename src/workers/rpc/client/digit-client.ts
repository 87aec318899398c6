// The page's half of the door to the digit network: each question goes to the worker of this moment.

import type * as Comlink from 'comlink';
import type {
  DigitApi,
  DigitData,
  DigitEvent,
  DigitLensName,
  DigitLensRequest,
  DigitLensResult,
  DigitPresetInfo,
  DigitRequest,
  DigitRunInfo,
  WeightChange,
} from '../api/lab-api.ts';
import { type CallOptions, toProgressCallback } from './call-options.ts';
import { RunClient } from './run-client.ts';

/** Asks the digit network of the worker of this moment; ends with the answer, a crash or the signal. */
export type CallDigits = <Answer>(
  question: (api: Comlink.Remote<DigitApi>) => Promise<Answer>,
  signal?: AbortSignal,
) => Promise<Answer>;

/** The digit network as the page calls it: each method is that of `DigitApi`. */
export class DigitClient extends RunClient<DigitRequest, DigitRunInfo, DigitEvent> {
  readonly #call: CallDigits;
  protected readonly onReplaced: () => void;

  constructor(ask: CallDigits, replaced: () => void) {
    super();
    this.#call = ask;
    this.onReplaced = replaced;
  }

  protected callRun<Answer>(question: (api: DigitApi) => Promise<Answer>, signal?: AbortSignal) {
    return this.#call((api) => question(api as unknown as DigitApi), signal);
  }

  presets(): Promise<DigitPresetInfo[]> {
    return this.#call((api) => api.presets());
  }

  loadImages(what: 'first' | 'all', signal?: AbortSignal): Promise<DigitData> {
    return this.#call((api) => api.loadImages(what), signal);
  }

  setWeights(changes: readonly WeightChange[]): Promise<void> {
    return this.#call((api) => api.setWeights(changes));
  }

  lens<Name extends DigitLensName>(
    name: Name,
    request: DigitLensRequest<Name>,
    options: CallOptions = {},
  ): Promise<DigitLensResult<Name>> {
    // Comlink's types forget that the answer depends on the name.
    return this.#call(
      (api) => (api as unknown as DigitApi).lens(name, request, toProgressCallback(options)),
      options.signal,
    );
  }
}
