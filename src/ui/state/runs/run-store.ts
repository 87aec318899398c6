// A run as the page sees it: what every kind of run can be told, and what becomes of what goes wrong.

import { errorMessage } from '../../../shared/error-message.ts';
import type { RunView } from '../../types/run.ts';
import { Store } from '../store.ts';

/** What the store needs of a run's client. */
export interface RunControls {
  train(): Promise<unknown>;
  pause(): Promise<void>;
  step(): Promise<void>;
  evaluate(): Promise<void>;
}

export abstract class RunStore<S extends RunView<unknown, { readonly step: number }>> extends Store<S> {
  protected abstract get controls(): RunControls;

  /** Fresh weights, same settings; false where it failed. */
  abstract reset(): Promise<boolean>;

  /** Resolves when training ends, for whatever reason. */
  async train(): Promise<void> {
    await this.attempt(() => this.controls.train());
  }

  async pause(): Promise<void> {
    await this.attempt(() => this.controls.pause());
  }

  async step(): Promise<void> {
    await this.attempt(() => this.controls.step());
  }

  /**
   * Takes stock of the current network, for one that did not get that in training. The page does so by itself: what the visitor
   * is being told, that a GPU was lost for one, stays.
   */
  async evaluate(): Promise<void> {
    try {
      await this.controls.evaluate();
    } catch (error) {
      this.set({ error: toDisplayMessage(error) } as Partial<S>);
    }
  }

  /** Fresh weights, trained from the first step. */
  async retrain(): Promise<void> {
    if (await this.reset()) await this.train();
  }

  /** Does something of the page's: what goes wrong with it is told where the run's own errors are. */
  async reportErrors(action: () => Promise<unknown>): Promise<void> {
    await this.attempt(action);
  }

  dismissError(): void {
    this.set({ error: undefined } as Partial<S>);
  }

  /** What goes wrong becomes a sentence on the page. False then, or if the action says so. */
  protected async attempt(action: () => Promise<unknown>): Promise<boolean> {
    this.set({ error: undefined } as Partial<S>);
    try {
      return (await action()) !== false;
    } catch (error) {
      this.set({ error: toDisplayMessage(error) } as Partial<S>);
      return false;
    }
  }

  /** The run as it is, whatever is shown of it. */
  protected get live(): S {
    return this.value;
  }

  protected set(changes: Partial<S>): void {
    this.replace({ ...this.live, ...changes });
  }
}

/** Longer than any sentence of ours: what quotes a text of a megabyte ends here. */
const MAX_MESSAGE_LENGTH = 1000;

export function toDisplayMessage(error: unknown): string {
  const message = errorMessage(error);
  return message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)}…` : message;
}
