// The digit network a stage asks for: kept in the address, checked with each change, and made when the visitor says so.

import type { DigitRequest } from '../../workers/lab-api.ts';
import type { DigitNetworkEvent } from '../events.ts';
import type { Parsed } from './address-values.ts';
import { type DIGIT_ENTRIES, isMadeAs, requestFor, requestOf, speltOf } from './digit-request.ts';
import type { DigitState, DigitStore } from './digit-store.ts';

type Spelt = Parsed<typeof DIGIT_ENTRIES>;

interface Choices {
  readonly with: Spelt;
  put(changes: { readonly with: Spelt }): void;
}

/** The network the videos begin with. */
const USUAL: DigitRequest = { preset: 'digits' };

export class DigitWishes {
  readonly #digits: { readonly store: DigitStore };
  readonly #choices: Choices;
  /** What the address was known to ask for, as text. */
  #known = '';

  constructor(digits: { readonly store: DigitStore }, choices: Choices) {
    this.#digits = digits;
    this.#choices = choices;
  }

  /** What is asked for, or the network on the page as it was made. */
  get request(): DigitRequest {
    const { run, presets } = this.#state;
    return requestOf(this.#choices.with) ?? (run ? requestFor(run, presets) : USUAL);
  }

  /** Whether the network on the page is the one asked for; nobody asks while nothing is chosen. */
  get made(): boolean {
    const { run, presets } = this.#state;
    const asked = requestOf(this.#choices.with);
    return !run || !asked || isMadeAs(run, asked, presets);
  }

  /** What an address asks for, opened or gone back to, is made at once; what the form says waits for its button. */
  follow(): void {
    const { run, presets } = this.#state;
    if (!run || presets.length === 0) return;
    const asked = requestOf(this.#choices.with);
    if (this.#known === keyOf(asked)) return;
    this.#known = keyOf(asked);
    if (asked && !isMadeAs(run, asked, presets)) void this.#digits.store.take(asked);
  }

  /** Something is to be different; nothing is made yet. */
  change(request: DigitRequest): void {
    this.#spell(request);
    void this.#digits.store.check(request);
  }

  /** Another network, which the address then asks for as well. */
  take(wanted: DigitNetworkEvent['wanted']): void {
    if (typeof wanted === 'object') this.#spell(wanted);
    else if (wanted === 'trained') this.#spell(undefined);
    void this.#digits.store.take(wanted);
  }

  #spell(request: DigitRequest | undefined): void {
    this.#known = keyOf(request && requestOf(speltOf(request)));
    this.#choices.put({ with: speltOf(request) });
  }

  get #state(): DigitState {
    return this.#digits.store.value;
  }
}

const keyOf = (request: DigitRequest | undefined): string => (request ? JSON.stringify(request) : '');
