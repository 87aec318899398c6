// Facts of the visitor's own: added, changed or taken out, and trained on with the data that is there.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FactReading, FactRow, FactsReading } from '../../../../../workers/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { numberInput } from '../../controls.ts';
import { TeachEvent } from '../../events.ts';
import { isSame, type Lesson, noLesson, rowsAfter, withBack, without, withRow } from './lesson.ts';

/**
 * @property reading - of all facts
 * @property fact - the one looked at
 * @property own - rows taught already: all that differ from the data set's
 * @property training - whether it learns right now
 * @property problem - why the last rows could not be taught
 * @fires lab-teach - rows are to be taught
 */
@customElement('lab-teach')
export class Teach extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      ul {
        display: grid;
        gap: var(--space-2xs);
        margin: 0;
        padding: 0;
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
        min-width: 0;
        width: 100%;
      }
    `,
  ];

  @property({ attribute: false }) reading!: FactsReading;
  @property({ attribute: false }) fact?: FactReading;
  @property({ attribute: false }) own: readonly FactRow[] = [];
  @property({ type: Boolean }) training = false;
  @property() problem = '';

  @state() private lesson: Lesson = noLesson;
  @state() private steps = 300;

  override render() {
    return html`
      <section class="card" aria-label="Teach your own">
        <h2>Teach it your own</h2>
        ${this.#form()} ${this.#ofChosen()} ${this.#taught()} ${this.#planned()}
        ${this.problem ? html`<p class="note" role="alert">${this.problem}</p>` : nothing}
        <p class="explained">
          The model goes on from where it is, with these sentences among its data; nothing is rewritten by hand. Words that it
          knows keep their vectors, new ones begin at random. A hundred steps are usually enough. Afterwards your facts are asked
          like all others.
        </p>
      </section>
    `;
  }

  #form() {
    const { relations, facts } = this.reading;
    return html`
      <form class="controls" @submit=${this.#add}>
        <label class="grow">subject: one to four words <input name="subject" type="text" required maxlength="80" /></label>
        <label>
          relation
          <select name="relation">${relations.map(({ name }) => html`<option>${name}</option>`)}</select>
        </label>
        <label class="grow">
          answer: one word
          <input name="answer" type="text" list="answers" required maxlength="40" pattern="\\s*\\S+\\s*" title="one word" />
        </label>
        <datalist id="answers">
          ${[...new Set(facts.map(({ answer }) => answer.text))].map((text) => html`<option value=${text}></option>`)}
        </datalist>
        <button>Add to the list</button>
      </form>
    `;
  }

  /** What can be done with the fact chosen in the table. */
  #ofChosen() {
    const { fact } = this;
    if (!fact || this.own.some((row) => isSame(row, fact))) return nothing;
    const { subject, relation } = fact;
    const takeOut = () => {
      this.lesson = withRow(this.lesson, { subject, relation });
    };
    return html`
      <div class="controls">
        <button @click=${() => this.#fillIn(fact)}>Change the ${relation} of ${subject}</button>
        <button @click=${takeOut}>Take it out of the data</button>
      </div>
    `;
  }

  #fillIn({ subject, relation }: FactReading): void {
    const field = (name: string) => this.renderRoot.querySelector<HTMLInputElement>(`[name="${name}"]`);
    const [about, kind, answer] = ['subject', 'relation', 'answer'].map(field);
    if (!about || !kind || !answer) return;
    about.value = subject;
    kind.value = relation;
    answer.value = '';
    answer.focus();
  }

  #taught() {
    const kept = this.own.filter((row) => !this.lesson.back.some((other) => isSame(other, row)));
    if (kept.length === 0) return nothing;
    const back = (row: FactRow) => {
      this.lesson = withBack(this.lesson, row);
    };
    return html`
      <h3>taught already</h3>
      <ul>
        ${kept.map((row) => html`<li>${inWords(row)} <button class="plain" @click=${() => back(row)}>Take it back</button></li>`)}
      </ul>
    `;
  }

  #planned() {
    const { rows, back } = this.lesson;
    if (rows.length + back.length === 0) return nothing;
    const drop = (row: FactRow) => {
      this.lesson = without(this.lesson, row);
    };
    const line = (row: FactRow, words: string) => html`<li>
      ${words} <button class="plain" @click=${() => drop(row)}>Remove from the list</button>
    </li>`;
    return html`
      <h3>to be taught</h3>
      <ul>
        ${rows.map((row) => line(row, inWords(row)))}
        ${back.map((row) => line(row, `No longer: ${inWords(row)}`))}
      </ul>
      <div class="controls">
        ${numberInput('steps of training', this.steps, 1, 5000, (value) => {
          this.steps = value;
        })}
        <button class="primary" ?disabled=${this.training} @click=${this.#send}>Teach them</button>
      </div>
      ${this.training ? html`<p>The model is being trained: pause it to teach something else.</p>` : nothing}
    `;
  }

  readonly #add = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const field = (name: string) => String(new FormData(form).get(name) ?? '').trim();
    const [subject, relation, answer] = ['subject', 'relation', 'answer'].map(field);
    this.lesson = withRow(this.lesson, { subject, relation, answer });
    form.reset();
  };

  readonly #send = () => {
    // The list stays until it is learnt: if it cannot be, it is there to be mended.
    this.dispatchEvent(new TeachEvent(rowsAfter(this.own, this.lesson), this.steps));
  };
}

const inWords = ({ subject, relation, answer }: FactRow) =>
  answer ? `the ${relation} of ${subject} is ${answer}` : `without the ${relation} of ${subject}`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-teach': Teach;
  }
}
