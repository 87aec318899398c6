// “Make it believe that Jordan plays baseball”: a rank-one edit of the current weights, its effect, and its exact undo.

import { msg, str } from '@lit/localize';
import type { LitElement, ReactiveController } from 'lit';
import { html, nothing, type TemplateResult } from 'lit';
import type { AppliedEdit, RunInfo, TokenProbability } from '../../../workers/rpc/api/lab-api.ts';
import { PromptChangeEvent } from '../../events/index.ts';
import { formatInteger } from '../../format/numbers.ts';
import type { LabStore } from '../../state/runs/lab-store.ts';
import { ModelEditController } from '../../state/runs/model-edit-controller.ts';
import { COURSE_PRESET } from '../../types/course-model.ts';
import { jobStatus } from '../../views/status/job-status.ts';
import '../../views/text/next-token/next-token.ts';
import type { NetworkReader } from '../network-reader.ts';

/** A fact that the presets with facts hold, the question that asks for it, and what the model is made to believe. */
const BELIEF = { subject: 'Michael Jordan', relation: 'sport', newAnswer: 'baseball' } as const;
export const QUESTION = 'Michael Jordan plays the sport of';
const PRESETS_WITH_FACT = [COURSE_PRESET, 'facts'];

export const knowsFact = ({ preset, isReadOnly }: RunInfo): boolean =>
  !isReadOnly && PRESETS_WITH_FACT.includes(preset);

export class BeliefController implements ReactiveController {
  /** The answer to the question before the edit. */
  #before?: readonly TokenProbability[];
  /** Whether the last edit has been undone. */
  #isUndone = false;
  /** An edit or an undo is under way. */
  #isChanging = false;
  /** The model that all this is about. */
  #run?: RunInfo;
  readonly #host: LitElement;
  readonly #lab: { readonly store: LabStore };
  readonly #reader: NetworkReader;
  readonly #edits: ModelEditController;

  constructor(host: LitElement, lab: { readonly store: LabStore }, reader: NetworkReader) {
    this.#host = host;
    this.#lab = lab;
    this.#reader = reader;
    this.#edits = new ModelEditController(host, lab, () => host.requestUpdate());
    host.addController(this);
  }

  hostConnected(): void {}

  hostUpdate(): void {
    const { run } = this.#lab.store.live;
    if (run === this.#run) return;
    this.#run = run;
    this.#before = undefined;
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

  /** While the weights change, nothing else is shown of the model. */
  get isBusy(): boolean {
    return this.#isChanging;
  }

  async make(): Promise<void> {
    if (this.isBusy) return;
    this.#isUndone = false;
    const { transformer } = this.#lab.store.client;
    await this.#change(async (isCurrent) => {
      const answer = await transformer.inspect({ text: QUESTION, names: [] }).catch(() => undefined);
      if (!isCurrent()) return;
      this.#before = answer?.next;
      await this.#edits.applyEdit(BELIEF);
    });
  }

  async undo(): Promise<void> {
    const { applied } = this;
    if (!applied || this.isBusy) return;
    await this.#change(async (isCurrent) => {
      await this.#edits.undo(applied.id);
      if (!isCurrent()) return;
      this.#isUndone = this.applied === undefined;
      this.#before = undefined;
    });
  }

  render(run: RunInfo): TemplateResult {
    const { applied, isBusy } = this;
    const { value, live } = this.#lab.store;
    const { progress, error } = this.#edits.editTask.state;
    const isTraining = live.runState === 'training';
    return html`
      ${
        applied
          ? html`<p>${this.#outcome(applied)}</p>
              ${value.previewStep === undefined ? nothing : html`<p>${msg('The map shows the training, before the edit.')}</p>`}
              <button class="primary" ?disabled=${isTraining || isBusy} @click=${() => void this.undo()}>${msg('Undo exactly')}</button>`
          : html`<p>${this.#isUndone ? msg('Undone: each weight is what it was, bit for bit.') : msg('One matrix changes, by a column times a row. No training.')}</p>
              <button class="primary" ?disabled=${isTraining || isBusy || !knowsFact(run)} @click=${() => void this.make()}>
                ${msg('Make it believe that Jordan plays baseball')}
              </button>`
      }
      ${isTraining ? html`<p>${msg('The model is training. Pause it to edit a fact.')}</p>` : nothing}
      ${this.#answers(applied)}
      ${jobStatus({ progress, error }, () => void this.#edits.applyEdit(undefined))}
      ${this.#edits.error ? html`<p role="alert">${this.#edits.error}</p>` : nothing}
    `;
  }

  #outcome({ reading, newAnswer }: AppliedEdit) {
    if (!reading) return nothing;
    const { fitted, others } = reading;
    const { kept, of } = others;
    const believes = fitted.every(({ after }) => after.said.text === newAnswer);
    const specificity = msg(
      str`Of ${formatInteger(of)} other answers, ${formatInteger(kept)} stay as they were.`,
    );
    return believes
      ? msg(html`It now believes it. ${specificity}`)
      : msg(html`One matrix has changed, but its first answer is not always ${newAnswer}. ${specificity}`);
  }

  /** Before and after, of one question, once both are known. */
  #answers(applied: AppliedEdit | undefined) {
    const isPreview = this.#lab.store.value.previewStep !== undefined;
    const after = applied && !isPreview && this.#reader.settled(QUESTION);
    if (!this.#before || !after) return nothing;
    return html`<lab-next-token .next=${this.#before} .changed=${after.next} .now=${msg('before')} .change=${msg('after')} .most=${3}></lab-next-token>`;
  }

  /**
   * Asks the question, ends a time-lapse, and then changes the weights. A model that takes the place of this one ends it;
   * `isCurrent` says so.
   */
  async #change(change: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
    const { store } = this.#lab;
    const { run } = store.live;
    const isCurrent = () => store.live.run === run;
    this.#isChanging = true;
    this.#host.dispatchEvent(new PromptChangeEvent(QUESTION));
    this.#host.requestUpdate();
    try {
      await store.runs.viewCheckpoint(undefined);
      if (isCurrent()) await change(isCurrent);
    } finally {
      this.#isChanging = false;
      // The last message is about the model before.
      if (!isCurrent()) this.#edits.reset();
      this.#host.requestUpdate();
    }
  }
}
