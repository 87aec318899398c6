// All facts of the data set with the model's answers in each wording.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { FactResult, FactsResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import type { LensTaskState } from '../../../../types/task.ts';
import type { LiveMode } from '../../../../views/status/live-region.ts';
import { factChoice } from '../../choices.ts';
import { lensJobStatus } from '../../controls.ts';
import { QueryEvent } from '../../events.ts';

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
    padding-block: var(--space-s);
    background: var(--surface);
  }

  .table th:first-child {
    padding-inline-start: var(--space-s);
  }

  .table th:last-child,
  .table td:last-child {
    padding-inline-end: var(--space-s);
  }

  .table button.plain {
    text-align: start;
    white-space: normal;
  }

  .table tbody th {
    position: sticky;
    inset-inline-start: 0;
    background: var(--surface);
  }

  .table thead th {
    z-index: 1;
  }

  .chosen th.text {
    min-width: 5.5rem;
  }

  @container (max-width: 30rem) {
    .chosen {
      font-size: var(--size-small);
    }

    .chosen th.text {
      min-width: 4.5rem;
    }

    .chosen th + th,
    .chosen td {
      padding-inline-start: var(--space-2xs);
    }
  }

  tr.marked td {
    color: var(--text);
  }

  td.wrong,
  td small {
    color: var(--error);
  }

  h3 {
    margin-block-start: var(--space-xs);
    font-size: var(--size-compact);
    font-weight: 600;
  }
`;

/**
 * A table with one row per fact.
 *
 * @property task - The answers for all facts.
 * @property fact - The selected fact.
 * @property step - Current step of the model.
 * @property live - `aria-live` of its status text: `off` while the network trains.
 * @fires lab-query - The visitor queries the facts again.
 * @fires lab-choice - The visitor selects a fact.
 */
@customElement('lab-fact-table')
export class FactTable extends LitElement {
  static override styles = [baseStyles, panelStyles, tableStyles];

  @property({ attribute: false }) task: LensTaskState<'facts'> = {};
  @property({ attribute: false }) fact?: FactResult;
  @property({ type: Number }) step = 0;
  @property() live: LiveMode = 'polite';

  @state() private filter = '';
  @state() private onlyWrong = false;

  override render() {
    const { result, progress } = this.task;
    return html`
      <section class="card" aria-label=${msg('All facts')}>
        <h2>${msg('All facts in all wordings')}</h2>
        <div class="controls">
          <label class="grow">
            ${msg('show those with')}
            <input type="text" .value=${this.filter} placeholder=${msg('a name, a sport, a capital')} @input=${this.#setFilter} />
          </label>
          <button aria-pressed=${this.onlyWrong} @click=${this.#toggle}>${msg('Only wrong answers')}</button>
          <button ?disabled=${progress !== undefined} @click=${() => this.dispatchEvent(new QueryEvent('facts', { newWordings: true }))}>
            ${msg('Ask again')}
          </button>
        </div>
        ${lensJobStatus(this, 'facts', this.task)} ${result ? this.#table(result) : nothing}
      </section>
    `;
  }

  readonly #setFilter = (event: Event) => {
    this.filter = (event.target as HTMLInputElement).value;
  };

  readonly #toggle = () => {
    this.onlyWrong = !this.onlyWrong;
  };

  #table({ facts, step, splits }: FactsResult) {
    const [newWordings, ownWordings] = splits.filter(({ wordings }) => wordings !== undefined);
    const wordings = Math.max(...facts.map(({ replies }) => replies.length));
    const replies = facts.flatMap((fact) => fact.replies);
    const right = replies.filter(({ rank }) => rank === 1).length;
    const searched = this.filter.trim().toLowerCase();
    const shown = facts.filter(
      (fact) =>
        `${fact.subject} ${fact.answer.text}`.toLowerCase().includes(searched) &&
        (!this.onlyWrong || fact.replies.some(({ rank }) => rank > 1)),
    );
    // One tab stop for all rows; arrow keys move between them.
    const focusable = shown.find((fact) => this.#isChosen(fact)) ?? shown[0];
    return html`
      <p role="status" aria-live=${this.live}>
        ${msg(str`At step ${formatInteger(step)} it answers ${formatInteger(right)} of ${formatInteger(replies.length)} questions rightly (${formatPercent(right / Math.max(1, replies.length))}).${step === this.step ? '' : msg(str` The model is at step ${formatInteger(this.step)} now: ask again.`)}`)}
      </p>
      ${newWordings ? html`<p class="explained">${msg(str`In ${newWordings.wordings ?? 0} wordings that no training sentence has, it answers ${recallOf(newWordings)}.`)}${ownWordings ? msg(str` In ${ownWordings.wordings ?? 0} that are written as you might ask, it answers ${recallOf(ownWordings)}.`) : nothing}</p>` : nothing}
      <div class="table" role="region" aria-label=${msg('Facts and how well they are known')}>
        <table @keydown=${this.#handleRowKey}>
          <thead>
            <tr>
              <th scope="col">${msg('fact')}</th>
              ${Array.from({ length: wordings }, (_, w) => html`<th scope="col">${msg(str`wording ${w + 1}`)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${shown.length > 0 ? shown.map((fact) => this.#row(fact, fact === focusable)) : html`<tr><td colspan=${wordings + 1}>${msg('No facts found.')}</td></tr>`}
          </tbody>
        </table>
      </div>
      <p class="explained">
        ${msg('Each cell is the probability of the right answer, and a deeper colour means a higher probability. If another word is more probable, it is shown. Wordings in brackets were not trained on for this subject. Select a fact (by click or with the arrow keys) to see its prompts, ranks and margins.')}
      </p>
      ${this.fact ? this.#chosen(this.fact) : nothing}
    `;
  }

  #chosen({ subject, relation, answer, replies }: FactResult) {
    return html`
      <h3>${msg(str`The ${relation} of ${subject}: ${answer.text}`)}</h3>
      <div class="scroll" tabindex="0">
        <table class="chosen">
          <thead>
            <tr>
              <th scope="col">${msg('prompt')}</th>
              <th scope="col">${msg('probability')}</th>
              <th scope="col">${msg('rank')}</th>
              <th scope="col">${msg('margin')}</th>
              <th scope="col">${msg('prediction')}</th>
            </tr>
          </thead>
          <tbody>
            ${replies.map(
              ({ prompt, probability, rank, margin, said, heldOut }) => html`
                <tr>
                  <th scope="row" class="text">
                    ${prompt} … ${heldOut ? html`<span class="data">${msg('never trained on')}</span>` : nothing}
                  </th>
                  <td>${formatPercent(probability)}</td>
                  <td>${formatInteger(rank)}</td>
                  <td>${formatSigned(margin)}</td>
                  <td class=${rank > 1 ? 'wrong' : ''}>${tokenLabel(said.text)}</td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
      <p class="explained">
        ${msg('Rank 1 is the most probable word of the vocabulary. The margin is the logit (score before softmax) of the right answer minus the largest logit of any other word; if it is negative, the answer is wrong.')}
      </p>
    `;
  }

  #isChosen({ subject, relation }: FactResult): boolean {
    return this.fact?.subject === subject && this.fact.relation === relation;
  }

  readonly #handleRowKey = (event: KeyboardEvent) => {
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.table button.plain')];
    const at = rows.indexOf(event.target as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    rows[Math.max(0, Math.min(rows.length - 1, to))].focus();
  };

  #row(fact: FactResult, entry: boolean) {
    const { subject, answer, own, replies } = fact;
    const chosen = this.#isChosen(fact);
    const pick = () => this.dispatchEvent(factChoice(fact));
    return html`
      <tr class=${chosen ? 'marked' : ''}>
        <th scope="row">
          <button class="plain" tabindex=${entry ? 0 : -1} aria-pressed=${chosen} @click=${pick}>${subject} → ${answer.text}</button>${own ? msg(' (yours)') : ''}
        </th>
        ${replies.map(({ probability, rank, margin, prompt, said, heldOut }) => {
          const shown = heldOut ? `(${formatPercent(probability)})` : formatPercent(probability);
          return html`<td
            title=${msg(str`${prompt} …: rank ${rank}, margin ${formatSigned(margin)}`)}
            style=${styleMap({ background: `color-mix(in srgb, var(--positive) ${Math.round(30 * probability)}%, transparent)` })}
          >
            ${shown}${rank > 1 ? html`<br /><small>${tokenLabel(said.text)}</small>` : nothing}
          </td>`;
        })}
      </tr>
    `;
  }
}

const recallOf = ({ right, of, interval }: FactsResult['splits'][number]): string =>
  msg(str`${formatPercent(right / of)} (95 %: ${interval.map(formatPercent).join(' to ')})`);

declare global {
  interface HTMLElementTagNameMap {
    'lab-fact-table': FactTable;
  }
}
