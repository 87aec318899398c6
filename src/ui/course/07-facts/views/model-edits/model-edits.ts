// A fact rewritten in the weights: what the edit did, what else it changed, and the way back.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type {
  AppliedEdit,
  EditedPromptResult,
  EditResult,
  EditSite,
  FactResult,
  FactsResult,
  ModelConfig,
  PreservedCount,
} from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import type { LensTaskState, TaskState } from '../../../../types/task.ts';
import { jobStatus } from '../../../../views/status/job-status.ts';
import { factPicker, lensJobStatus } from '../../controls.ts';
import { EditEvent, UndoEditEvent } from '../../events.ts';

const modelEditsStyles = css`
  .verdicts {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-xs);
    padding: 0;
    list-style: none;
    font-size: var(--size-compact);
  }

  .verdicts li {
    padding: var(--space-3xs) var(--space-s);
    border-radius: var(--radius-pill);
    background: var(--good-soft);
    color: var(--good);
  }

  .verdicts li.failed {
    background: var(--error-soft);
    color: var(--error);
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-s);
  }

  details ul {
    padding-inline-start: var(--space-l);
    font-size: var(--size-compact);
  }
`;

/** Where an edit can be made: the place it is proposed at comes first, the one that was found to work in GPT-2 last. */
function sitesOf({ L, tied }: Pick<ModelConfig, 'L' | 'tied'>): { site: EditSite; name: string }[] {
  const usual = tied ? L - 1 : 0;
  const layers = Array.from({ length: L }, (_, layer) => layer).filter((layer) => layer !== usual);
  const atAnswer = (layer: number, why = '') => ({
    site: { layer, at: 'answer' as const },
    name: `MLP ${layer + 1}, at the answer${why}`,
  });
  return [
    atAnswer(usual, ': usual'),
    ...layers.map((layer) => atAnswer(layer)),
    { site: { layer: 0, at: 'subject' }, name: 'MLP 1, at the subject: as GPT-2' },
  ];
}

/**
 * @property facts - of the data set
 * @property model - its layers, and whether its embeddings are tied
 * @property fact - the one to rewrite
 * @property task - the edit under way
 * @property edits - those in the weights, oldest first
 * @property isTraining - whether the model is being trained, which must pause first
 * @property error - why the last one could not be undone
 * @fires lab-stage-selection - another fact
 * @fires lab-edit - an edit is to be made, or stopped
 * @fires lab-undo-edit - an edit is to be taken back
 */
@customElement('lab-model-edits')
export class ModelEdits extends LitElement {
  static override styles = [baseStyles, panelStyles, modelEditsStyles];

  @property({ attribute: false }) facts: LensTaskState<'facts'> = {};
  @property({ attribute: false }) model!: ModelConfig;
  @property({ attribute: false }) fact?: FactResult;
  @property({ attribute: false }) task: TaskState = {};
  @property({ attribute: false }) edits: readonly AppliedEdit[] = [];
  @property({ type: Boolean }) isTraining = false;
  @property() error = '';

  @state() private newAnswer = '';
  /** An index into the sites. */
  @state() private site = 0;
  @state() private preservesOthers = false;

  override render() {
    return html`
      ${this.#form()}
      ${
        this.edits.length > 0
          ? [...this.edits].reverse().map((edit) => this.#renderEdit(edit))
          : html`<p class="card">No fact has been rewritten in these weights. Choose one above, and what it is to become.</p>`
      }
      ${this.#explanation()}
    `;
  }

  #form() {
    const { facts, fact, task } = this;
    return html`
      <section class="card" aria-label="Rewrite a fact">
        <h2>Rewrite a fact</h2>
        ${facts.result && fact ? this.#controls(facts.result, fact) : facts.progress ? html`<p class="explained">First the model is asked for every fact, to see what it knows.</p>` : nothing}
        ${this.isTraining ? html`<p>The model is being trained: pause it to rewrite a fact.</p>` : nothing}
        ${lensJobStatus(this, 'facts', facts)} ${jobStatus(task, () => this.dispatchEvent(new EditEvent()))}
        ${this.error ? html`<p role="alert">${this.error}</p>` : nothing}
      </section>
    `;
  }

  #controls(known: FactsResult, fact: FactResult) {
    const { subject, relation } = fact;
    const answers = [
      ...new Set(known.facts.filter((other) => other.relation === relation).map(({ answer }) => answer.text)),
    ].filter((text) => text !== fact.answer.text);
    const newAnswer = answers.includes(this.newAnswer) ? this.newAnswer : answers[0];
    const sites = sitesOf(this.model);
    const make = () => {
      const { site } = sites[this.site] ?? sites[0];
      this.dispatchEvent(
        new EditEvent({ subject, relation, newAnswer, preserveOthers: this.preservesOthers, site }),
      );
    };
    return html`
      <div class="controls">
        ${factPicker(this, known, fact)}
        <label>
          becomes
          <select @change=${this.#chooseAnswer}>
            ${answers.map((text) => html`<option .selected=${text === newAnswer}>${text}</option>`)}
          </select>
        </label>
        <label>
          in
          <select @change=${this.#chooseSite}>
            ${sites.map(({ name }, i) => html`<option .selected=${i === this.site}>${name}</option>`)}
          </select>
        </label>
        <label class="check">
          <input type="checkbox" .checked=${this.preservesOthers} @change=${this.#setPreservesOthers} />
          protect the other facts
        </label>
        <button class="primary" ?disabled=${!newAnswer || this.isTraining || this.task.progress !== undefined} @click=${make}>Rewrite it</button>
      </div>
    `;
  }

  /** Below what was done, so that this stands next to the button. */
  #explanation() {
    return html`
      <section class="card" aria-label="How a fact is rewritten">
        <p class="explained">
          No training: one matrix, W↓ of one MLP, changes by a single column times a single row (a rank-one edit). When the neurons
          fire as they do for this fact, the MLP then adds the new answer’s direction instead (Meng and others, 2022, “ROME”). The
          direction is found by gradient on this engine; the row comes from how the neurons fire over the data set. Whatever fires
          alike changes too, and is told with the edit.
        </p>
        <p class="explained">
          The place: the trace finds the answer looked up where it is due, not at the subject.
          ${
            this.model.tied
              ? 'Of the MLPs there the last is the usual choice: what it adds goes straight to the words, as embedding and unembedding are one matrix here.'
              : 'Of the MLPs there the first is the usual choice, as here it does the looking-up.'
          }
          At the subject’s last token, where GPT-2 keeps such facts, the edit mostly fails in networks this small: try it.
        </p>
      </section>
    `;
  }

  readonly #chooseAnswer = (event: Event) => {
    this.newAnswer = (event.target as HTMLSelectElement).value;
  };

  readonly #chooseSite = (event: Event) => {
    this.site = (event.target as HTMLSelectElement).selectedIndex;
  };

  readonly #setPreservesOthers = (event: Event) => {
    this.preservesOthers = (event.target as HTMLInputElement).checked;
  };

  #renderEdit({ id, subject, oldAnswer, newAnswer, site, step, settled, reading }: AppliedEdit) {
    const undo = () => this.dispatchEvent(new UndoEditEvent(id));
    const where = `MLP ${site.layer + 1} at ${site.at === 'answer' ? 'the answer' : 'the subject’s last token'}`;
    return html`
      <section class="card" aria-label="Edit of ${subject}">
        <div class="head">
          <h2>${subject}: ${oldAnswer} → ${newAnswer}, ${where}, at step ${formatInteger(step)}</h2>
          ${
            settled
              ? html`<span class="data">part of the weights for good: trained on, or saved as weights alone, since</span>`
              : html`<button @click=${undo}>Undo</button>`
          }
        </div>
        ${reading ? this.#renderResult(reading) : nothing}
      </section>
    `;
  }

  #renderResult(reading: EditResult) {
    const { fitted, paraphrases, withText, others, sameFirstName, sameLastName, changed } = reading;
    const { success, generalises, specific } = reading;
    const summary = fitted.every(({ after }) => after.rank === 1);
    return html`
      <ul class="verdicts">
        ${outcomeItem(success, 'the new answer is said', summary ? 'the new answer is said, but not surely (below 90 % in a wording it was fitted to)' : 'the new answer is not said in every wording it was fitted to')}
        ${outcomeItem(generalises, 'other wordings follow', 'another wording does not follow')}
        ${outcomeItem(specific, 'the others are kept', 'more than 5 % of the other answers changed')}
      </ul>
      <div class="scroll" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">asked as</th>
              <th scope="col">“${reading.newAnswer}” before</th>
              <th scope="col">after</th>
              <th scope="col">says now</th>
            </tr>
          </thead>
          <tbody>
            ${fitted.map((reply) => answerRow(reply, 'fitted'))} ${paraphrases.map((reply) => answerRow(reply, 'not fitted'))}
            ${withText.map((reply) => answerRow(reply, 'behind other text'))}
          </tbody>
        </table>
      </div>
      <p class="explained">
        “Fitted”: the direction was found with these wordings. The others were not shown to the edit.
      </p>
      <p>
        Other questions answered as before: ${preservedText(others)}. ${
          sameFirstName.of + sameLastName.of > 0
            ? `Those about people with the same first name: ${preservedText(sameFirstName)}; with the same last name: ${preservedText(sameLastName)}.`
            : ''
        }
      </p>
      ${
        changed.length > 0
          ? html`<details>
              <summary>${formatInteger(changed.length)} other answer${changed.length === 1 ? '' : 's'} changed</summary>
              <ul>
                ${changed.map(({ prompt, before, after }) => html`<li>${prompt} … ${tokenLabel(before)} → ${tokenLabel(after)}</li>`)}
              </ul>
            </details>`
          : nothing
      }
    `;
  }
}

const outcomeItem = (passed: boolean, good: string, bad: string) =>
  html`<li class=${passed ? '' : 'failed'}>${passed ? `✓ ${good}` : `✗ ${bad}`}</li>`;

const answerRow = ({ before, after }: EditedPromptResult, kind: string) => html`
  <tr>
    <th scope="row" class="text">${before.prompt} … <span class="data">${kind}</span></th>
    <td>${formatPercent(before.probability)}</td>
    <td>${formatPercent(after.probability)}</td>
    <td>${tokenLabel(after.said.text)}</td>
  </tr>
`;

const preservedText = ({ kept, of }: PreservedCount) =>
  of === 0
    ? 'there are none'
    : `${formatInteger(kept)} of ${formatInteger(of)} (${formatPercent(kept / of)})`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-model-edits': ModelEdits;
  }
}
