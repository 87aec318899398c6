// Every fact of the data set, how well the model knows it in each wording, and facts of the visitor's own to teach it.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { FactReading, FactRow, FactsReading } from '../../../../../workers/lab-api.ts';
import type { LensState } from '../../../../controllers/long-look.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { percent, signed, whole } from '../../../../views/numbers.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { lookStatus, numberInput } from '../../controls.ts';
import { type ChosenFact, LookEvent, PickEvent, TeachEvent } from '../../events.ts';

const tableStyles = css`
  .table {
    max-height: 26rem;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
  }

  thead th {
    position: sticky;
    top: 0;
    padding-block: 0.5rem;
    background: var(--surface);
  }

  th:first-child {
    padding-inline-start: 0.625rem;
  }

  td:last-child {
    padding-inline-end: 0.625rem;
  }

  tr.marked td {
    color: var(--text);
  }

  ul {
    padding-inline-start: 1.25rem;
    font-size: 14px;
  }
`;

/**
 * @property look - the reading of all facts
 * @property fact - the one looked at
 * @property step - of the model now
 * @property own - rows taught already: all that differ from the data set's
 * @fires lab-look - the facts are to be asked again
 * @fires lab-pick - another fact
 * @fires lab-teach - rows are to be taught
 */
@customElement('lab-fact-table')
export class FactTable extends LitElement {
  static override styles = [baseStyles, panelStyles, tableStyles];

  @property({ attribute: false }) look: LensState<'facts'> = {};
  @property({ attribute: false }) fact?: ChosenFact;
  @property({ type: Number }) step = 0;
  @property({ attribute: false }) own: readonly FactRow[] = [];

  @state() private filter = '';
  @state() private onlyWrong = false;
  /** Rows to be taught with the next press. */
  @state() private rows: readonly FactRow[] = [];
  @state() private steps = 300;

  override render() {
    const { answer, progress } = this.look;
    return html`
      <section class="card" aria-label="All facts">
        <h2>Every fact, in every wording</h2>
        <div class="controls">
          <label class="grow">
            show those with
            <input type="text" .value=${this.filter} placeholder="a name, a sport, a capital" @input=${this.#type} />
          </label>
          <button aria-pressed=${this.onlyWrong} @click=${this.#toggle}>Only what it gets wrong</button>
          <button ?disabled=${progress !== undefined} @click=${() => this.dispatchEvent(new LookEvent('facts', {}))}>
            Ask again
          </button>
        </div>
        ${lookStatus(this, 'facts', this.look)} ${answer ? this.#table(answer) : nothing}
      </section>
      ${answer ? this.#teach(answer) : nothing}
    `;
  }

  readonly #type = (event: Event) => {
    this.filter = (event.target as HTMLInputElement).value;
  };

  readonly #toggle = () => {
    this.onlyWrong = !this.onlyWrong;
  };

  #table({ facts, step }: FactsReading) {
    const wordings = Math.max(...facts.map(({ replies }) => replies.length));
    const replies = facts.flatMap((fact) => fact.replies);
    const right = replies.filter(({ rank }) => rank === 1).length;
    const searched = this.filter.trim().toLowerCase();
    const shown = facts.filter(
      (fact) =>
        `${fact.subject} ${fact.answer.text}`.toLowerCase().includes(searched) &&
        (!this.onlyWrong || fact.replies.some(({ rank }) => rank > 1)),
    );
    return html`
      <p role="status">
        At step ${whole(step)} it answers ${whole(right)} of ${whole(replies.length)} questions rightly
        (${percent(right / Math.max(1, replies.length))}).${step === this.step ? '' : ` The model is at step ${whole(this.step)} now: ask again.`}
      </p>
      <div class="table" tabindex="0" role="region" aria-label="Facts and how well they are known">
        <table>
          <thead>
            <tr>
              <th scope="col">fact</th>
              ${Array.from({ length: wordings }, (_, w) => html`<th scope="col">wording ${w + 1}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${shown.length > 0 ? shown.map((fact) => this.#row(fact)) : html`<tr><td colspan=${wordings + 1}>None of them.</td></tr>`}
          </tbody>
        </table>
      </div>
      <p class="explained">
        Each cell is the probability of the right answer; the deeper, the surer. Where something else is likelier, that is named.
        A wording in brackets was never trained on for this subject. Point at a cell for rank and margin (its logit less the best
        other’s).
      </p>
    `;
  }

  #row({ subject, relation, answer, own, replies }: FactReading) {
    const chosen = this.fact?.subject === subject && this.fact.relation === relation;
    const pick = () => this.dispatchEvent(new PickEvent({ fact: { subject, relation } }));
    return html`
      <tr class=${chosen ? 'marked' : ''}>
        <th scope="row">
          <button class="plain" aria-pressed=${chosen} @click=${pick}>${subject} → ${answer.text}</button>${own ? ' (yours)' : ''}
        </th>
        ${replies.map(({ probability, rank, margin, prompt, said, heldOut }) => {
          const shown = heldOut ? `(${percent(probability)})` : percent(probability);
          return html`<td
            title="${prompt} …: rank ${rank}, margin ${signed(margin)}"
            style=${styleMap({ background: `color-mix(in srgb, var(--positive) ${Math.round(30 * probability)}%, transparent)` })}
          >
            ${shown}${rank > 1 ? html`<br /><small>${tokenLabel(said.text)}</small>` : nothing}
          </td>`;
        })}
      </tr>
    `;
  }

  #teach({ relations, facts }: FactsReading) {
    return html`
      <section class="card" aria-label="Teach your own">
        <h2>Teach it your own</h2>
        <form class="controls" @submit=${this.#add}>
          <label>subject <input name="subject" type="text" required maxlength="80" /></label>
          <label>
            relation
            <select name="relation">${relations.map(({ name }) => html`<option>${name}</option>`)}</select>
          </label>
          <label>
            answer, one word; empty takes the fact out
            <input name="answer" type="text" list="answers" maxlength="40" pattern="\\S*" />
          </label>
          <datalist id="answers">
            ${[...new Set(facts.map(({ answer }) => answer.text))].map((text) => html`<option value=${text}></option>`)}
          </datalist>
          <button>Add to the list</button>
        </form>
        ${
          this.rows.length > 0
            ? html`
              <ul>
                ${this.rows.map(
                  (row) => html`<li>
                    ${row.answer ? `The ${row.relation} of ${row.subject} is ${row.answer}` : `Without the ${row.relation} of ${row.subject}`}
                    <button class="plain" @click=${() => this.#drop(row)}>Remove from the list</button>
                  </li>`,
                )}
              </ul>
              <div class="controls">
                ${numberInput('steps of training', this.steps, 1, 5000, (value) => {
                  this.steps = value;
                })}
                <button class="primary" @click=${this.#send}>Teach them</button>
              </div>
            `
            : nothing
        }
        <p class="explained">
          The model goes on from where it is, with these sentences among its data. Words that it knows keep their vectors, new ones
          begin at random. Afterwards your facts are asked like all others.
        </p>
      </section>
    `;
  }

  readonly #add = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const field = (name: string) => String(new FormData(form).get(name) ?? '').trim();
    const [subject, relation, answer] = ['subject', 'relation', 'answer'].map(field);
    const row = answer ? { subject, relation, answer } : { subject, relation };
    this.rows = [...this.rows.filter((other) => !isSame(other, row)), row];
    form.reset();
  };

  #drop(row: FactRow): void {
    this.rows = this.rows.filter((other) => other !== row);
  }

  readonly #send = () => {
    const kept = this.own.filter((taught) => !this.rows.some((row) => isSame(row, taught)));
    this.dispatchEvent(new TeachEvent([...kept, ...this.rows], this.steps));
    this.rows = [];
  };
}

const isSame = (a: ChosenFact, b: ChosenFact) => a.subject === b.subject && a.relation === b.relation;

declare global {
  interface HTMLElementTagNameMap {
    'lab-fact-table': FactTable;
  }
}
