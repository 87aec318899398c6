// One question with its field, and the engine's answer once the visitor's is checked.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { SeekEvent } from '../../events/index.ts';
import { formatTimestamp } from '../../format/timestamp.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { AnswerEvent, QuestionOpenEvent, ResponseEvent } from './events.ts';
import { chooseField, chooseStyles } from './fields/choose-field.ts';
import './fields/draw-field.ts';
import { fieldStyles } from './fields/field.ts';
import { pickField, pickStyles } from './fields/pick-field.ts';
import { rankField, rankStyles } from './fields/rank-field.ts';
import { adjustField, estimateField, sliderStyles } from './fields/slider-fields.ts';
import type { Question, Response } from './question.ts';
import type { OpenQuestion } from './question-session.ts';

/**
 * @property open - The question, the visitor's answer and the verdict.
 * @property next - The question to go on with.
 * @fires lab-response - The visitor changes the answer.
 * @fires lab-answer - The visitor wants the answer checked.
 * @fires lab-question - The visitor goes on to the next question, or closes this one.
 * @fires lab-seek - The visitor goes to where the video explains it.
 */
@customElement('lab-question-card')
export class QuestionCard extends LitElement {
  static override styles = [
    baseStyles,
    ...[fieldStyles, chooseStyles, pickStyles, rankStyles, sliderStyles],
    css`
      :host {
        display: grid;
        gap: var(--space-m);
        padding: var(--space-m) var(--space-l) var(--space-l);
      }

      h2 {
        color: var(--text);
        font-size: var(--size-body);
        font-weight: 600;
        line-height: 1.4;
        text-wrap: pretty;
      }

      /* Focus starts here, but nothing is operated. */
      h2:focus-visible {
        outline: none;
      }

      .verdict {
        display: grid;
        gap: var(--space-s);
        padding: var(--space-m);
        border-inline-start: 3px solid var(--good);
        border-radius: var(--radius-tiny);
        background: var(--good-soft);
        font-size: var(--size-compact);
      }

      .verdict.wrong {
        border-color: var(--error);
        background: var(--error-soft);
      }

      .verdict b {
        color: var(--good);
      }

      .verdict.wrong b {
        color: var(--error);
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-s);
      }
    `,
  ];

  @property({ attribute: false }) open!: OpenQuestion;
  @property({ attribute: false }) next?: Question;

  @query('h2') private heading!: HTMLElement;
  @query('.buttons') private buttons!: HTMLElement;

  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('open');
    if (!changed.has('open')) return;
    if (before?.question !== this.open.question) this.heading.focus();
    if (this.open.checked && !before?.checked) this.buttons.scrollIntoView({ block: 'nearest' });
  }

  protected override render() {
    const { question, checked, problem, isOutdated } = this.open;
    return html`
      <h2 tabindex="-1">${question.text}</h2>
      ${this.#field(question)}
      <div role="status">${checked ? this.#verdict(question, checked) : nothing}</div>
      ${isOutdated ? html`<p class="small" role="alert">${msg('The network has changed since. Check again; while it trains, it changes all the time.')}</p>` : nothing}
      ${problem ? html`<p class="small" role="alert">${msg(str`The model cannot answer this: ${problem}`)}</p>` : nothing}
      <div class="buttons">${checked ? this.#afterButtons() : this.#beforeButtons()}</div>
    `;
  }

  #field(question: Question): TemplateResult {
    const { response, checked } = this.open;
    // A field's answer and solution are those of its kind.
    const own = { response: response as never, solution: checked?.solution as never, respond: this.#respond };
    switch (question.kind) {
      case 'choose':
        return chooseField({ question, ...own });
      case 'estimate':
        return estimateField({ question, ...own });
      case 'rank':
        return rankField({ question, ...own });
      case 'pick':
        return pickField({ question, ...own });
      case 'draw':
        return html`<lab-draw-field class="field draw" .question=${question} .response=${own.response} .solution=${own.solution}></lab-draw-field>`;
      case 'adjust':
        return adjustField({ question, ...own });
    }
  }

  readonly #respond = (response: Response): void => {
    this.dispatchEvent(new ResponseEvent(response));
  };

  #verdict(question: Question, { solution, isRight }: NonNullable<OpenQuestion['checked']>): TemplateResult {
    return html`<div class="verdict ${isRight ? '' : 'wrong'}">
      <p><b>${isRight ? msg('Right.') : msg('Not quite.')}</b> ${solution.found}</p>
      <p>${question.why}</p>
      ${question.isOfModel ? html`<p class="small">${msg('Asked of the network in this tab: another one may answer otherwise.')}</p>` : nothing}
    </div>`;
  }

  #beforeButtons(): TemplateResult {
    const { response, isPending } = this.open;
    const check = () => response !== undefined && this.dispatchEvent(new AnswerEvent(response as Response));
    return html`<button class="primary" ?disabled=${response === undefined || isPending} @click=${check}>
        ${isPending ? msg('Asking the network …') : msg('Check')}
      </button>
      <button class="plain" @click=${this.#close}>${msg('Close')}</button>`;
  }

  #afterButtons(): TemplateResult {
    const { next } = this;
    const { see } = this.open.question;
    return html`${next ? html`<button class="primary" @click=${() => this.dispatchEvent(new QuestionOpenEvent(next))}>${msg('Next question')}</button>` : nothing}
      <button @click=${() => this.dispatchEvent(new SeekEvent(see))}>${msg(str`Explained at ${formatTimestamp(see)}`)}</button>
      <button class="plain" @click=${this.#close}>${msg('Close')}</button>`;
  }

  readonly #close = (): void => {
    this.dispatchEvent(new QuestionOpenEvent(undefined));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-question-card': QuestionCard;
  }
}
