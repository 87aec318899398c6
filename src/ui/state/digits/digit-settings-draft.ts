// The digit network a stage asks for: kept in the address, checked with each change, and made when the visitor says so.

import type { DigitRequest } from '../../../workers/rpc/api/lab-api.ts';
import type { DigitNetworkChoice, DigitState } from '../../types/digits.ts';
import type { ParsedParams } from '../page/url-params.ts';
import {
  type DIGIT_PARAM_SCHEMAS,
  fromParams,
  matchesRequest,
  toParams,
  toRequest,
} from './digit-request.ts';
import type { DigitStore } from './digit-store.ts';

type DigitParams = ParsedParams<typeof DIGIT_PARAM_SCHEMAS>;

interface Choices {
  readonly perChapter: DigitParams;
  set(changes: { readonly perChapter: DigitParams }): void;
}

/** The network the videos begin with. */
const DEFAULT_REQUEST: DigitRequest = { preset: 'digits' };

export class DigitSettingsDraft {
  readonly #digits: { readonly store: DigitStore };
  readonly #choices: Choices;
  /** What the address was known to ask for, as text. */
  #lastKey = '';

  constructor(digits: { readonly store: DigitStore }, choices: Choices) {
    this.#digits = digits;
    this.#choices = choices;
  }

  /** What is asked for, or the network on the page as it was made. */
  get request(): DigitRequest {
    const { run, presets } = this.#state;
    return fromParams(this.#choices.perChapter) ?? (run ? toRequest(run, presets) : DEFAULT_REQUEST);
  }

  /** Whether the network on the page is the one asked for; nobody asks while nothing is chosen. */
  get isApplied(): boolean {
    const { run, presets } = this.#state;
    const request = fromParams(this.#choices.perChapter);
    return !run || !request || matchesRequest(run, request, presets);
  }

  /** What an address asks for, opened or gone back to, is made at once; what the form says waits for its button. */
  applyUrl(): void {
    const { run, presets } = this.#state;
    if (!run || presets.length === 0) return;
    const request = fromParams(this.#choices.perChapter);
    if (this.#lastKey === cacheKey(request)) return;
    this.#lastKey = cacheKey(request);
    if (request && !matchesRequest(run, request, presets)) void this.#digits.store.replaceNetwork(request);
  }

  /** Something is to be different; nothing is made yet. */
  change(request: DigitRequest): void {
    this.#writeParams(request);
    void this.#digits.store.validate(request);
  }

  /** Another network, which the address then asks for as well. */
  apply(network: DigitNetworkChoice): void {
    if (typeof network === 'object') this.#writeParams(network);
    else if (network === 'trained') this.#writeParams(undefined);
    void this.#digits.store.replaceNetwork(network);
  }

  #writeParams(request: DigitRequest | undefined): void {
    this.#lastKey = cacheKey(request && fromParams(toParams(request)));
    this.#choices.set({ perChapter: toParams(request) });
  }

  get #state(): DigitState {
    return this.#digits.store.value;
  }
}

const cacheKey = (request: DigitRequest | undefined): string => (request ? JSON.stringify(request) : '');
