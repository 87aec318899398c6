// Base store of a run, of either network: training controls and error handling.

import { msg } from '@lit/localize';
import { toDisplayMessage } from '../../format/display-message.ts';
import type { RunView } from '../../types/run.ts';
import { Store } from '../store.ts';

/** The visitor stopped the reading of files or of a text: the current model is unchanged. */
export class ReadingStoppedError extends Error {
  override readonly message = msg('Reading was stopped.');
}

export interface RunControls {
  train(): Promise<unknown>;
  pause(): Promise<void>;
  step(): Promise<number>;
  evaluate(): Promise<void>;
}

export abstract class RunStore<S extends RunView<unknown, { readonly step: number }>> extends Store<S> {
  protected abstract get controls(): RunControls;

  /** Reinitializes the weights; false on failure. */
  abstract reset(): Promise<boolean>;

  /** Resolves when training ends, for any reason. */
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
   * Evaluates a network that was not evaluated in training. Keeps the current error message, since the user did not start
   * this operation.
   */
  async evaluate(): Promise<void> {
    try {
      await this.controls.evaluate();
    } catch (error) {
      this.set({ error: toDisplayMessage(error) } as Partial<S>);
    }
  }

  /** Reinitializes and trains. */
  async retrain(): Promise<void> {
    if (await this.reset()) await this.trainOpened();
  }

  /** Trains the run that was opened for that, unless it is at its end, or another one is about to take its place. */
  async trainOpened(): Promise<void> {
    if (!this.isBeingReplaced && this.live.runState !== 'finished') await this.train();
  }

  protected get isBeingReplaced(): boolean {
    return false;
  }

  /** Runs an operation of the page and shows its error with those of the run. */
  async reportErrors(action: () => Promise<unknown>): Promise<void> {
    await this.attempt(action);
  }

  dismissError(): void {
    this.set({ error: undefined } as Partial<S>);
  }

  /** Runs an operation and shows its error, if it was not stopped; false on an error or if the operation returns false. */
  protected async attempt(action: () => Promise<unknown>): Promise<boolean> {
    this.set({ error: undefined } as Partial<S>);
    try {
      return (await action()) !== false;
    } catch (error) {
      if (!(error instanceof ReadingStoppedError)) this.set({ error: toDisplayMessage(error) } as Partial<S>);
      return false;
    }
  }

  /** State of the live run, also during a checkpoint preview. */
  protected get live(): S {
    return this.value;
  }

  protected set(changes: Partial<S>): void {
    this.replace({ ...this.live, ...changes });
  }
}
