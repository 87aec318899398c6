// Questions from before, once they are due again: two at each visit.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ChapterChangeEvent } from '../../events/index.ts';
import { courseContext } from '../../state/contexts.ts';
import { dueQuestions } from '../../state/progress/learning.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import type { Chapter } from '../chapter.ts';
import { COURSE } from '../course.ts';
import { QUESTIONS } from './all-questions.ts';
import type { Question } from './question.ts';

/** At each visit. */
const COUNT = 2;

interface Found {
  readonly chapter: Chapter;
  readonly question: Question;
}

/**
 * @fires lab-chapter - The visitor goes to one of them.
 */
@customElement('lab-return-card')
export class ReturnCard extends LitElement {
  static override styles = [
    baseStyles,
    css`
      .card {
        margin: var(--space-m) 0 0;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-s) var(--space-l);
        padding: var(--space-m) var(--space-l);
      }

      h2 {
        color: var(--text);
      }

      button span {
        color: var(--muted);
        font-size: var(--size-small);
      }
    `,
  ];

  @state() private found: readonly Found[] = [];

  readonly #course = new StoreController(this, courseContext);

  /** Those that are due. */
  #ids: readonly string[] = [];

  protected override willUpdate(): void {
    const ids = dueQuestions(this.#course.value, COUNT);
    if (String(ids) === String(this.#ids)) return;
    this.#ids = ids;
    void this.#load(ids);
  }

  async #load(ids: readonly string[]): Promise<void> {
    const found = await Promise.all(
      ids.map(async (id) => {
        const chapter = COURSE.find(({ slug }) => id.startsWith(`${slug}/`));
        const questions = chapter && (await QUESTIONS[chapter.number]?.().catch(() => []));
        const question = questions?.find((each) => each.id === id);
        return chapter && question ? [{ chapter, question }] : [];
      }),
    );
    if (ids === this.#ids) this.found = found.flat();
  }

  protected override render() {
    if (this.found.length === 0) return nothing;
    return html`<section class="card" aria-label=${msg('Questions from before')}>
      <h2>${msg('From before: do you still know?')}</h2>
      ${this.found.map(
        ({ chapter, question }) => html`<button @click=${() => this.#open(chapter, question)}>
          ${question.title} <span>${msg(str`chapter ${chapter.number}`)}</span>
        </button>`,
      )}
    </section>`;
  }

  #open(chapter: Chapter, { id, at }: Question): void {
    this.#course.store.requestedQuestion = id;
    this.dispatchEvent(new ChapterChangeEvent(chapter.number, at));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-return-card': ReturnCard;
  }
}
