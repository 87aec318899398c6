// “Make it believe that Jordan plays baseball”: a rank-one edit of the current weights, its effect, and its exact undo.

import { msg, str } from '@lit/localize';
import type { LitElement, ReactiveController } from 'lit';
import { html, nothing, type TemplateResult } from 'lit';
import type { AppliedEdit, RunInfo } from '../../../workers/rpc/api/lab-api.ts';
import { PromptChangeEvent } from '../../events/index.ts';
import { formatInteger } from '../../format/numbers.ts';
import type { NetworkValues } from '../../network-map/values/network-values.ts';
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
  before?: NetworkValues;
  /** Whether the last edit has been undone. */
  isUndone = false;
  /** The question is on its way to the map; the edit follows. */
  #isAsked = false;
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

  hostUpdated(): void {
    const values = this.#isAsked ? this.#reader.settled(QUESTION) : undefined;
    if (values) void this.#apply(values);
  }

  /** The edit, as long as the weights hold it and it can be undone. */
  get applied(): AppliedEdit | undefined {
    return this.#lab.store.value.edits.findLast(
      ({ subject, newAnswer, settled }) =>
        !settled && subject === BELIEF.subject && newAnswer === BELIEF.newAnswer,
    );
  }

  /** The answers before and after, of one question; undefined until both are known. */
  get answers(): { readonly before: NetworkValues; readonly after: NetworkValues } | undefined {
    const after = this.applied && this.#reader.settled(QUESTION);
    return this.before && after ? { before: this.before, after } : undefined;
  }

  get isBusy(): boolean {
    return this.#isAsked || this.#edits.editTask.state.progress !== undefined;
  }

  /** Asks the question, and edits the weights once its answer is on the map. */
  async make(): Promise<void> {
    this.isUndone = false;
    await this.#endPreview();
    this.#isAsked = true;
    this.#ask();
  }

  async undo(): Promise<void> {
    const { applied } = this;
    if (!applied) return;
    await this.#endPreview();
    this.#ask();
    await this.#edits.undo(applied.id);
    this.isUndone = this.applied === undefined;
    this.before = undefined;
    this.#host.requestUpdate();
  }

  render(run: RunInfo): TemplateResult {
    const { applied, answers } = this;
    const { progress, error } = this.#edits.editTask.state;
    const isTraining = this.#lab.store.value.runState === 'training';
    return html`
      ${
        applied
          ? html`<p>${msg(html`It now believes it. ${this.#specificity(applied)}`)}</p>
              <button class="primary" ?disabled=${isTraining} @click=${() => void this.undo()}>${msg('Undo exactly')}</button>`
          : html`<p>${this.isUndone ? msg('Undone: each weight is what it was, bit for bit.') : msg('One matrix changes, by a column times a row. No training.')}</p>
              <button class="primary" ?disabled=${isTraining || this.isBusy || !knowsFact(run)} @click=${() => void this.make()}>
                ${msg('Make it believe that Jordan plays baseball')}
              </button>`
      }
      ${isTraining ? html`<p>${msg('The model is training. Pause it to edit a fact.')}</p>` : nothing}
      ${
        answers
          ? html`<lab-next-token .next=${answers.before.next} .changed=${answers.after.next} .now=${msg('before')} .change=${msg('after')} .most=${3}></lab-next-token>`
          : nothing
      }
      ${jobStatus({ progress, error }, () => void this.#edits.applyEdit(undefined))}
      ${this.#edits.error ? html`<p role="alert">${this.#edits.error}</p>` : nothing}
    `;
  }

  #specificity({ reading }: AppliedEdit) {
    if (!reading) return nothing;
    const { kept, of } = reading.others;
    return html`${msg(str`Of ${formatInteger(of)} other answers, ${formatInteger(kept)} stay as they were.`)}`;
  }

  #ask(): void {
    this.#host.dispatchEvent(new PromptChangeEvent(QUESTION));
    this.#host.requestUpdate();
  }

  async #apply(values: NetworkValues): Promise<void> {
    this.#isAsked = false;
    this.before = values;
    await this.#edits.applyEdit(BELIEF);
  }

  /** The current weights are edited, not a checkpoint. */
  async #endPreview(): Promise<void> {
    const { store } = this.#lab;
    if (store.value.previewStep !== undefined) await store.runs.viewCheckpoint(undefined);
  }
}
