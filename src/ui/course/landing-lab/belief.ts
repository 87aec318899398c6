// “Change its mind”: a rank-one edit of the current weights that makes Jordan play baseball, and its exact undo.

import { msg, str } from '@lit/localize';
import type { LitElement, ReactiveController } from 'lit';
import type { AppliedEdit, RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { PromptChangeEvent } from '../../events/index.ts';
import { formatInteger } from '../../format/numbers.ts';
import type { LabStore } from '../../state/runs/lab-store.ts';
import { ModelEditController } from '../../state/runs/model-edit-controller.ts';
import { COURSE_PRESET } from '../../types/course-model.ts';

/** A fact that the presets with facts hold, the question that asks for it, and what the model is made to believe. */
const BELIEF = { subject: 'Michael Jordan', relation: 'sport', newAnswer: 'baseball' } as const;
export const QUESTION = 'Michael Jordan plays the sport of';
const PRESETS_WITH_FACT = [COURSE_PRESET, 'facts'];

export const knowsFact = ({ preset, isReadOnly }: RunInfo): boolean =>
  !isReadOnly && PRESETS_WITH_FACT.includes(preset);

export class BeliefController implements ReactiveController {
  /** While the weights change, nothing else is shown of the model. */
  isBusy = false;
  /** Whether the last edit has been undone. */
  #isUndone = false;
  /** The model that all this is about. */
  #run?: RunInfo;
  readonly #host: LitElement;
  readonly #lab: { readonly store: LabStore };
  readonly #edits: ModelEditController;
  #preparing?: AbortController;

  constructor(host: LitElement, lab: { readonly store: LabStore }) {
    this.#host = host;
    this.#lab = lab;
    this.#edits = new ModelEditController(host, lab, () => host.requestUpdate());
    host.addController(this);
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    this.stopPreparing();
  }

  hostUpdate(): void {
    const { run } = this.#lab.store.live;
    if (run === this.#run) return;
    this.#run = run;
    this.#isUndone = false;
    this.#edits.reset();
  }

  /** The edit, as long as the weights of now hold it and it can be undone. */
  get applied(): AppliedEdit | undefined {
    return this.#lab.store.live.edits.findLast(
      ({ subject, newAnswer, settled }) =>
        !settled && subject === BELIEF.subject && newAnswer === BELIEF.newAnswer,
    );
  }

  get error(): string | undefined {
    return this.#edits.editTask.state.error || this.#edits.error || undefined;
  }

  /** What the edit did, or its undo. */
  get outcome(): string | undefined {
    const { reading, newAnswer } = this.applied ?? {};
    if (!reading) return this.#isUndone ? msg('Undone: each weight is what it was, bit for bit.') : undefined;
    const { fitted, others } = reading;
    const [of, kept] = [formatInteger(others.of), formatInteger(others.kept)];
    return fitted.every(({ after }) => after.said.text === newAnswer)
      ? msg(str`Of ${of} other answers, ${kept} stay.`)
      : msg(str`Its first answer is not always ${newAnswer}. Of ${of} other answers, ${kept} stay.`);
  }

  /** Computes the edit ahead, so that the click only has to write it. A failure is that of the click. */
  async prepare(): Promise<void> {
    this.#preparing = new AbortController();
    const { signal } = this.#preparing;
    if (!this.applied)
      await this.#lab.store.client.transformer
        .prepareEdit(BELIEF, { signal, onProgress: () => {} })
        .catch(() => {});
  }

  /** Something else is asked for first. */
  stopPreparing(): void {
    this.#preparing?.abort();
  }

  async make(): Promise<void> {
    if (this.isBusy) return;
    this.#isUndone = false;
    await this.#change(() => this.#edits.applyEdit(BELIEF));
  }

  async undo(): Promise<void> {
    const { applied } = this;
    if (!applied || this.isBusy) return;
    await this.#change(async (isCurrent) => {
      await this.#edits.undo(applied.id);
      if (isCurrent()) this.#isUndone = this.applied === undefined;
    });
  }

  /**
   * Asks the question, ends a time-lapse, and then changes the weights. A model that takes the place of this one ends it;
   * `isCurrent` says so.
   */
  async #change(change: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
    const { store } = this.#lab;
    const { run } = store.live;
    const isCurrent = () => store.live.run === run;
    this.isBusy = true;
    this.#host.dispatchEvent(new PromptChangeEvent(QUESTION));
    this.#host.requestUpdate();
    try {
      await store.runs.viewCheckpoint(undefined);
      if (isCurrent()) await change(isCurrent);
    } finally {
      this.isBusy = false;
      // The last message is about the model before.
      if (!isCurrent()) this.#edits.reset();
      this.#host.requestUpdate();
    }
  }
}
