// Draft settings of the next digit network: stored in the URL, validated on each change, applied on demand.

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

const DEFAULT_REQUEST: DigitRequest = { preset: 'digits' };

export class DigitSettingsDraft {
  readonly #digits: { readonly store: DigitStore };
  readonly #choices: Choices;
  /** Key of the last request read from or written to the URL. */
  #lastKey = '';

  constructor(digits: { readonly store: DigitStore }, choices: Choices) {
    this.#digits = digits;
    this.#choices = choices;
  }

  /** The request in the URL, or that of the current network. */
  get request(): DigitRequest {
    const { run, presets } = this.#state;
    return fromParams(this.#choices.perChapter) ?? (run ? toRequest(run, presets) : DEFAULT_REQUEST);
  }

  /** Whether the current network has the draft settings. */
  get isApplied(): boolean {
    const { run, presets } = this.#state;
    const request = fromParams(this.#choices.perChapter);
    return !run || !request || matchesRequest(run, request, presets);
  }

  /** Applies the request of a URL after a navigation. Changes in the form wait for `apply`. */
  applyUrl(): void {
    const { run, presets } = this.#state;
    if (!run || presets.length === 0) return;
    const request = fromParams(this.#choices.perChapter);
    if (this.#lastKey === cacheKey(request)) return;
    this.#lastKey = cacheKey(request);
    if (request && !matchesRequest(run, request, presets)) void this.#digits.store.replaceNetwork(request);
  }

  /** Changes the draft; creates no network. */
  change(request: DigitRequest): void {
    this.#writeParams(request);
    void this.#digits.store.validate(request);
  }

  /** Replaces the network and updates the URL. */
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
