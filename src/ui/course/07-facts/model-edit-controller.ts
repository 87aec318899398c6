// What the visitor changes in the model itself: facts taught by training on, facts rewritten in the weights, and taken back.

import type { ReactiveControllerHost } from 'lit';
import { errorMessage } from '../../../shared/error-message.ts';
import type { AppliedEdit, EditRequest, FactRow } from '../../../workers/rpc/api/lab-api.ts';
import { CancellableTask } from '../../state/cancellable-task.ts';
import type { LabStore } from '../../state/runs/lab-store.ts';

/** One edit at a time; the host redraws with every change, and `changed` is called once the model is another. */
export class ModelEditController {
  readonly editTask: CancellableTask<EditRequest, AppliedEdit>;
  /** Why an edit could not be undone, or facts not be taught; a sentence, or empty. */
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

  /** Nothing asked: what is under way is to stop. */
  async applyEdit(request: EditRequest | undefined): Promise<void> {
    if (!request) return this.editTask.abort();
    this.#setError('');
    await this.editTask.run(request);
    if (!this.editTask.state.error) this.#onChange();
  }

  async undo(id: number): Promise<void> {
    if (await this.#run(() => this.#lab.store.client.transformer.undoEdit(id))) this.#onChange();
  }

  /** Trains on with the rows among the data, and asks again once that is done or paused. */
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
      this.#setError(errorMessage(error));
      return false;
    }
  }

  #setError(error: string): void {
    this.error = error;
    this.#host.requestUpdate();
  }
}
