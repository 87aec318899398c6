// What stays while views come and go: scenes with their cameras, a drawing.

import { ContextConsumer, createContext } from '@lit/context';
import type { ReactiveElement } from 'lit';

export class Kept {
  readonly #kept = new Map<new () => object, object>();

  /** The one of its class. */
  get<T extends object>(Class: new () => T): T {
    const known = this.#kept.get(Class) ?? new Class();
    this.#kept.set(Class, known);
    return known as T;
  }
}

export const keptContext = createContext<Kept>(Symbol('kept'));

/** Reads what the page keeps; an element outside of it keeps its own. */
export class KeptController {
  readonly #consumer: ContextConsumer<typeof keptContext, ReactiveElement>;

  constructor(host: ReactiveElement) {
    this.#consumer = new ContextConsumer(host, { context: keptContext });
  }

  get<T extends object>(Class: new () => T): T {
    this.#consumer.value ??= new Kept();
    return this.#consumer.value.get(Class);
  }
}
