// Reads a store from the context and redraws its host with each change.

import { type Context, ContextConsumer } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Store } from './store.ts';

/** `readonly #lab = new StoreReader(this, labContext)`, then `this.#lab.value` in `render`. */
export class StoreReader<S extends Store<unknown>> implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #store?: S;
  #unsubscribe?: () => void;

  constructor(host: ReactiveControllerHost & HTMLElement, context: Context<unknown, S>) {
    this.#host = host;
    new ContextConsumer(host, { context, subscribe: true, callback: (store) => this.#take(store) });
    host.addController(this);
  }

  /** The store itself, for its methods. */
  get store(): S {
    if (!this.#store)
      throw new Error(`${this.#host.localName}: no lab-app above it provides the store it reads.`);
    return this.#store;
  }

  get value(): S['value'] {
    return this.store.value;
  }

  hostConnected(): void {
    if (this.#store) this.#take(this.#store);
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
  }

  #take(store: S): void {
    this.#unsubscribe?.();
    this.#store = store;
    this.#unsubscribe = store.subscribe(() => this.#host.requestUpdate());
    this.#host.requestUpdate();
  }
}
