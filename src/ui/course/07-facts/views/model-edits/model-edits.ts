// Edits of facts in the weights: controls, results, side effects and undo.

import { msg, str } from '@lit/localize';
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

/** Sites of an edit: the proposed one first, the one from the GPT-2 paper last. */
function sitesOf({ L, tied }: Pick<ModelConfig, 'L' | 'tied'>): { site: EditSite; name: string }[] {
  const usual = tied ? L - 1 : 0;
  const layers = Array.from({ length: L }, (_, layer) => layer).filter((layer) => layer !== usual);
  const atAnswer = (layer: number, why = '') => ({
    site: { layer, at: 'answer' as const },
    name: msg(str`MLP ${layer + 1}, at the answer${why}`),
  });
  return [
    atAnswer(usual, msg(' (default)')),
    ...layers.map((layer) => atAnswer(layer)),
    { site: { layer: 0, at: 'subject' }, name: msg('MLP 1, at the subject: as GPT-2') },
  ];
}

/**
 * A form for an edit, and the list of edits.
 *
 * @property facts - Facts of the data set with the model's answers.
 * @property model - Number of layers, and whether embeddings are tied.
 * @property fact - The fact to edit.
 * @property task - The running edit.
 * @property edits - Edits in the weights, oldest first.
 * @property isTraining - Whether the model trains; training must pause before an edit.
 * @property error - Error message of the last undo.
 * @fires lab-choice - The visitor selects a fact.
 * @fires lab-edit - The visitor starts or stops an edit.
 * @fires lab-undo-edit - The visitor undoes an edit.
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
  /** Index of the selected site. */
  @state() private site = 0;
  @state() private preservesOthers = false;

  override render() {
    return html`
      ${this.#form()}
      ${
        this.edits.length > 0
          ? [...this.edits].reverse().map((edit) => this.#renderEdit(edit))
          : html`<p class="card">${msg('No edits yet. Select a fact and its new answer above.')}</p>`
      }
      ${this.#explanation()}
    `;
  }

  #form() {
    const { facts, fact, task } = this;
    return html`
      <section class="card" aria-label=${msg('Edit a fact')}>
        <h2>${msg('Edit a fact')}</h2>
        ${facts.result && fact ? this.#controls(facts.result, fact) : facts.progress ? html`<p class="explained">${msg('Loading facts …')}</p>` : nothing}
        ${this.isTraining ? html`<p>${msg('The model is training. Pause it to edit a fact.')}</p>` : nothing}
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
          ${msg('becomes')}
          <select @change=${this.#chooseAnswer}>
            ${answers.map((text) => html`<option .selected=${text === newAnswer}>${text}</option>`)}
          </select>
        </label>
        <label>
          ${msg('in')}
          <select @change=${this.#chooseSite}>
            ${sites.map(({ name }, i) => html`<option .selected=${i === this.site}>${name}</option>`)}
          </select>
        </label>
        <label class="check">
          <input type="checkbox" .checked=${this.preservesOthers} @change=${this.#setPreservesOthers} />
          ${msg('preserve other facts')}
        </label>
        <button class="primary" ?disabled=${!newAnswer || this.isTraining || this.task.progress !== undefined} @click=${make}>${msg('Apply edit')}</button>
      </div>
    `;
  }

  /** Placed below the results, so that these are next to the button. */
  #explanation() {
    return html`
      <section class="card" aria-label=${msg('How the edit works')}>
        <p class="explained">
          ${msg('The edit changes one matrix, W↓ of one MLP, by the product of a column and a row (a rank-one edit, without training). For the activations of this fact the MLP then adds the direction of the new answer (Meng et al., 2022, “ROME”). The direction comes from gradient descent, the row from the activations over the data set. Facts with similar activations change too; the result lists them.')}
        </p>
        <p class="explained">
          ${msg(
            str`The site: the causal trace finds the answer at the answer position, not at the subject. ${
              this.model.tied
                ? msg(
                    'Of the MLPs there the last is the usual choice: its output goes directly to the unembedding, which is tied to the embedding.',
                  )
                : msg('Of the MLPs there the first is the usual choice, since it retrieves the answer.')
            } At the subject’s last token, the site used for GPT-2, the edit usually fails in networks this small.`,
          )}
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
    const where = msg(
      str`MLP ${site.layer + 1} at ${site.at === 'answer' ? msg('the answer') : msg('the subject’s last token')}`,
    );
    return html`
      <section class="card" aria-label=${msg(str`Edit of ${subject}`)}>
        <div class="head">
          <h2>${msg(str`${subject}: ${oldAnswer} → ${newAnswer}, ${where}, at step ${formatInteger(step)}`)}</h2>
          ${
            settled
              ? html`<span class="data">${msg('part of the weights for good: trained on, or saved as weights alone, since')}</span>`
              : html`<button @click=${undo}>${msg('Undo')}</button>`
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
        ${outcomeItem(success, msg('the model predicts the new answer'), summary ? msg('the new answer is said, but not surely (below 90 % in a wording it was fitted to)') : msg('the new answer is not said in every wording it was fitted to'))}
        ${outcomeItem(generalises, msg('the edit generalizes to other wordings'), msg('the edit does not generalize to another wording'))}
        ${outcomeItem(specific, msg('other answers are preserved'), msg('more than 5 % of the other answers changed'))}
      </ul>
      <div class="scroll" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('prompt')}</th>
              <th scope="col">${msg(str`“${reading.newAnswer}” before`)}</th>
              <th scope="col">${msg('after')}</th>
              <th scope="col">${msg('prediction')}</th>
            </tr>
          </thead>
          <tbody>
            ${fitted.map((reply) => answerRow(reply, 'fitted'))} ${paraphrases.map((reply) => answerRow(reply, msg('not fitted')))}
            ${withText.map((reply) => answerRow(reply, msg('behind other text')))}
          </tbody>
        </table>
      </div>
      <p class="explained">
        ${msg('“Fitted”: the direction was optimized for these prompts. The other prompts were not used.')}
      </p>
      <p>
        ${msg(
          str`Other questions answered as before: ${preservedText(others)}. ${
            sameFirstName.of + sameLastName.of > 0
              ? msg(
                  str`Those about people with the same first name: ${preservedText(sameFirstName)}; with the same last name: ${preservedText(sameLastName)}.`,
                )
              : ''
          }`,
        )}
      </p>
      ${
        changed.length > 0
          ? html`<details>
              <summary>${changed.length === 1 ? msg('1 other answer changed') : msg(str`${formatInteger(changed.length)} other answers changed`)}</summary>
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
    ? msg('none')
    : msg(str`${formatInteger(kept)} of ${formatInteger(of)} (${formatPercent(kept / of)})`);

declare global {
  interface HTMLElementTagNameMap {
    'lab-model-edits': ModelEdits;
  }
}
