// What was seen and answered of a chapter, and five questions about it.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../../styles/base.styles.ts';
import type { Chapter } from '../chapter.ts';
import '../progress-dots/progress-dots.ts';
import { RecapEvent } from './events.ts';
import type { Recap } from './recap.ts';

/**
 * @property chapter - The chapter.
 * @property watched - Indices of the watched moments.
 * @property played - Seconds of the video that were played; undefined where the video is hidden.
 * @property known - How many questions were answered right.
 * @property count - How many there are.
 * @property recap - The recap that was begun, if any.
 * @fires lab-recap - The visitor begins a recap.
 */
@customElement('lab-recap-card')
export class RecapCard extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-s);
        margin: var(--space-m) var(--space-l) var(--space-l);
        padding: var(--space-m);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        font-size: var(--size-small);
      }

      p {
        color: var(--muted);
      }

      b {
        color: var(--text);
      }

      button {
        justify-self: start;
      }
    `,
  ];

  @property({ attribute: false }) chapter!: Chapter;
  @property({ attribute: false }) watched: readonly number[] = [];
  @property({ attribute: false }) played?: number;
  @property({ attribute: false }) known = 0;
  @property({ attribute: false }) count = 0;
  @property({ attribute: false }) recap?: Recap;

  protected override render() {
    const { sections, moments, duration } = this.chapter;
    const { played, known, count } = this;
    const verdicts = Object.values(this.recap?.verdicts ?? {});
    const total = this.recap?.questions.length ?? 0;
    const isDone = total > 0 && verdicts.length === total;
    return html`<h2>${msg('Recap')}</h2>
      ${played === undefined ? nothing : html`<lab-progress-dots .sections=${sections} .moments=${moments} .watched=${this.watched}></lab-progress-dots>`}
      <p>
        ${
          played === undefined
            ? msg(html`<b>${known} of ${count}</b> questions answered right.`)
            : msg(
                html`<b>${minutes(played)} of ${minutes(duration)} min</b> played, <b>${known} of ${count}</b> questions answered right.`,
              )
        }
      </p>
      <p role="status">
        ${isDone ? msg(str`Recap done: ${verdicts.filter((isRight) => isRight).length} of ${total} right.`) : ''}
      </p>
      <button @click=${() => this.dispatchEvent(new RecapEvent())}>${msg('Five questions')}</button>`;
  }
}

/** Rounded up, so that little is not nothing. */
const minutes = (seconds: number): number => Math.ceil(seconds / 60);

declare global {
  interface HTMLElementTagNameMap {
    'lab-recap-card': RecapCard;
  }
}
