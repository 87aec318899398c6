// Changes the model: trains it on the visitor's facts, edits facts in the weights, and undoes edits.

import type { ReactiveControllerHost } from 'lit';
import type { AppliedEdit, EditRequest, FactRow } from '../../../workers/rpc/api/lab-api.ts';
import { toDisplayMessage } from '../../format/display-message.ts';
import { CancellableTask } from '../cancellable-task.ts';
import type { LabStore } from './lab-store.ts';

/** Runs one edit at a time; each change updates the host, and `changed` is called after the weights have changed. */
export class ModelEditController {
  readonly editTask: CancellableTask<EditRequest, AppliedEdit>;
  /** Error message of an undo or of training on facts; empty if there is none. */
  error = '';

  readonly #host: ReactiveControllerHost;
  readonly #lab: { readonly store: LabStore };
  readonly #onChange: () => void;

  constructor(host: ReactiveControllerHost, lab: { readonly store: LabStore }, changed: () => void) {
    this.#host = host;
    this.#lab = lab;
    this.#onChange = changed;
    this.editTask = new CancellableTask(host, (request: EditRequest, options) =>
      lab.store.client.transformer.applyEdit(request, options),
    );
  }

  /** Undefined stops the running edit. */
  async applyEdit(request: EditRequest | undefined): Promise<void> {
    if (!request) return this.editTask.abort();
    this.#setError('');
    await this.editTask.run(request);
    if (!this.editTask.state.error) this.#onChange();
  }

  /** Drops what is about a model that was replaced. */
  reset(): void {
    this.editTask.reset();
    this.#setError('');
  }

  async undo(id: number): Promise<void> {
    if (await this.#run(() => this.#lab.store.client.transformer.undoEdit(id))) this.#onChange();
  }

  /** Trains with the rows in the data set, and queries the facts again when training has finished or paused. */
  async trainUserFacts(rows: readonly FactRow[], steps: number): Promise<void> {
    if (!(await this.#run(() => this.#lab.store.client.transformer.teach([...rows], steps)))) return;
    await this.#lab.store.train();
    this.#onChange();
  }

  async #run(action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action();
      this.#setError('');
      return true;
    } catch (error) {
      this.#setError(toDisplayMessage(error));
      return false;
    }
  }

  #setError(error: string): void {
    this.error = error;
    this.#host.requestUpdate();
  }
}
