// Reactive controller that reads a store from a Lit context and re-renders its host on changes.

import { type Context, ContextConsumer } from '@lit/context';
import { msg, str } from '@lit/localize';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Store } from './store.ts';

/** `readonly #lab = new StoreController(this, labContext)`, then `this.#lab.value` in `render`. */
export class StoreController<S extends Store<unknown>, V = S['value']> implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #select: (value: S['value']) => V;
  #store?: S;
  #unsubscribe?: () => void;

  /** @param select - the part of the value that the host renders; other changes cause no update */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    context: Context<unknown, S>,
    select: (value: S['value']) => V = (value) => value as V,
  ) {
    this.#host = host;
    this.#select = select;
    new ContextConsumer(host, { context, subscribe: true, callback: (store) => this.#attach(store) });
    host.addController(this);
  }

  get store(): S {
    if (!this.#store) throw new Error(msg(str`${this.#host.localName}: no ancestor provides this store.`));
    return this.#store;
  }

  get value(): V {
    return this.#select(this.store.value);
  }

  hostConnected(): void {
    if (this.#store) this.#attach(this.#store);
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
  }

  #attach(store: S): void {
    this.#unsubscribe?.();
    this.#store = store;
    let rendered = this.value;
    this.#unsubscribe = store.subscribe(() => {
      if (this.value === rendered) return;
      rendered = this.value;
      this.#host.requestUpdate();
    });
    this.#host.requestUpdate();
  }
}
