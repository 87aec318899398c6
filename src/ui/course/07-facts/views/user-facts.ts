// The visitor's own facts: added, changed or removed, and trained on together with the data set.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FactResult, FactRow, FactsResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';
import { isSameFact } from '../choices.ts';
import { numberInput } from '../controls.ts';
import { UserFactsEvent } from '../events.ts';
import {
  applyDraft,
  EMPTY_DRAFT,
  type UserFactsDraft,
  withFact,
  withoutFact,
  withRemoval,
} from '../user-facts-draft.ts';

const userFactsStyles = css`
  ul {
    display: grid;
    gap: var(--space-2xs);
    list-style: none;
    font-size: var(--size-compact);
  }

  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-2xs) var(--space-l);
  }

  h3 {
    color: var(--muted);
    font-size: var(--size-fine);
    font-weight: 400;
  }

  input[type='text'] {
    width: 100%;
  }
`;

/**
 * A form and a list of facts to train on.
 *
 * @property factsResult - All facts with the model's answers.
 * @property fact - The selected fact.
 * @property userFacts - Rows of earlier training: all differences from the data set.
 * @property isTraining - Whether the model trains.
 * @property error - Error message of the last training on facts.
 * @fires lab-user-facts - The visitor starts training on the rows.
 */
@customElement('lab-user-facts')
export class UserFacts extends LitElement {
  static override styles = [baseStyles, panelStyles, userFactsStyles];

  @property({ attribute: false }) factsResult!: FactsResult;
  @property({ attribute: false }) fact?: FactResult;
  @property({ attribute: false }) userFacts: readonly FactRow[] = [];
  @property({ type: Boolean }) isTraining = false;
  @property() error = '';

  @state() private draft: UserFactsDraft = EMPTY_DRAFT;
  @state() private steps = 300;

  override render() {
    return card(
      msg('Your own facts'),
      msg('Train on your own facts'),
      this.#form(),
      this.#renderSelectedFact(),
      this.#renderUserFacts(),
      this.#renderDraft(),
      this.error ? html`<p class="note" role="alert">${this.error}</p>` : nothing,
      note(
        msg(
          'Training continues from the current weights with these sentences in the data. Known words keep their embeddings, new ones start at random. A hundred steps are usually enough. Your facts are then queried like all others.',
        ),
      ),
    );
  }

  #form() {
    const { relations, facts } = this.factsResult;
    return html`
      <form class="controls" @submit=${this.#add}>
        <label class="grow">${msg('subject: one to four words')} <input name="subject" type="text" required maxlength="80" /></label>
        <label>
          ${msg('relation')}
          <select name="relation">${relations.map(({ name }) => html`<option>${name}</option>`)}</select>
        </label>
        <label class="grow">
          ${msg('answer: one word')}
          <input name="answer" type="text" list="answers" required maxlength="40" pattern="\\s*\\S+\\s*" title=${msg('one word')} />
        </label>
        <datalist id="answers">
          ${[...new Set(facts.map(({ answer }) => answer.text))].map((text) => html`<option value=${text}></option>`)}
        </datalist>
        <button>${msg('Add to the list')}</button>
      </form>
    `;
  }

  /** Actions on the selected fact. */
  #renderSelectedFact() {
    const { fact } = this;
    if (!fact || this.userFacts.some((row) => isSameFact(row, fact))) return nothing;
    const { subject, relation } = fact;
    const removeFact = () => {
      this.draft = withFact(this.draft, { subject, relation });
    };
    return html`
      <div class="controls">
        <button @click=${() => this.#fillForm(fact)}>${msg(str`Change the ${relation} of ${subject}`)}</button>
        <button @click=${removeFact}>${msg('Remove from the data')}</button>
      </div>
    `;
  }

  #fillForm({ subject, relation }: FactResult): void {
    const field = (name: string) => this.renderRoot.querySelector<HTMLInputElement>(`[name="${name}"]`);
    const [about, kind, answer] = ['subject', 'relation', 'answer'].map(field);
    if (!about || !kind || !answer) return;
    about.value = subject;
    kind.value = relation;
    answer.value = '';
    answer.focus();
  }

  #renderUserFacts() {
    const kept = this.userFacts.filter((row) => !this.draft.removed.some((other) => isSameFact(other, row)));
    if (kept.length === 0) return nothing;
    const undo = (row: FactRow) => {
      this.draft = withRemoval(this.draft, row);
    };
    return html`
      <h3>${msg('trained facts')}</h3>
      <ul>
        ${kept.map((row) => html`<li>${factText(row)} <button class="plain" @click=${() => undo(row)}>${msg('Undo')}</button></li>`)}
      </ul>
    `;
  }

  #renderDraft() {
    const { rows, removed } = this.draft;
    if (rows.length + removed.length === 0) return nothing;
    const discard = (row: FactRow) => {
      this.draft = withoutFact(this.draft, row);
    };
    const line = (row: FactRow, words: string) => html`<li>
      ${words} <button class="plain" @click=${() => discard(row)}>${msg('Remove from the list')}</button>
    </li>`;
    return html`
      <h3>${msg('facts to train on')}</h3>
      <ul>
        ${rows.map((row) => line(row, factText(row)))}
        ${removed.map((row) => line(row, msg(str`Removed: ${factText(row)}`)))}
      </ul>
      <div class="controls">
        ${numberInput(msg('training steps'), this.steps, [1, 5000], (value) => {
          this.steps = value;
        })}
        <button class="primary" ?disabled=${this.isTraining} @click=${this.#submit}>${msg('Train on facts')}</button>
      </div>
      ${this.isTraining ? html`<p>${msg('The model is training. Pause it to train on other facts.')}</p>` : nothing}
    `;
  }

  readonly #add = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const field = (name: string) => String(new FormData(form).get(name) ?? '').trim();
    const [subject, relation, answer] = ['subject', 'relation', 'answer'].map(field);
    this.draft = withFact(this.draft, { subject, relation, answer });
    form.reset();
  };

  readonly #submit = () => {
    // The list stays until training has started, so that invalid rows can be corrected.
    this.dispatchEvent(new UserFactsEvent(applyDraft(this.userFacts, this.draft), this.steps));
  };
}

const factText = ({ subject, relation, answer }: FactRow) =>
  answer
    ? msg(str`the ${relation} of ${subject} is ${answer}`)
    : msg(str`without the ${relation} of ${subject}`);

declare global {
  interface HTMLElementTagNameMap {
    'lab-user-facts': UserFacts;
  }
}
