// What the visitor changes in the model itself: facts taught by training on, facts rewritten in the weights, and taken back.

import type { ReactiveControllerHost } from 'lit';
import { messageOf } from '../../../message-of.ts';
import type { AppliedEdit, EditRequest, FactRow } from '../../../workers/lab-api.ts';
import type { LabStore } from '../../controllers/lab-store.ts';
import { LongLook } from '../../controllers/long-look.ts';

/** One edit at a time; the host redraws with every change, and `changed` is called once the model is another. */
export class ModelChanges {
  readonly edit: LongLook<EditRequest, AppliedEdit>;
  /** Why an edit could not be undone, or facts not be taught; a sentence, or empty. */
  problem = '';

  readonly #host: ReactiveControllerHost;
  readonly #lab: { readonly store: LabStore };
  readonly #changed: () => void;

  constructor(host: ReactiveControllerHost, lab: { readonly store: LabStore }, changed: () => void) {
    this.#host = host;
    this.#lab = lab;
    this.#changed = changed;
    this.edit = new LongLook(host, (asked: EditRequest, wait) => lab.store.lab.applyEdit(asked, wait));
  }

  /** Nothing asked: what is under way is to stop. */
  async rewrite(asked: EditRequest | undefined): Promise<void> {
    if (!asked) return this.edit.stop();
    this.#say('');
    await this.edit.ask(asked);
    if (!this.edit.state.error) this.#changed();
  }

  async undo(id: number): Promise<void> {
    if (await this.#attempt(() => this.#lab.store.lab.undoEdit(id))) this.#changed();
  }

  /** Trains on with the rows among the data, and asks again once that is done or paused. */
  async teach(rows: readonly FactRow[], steps: number): Promise<void> {
    if (!(await this.#attempt(() => this.#lab.store.lab.teach([...rows], steps)))) return;
    await this.#lab.store.train();
    this.#changed();
  }

  async #attempt(action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action();
      this.#say('');
      return true;
    } catch (error) {
      this.#say(messageOf(error));
      return false;
    }
  }

  #say(problem: string): void {
    this.problem = problem;
    this.#host.requestUpdate();
  }
}
