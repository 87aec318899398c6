// The questions of a chapter beside its stage: the open one, and all of them by their time in the video.

import { msg } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatTimestamp } from '../../format/timestamp.ts';
import type { AnswerRecord } from '../../state/progress/spacing.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { checkIcon, restartIcon } from '../../styles/icons.ts';
import { PauseChoiceEvent, QuestionOpenEvent } from './events.ts';
import type { Question } from './question.ts';
import '../tasks/task-list.ts';
import './recap-card.ts';
import './return-card.ts';
import type { OpenQuestion } from './question-session.ts';

/**
 * @slot - Content below the questions.
 * @property questions - Of the chapter, in the order of the video.
 * @property open - The open one.
 * @property answers - How each was answered so far, by id.
 * @property pausesBefore - Whether the video pauses before a result; undefined without a video.
 * @fires lab-question - The visitor opens or closes a question.
 * @fires lab-pause-before - The visitor wants the video to pause before a result, or not.
 */
@customElement('lab-question-list')
export class QuestionList extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        overflow-y: auto;
        min-height: 0;
      }

      .pause {
        display: flex;
        align-items: center;
        gap: var(--space-s);
        min-height: var(--touch);
        padding-inline: var(--space-l);
        color: var(--muted);
        font-size: var(--size-small);
      }

      ol {
        margin: 0;
        padding: 0 var(--space-s) var(--space-m);
        list-style: none;
      }

      li button {
        display: grid;
        grid-template-columns: 3rem minmax(0, 1fr) 1.5rem;
        justify-content: stretch;
        width: 100%;
        min-height: var(--touch);
        padding: var(--space-2xs) var(--space-s);
        color: var(--text);
        font-size: var(--size-body);
        text-align: start;
        white-space: normal;
      }

      li button:hover,
      li button[aria-current='true'] {
        background: var(--raised);
      }

      .numbers {
        color: var(--muted);
        font-size: var(--size-small);
      }

      .right {
        color: var(--good);
      }

      .wrong {
        color: var(--error);
      }
    `,
  ];

  @property({ attribute: false }) questions: readonly Question[] = [];
  @property({ attribute: false }) open?: OpenQuestion;
  @property({ attribute: false }) answers: Readonly<Record<string, AnswerRecord>> = {};
  @property({ attribute: false }) pausesBefore?: boolean;

  protected override render() {
    return html`${this.pausesBefore === undefined ? nothing : this.#pauseChoice(this.pausesBefore)}
      <ol>${this.questions.map((question) => this.#item(question))}</ol>
      <slot></slot>`;
  }

  #pauseChoice(isOn: boolean): TemplateResult {
    return html`<label class="pause">
      <input type="checkbox" .checked=${isOn} @change=${this.#changePause} />
      ${msg('Pause the video before a result')}
    </label>`;
  }

  #item(question: Question): TemplateResult {
    const isOpen = question === this.open?.question;
    return html`<li>
      <button class="plain" aria-current=${isOpen} @click=${() => this.dispatchEvent(new QuestionOpenEvent(question))}>
        <span class="numbers">${formatTimestamp(question.at)}</span>
        <span>${question.title}</span>
        ${stateMark(this.answers[question.id])}
      </button>
    </li>`;
  }

  readonly #changePause = ({ target }: Event): void => {
    this.dispatchEvent(new PauseChoiceEvent((target as HTMLInputElement).checked));
  };
}

function stateMark(record: AnswerRecord | undefined): TemplateResult | typeof nothing {
  if (!record) return nothing;
  return record.box > 0
    ? html`<span class="right">${checkIcon}<span class="visually-hidden">${msg('answered')}</span></span>`
    : html`<span class="wrong" title=${msg('to be asked again')}>${restartIcon}<span class="visually-hidden">${msg('to be asked again')}</span></span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-question-list': QuestionList;
  }
}
