// Below the video of a chapter, in place of the sentence: its moments or its questions, and the visitor's notes.

import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { FoldEvent, KeysRequestEvent, SidebarTabEvent } from '../../events/index.ts';
import { courseContext } from '../../state/contexts.ts';
import { type LazyPart, LazyParts } from '../../state/lazy-part.ts';
import { answersOf, doneTasksOf, playedOf } from '../../state/progress/learning.ts';
import { playedSeconds } from '../../state/progress/played.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { closeIcon } from '../../styles/icons.ts';
import { CHAPTER_TERMS } from '../../views/text/term/terms.ts';
import '../../views/text/term/term.ts';
import type { LessonPart } from '../../types/lesson.ts';
import type { Chapter } from '../chapter.ts';
import '../moment-list/moment-list.ts';
import { momentIndexAt } from '../moments.ts';
import type { Notes } from '../notes/notes.ts';
import '../notes/notes.ts';
import type { Question } from '../questions/question.ts';
import type { OpenQuestion } from '../questions/question-session.ts';
import type { Recap } from '../questions/recap.ts';
import type { Task } from '../tasks/task.ts';
import type { OpenTask } from '../tasks/task-watch.ts';
import { sidebarStyles } from './sidebar.styles.ts';

/** What there is to ask and to do in a chapter, and what of it is open. */
export interface Exercises {
  readonly questions: readonly Question[];
  readonly open: OpenQuestion | undefined;
  readonly recap: Recap | undefined;
  readonly tasks: readonly Task[];
  readonly openTask: OpenTask | undefined;
}

const loadQuestionList = () => import('../questions/question-list.ts');

/**
 * @property chapter - The chapter.
 * @property time - Of the video, in seconds.
 * @property exercises - Questions and tasks.
 * @property tab - Whether moments or questions are shown.
 * @property asks - Whether there are questions and tasks.
 * @property hide - Parts that a lesson hides, an attribute.
 * @property takeScreenshot - Renders the stage to a `data:` URL.
 * @fires lab-sidebar-tab - The visitor selects moments or questions.
 * @slot - Controls at the end of the first line.
 * @fires lab-fold - The visitor closes it.
 * @fires lab-seek, lab-question, lab-answer, lab-task, lab-recap - As its parts do.
 */
@customElement('lab-chapter-sidebar')
export class ChapterSidebar extends LitElement {
  static override styles = [baseStyles, sidebarStyles];

  @property({ attribute: false }) chapter!: Chapter;
  @property({ attribute: false }) time = 0;
  @property({ attribute: false }) exercises!: Exercises;
  @property({ reflect: true }) tab: 'moments' | 'questions' = 'moments';
  @property({ attribute: false }) asks = true;
  @property() hide = '';
  @property({ attribute: false }) takeScreenshot?: () => Promise<string>;

  @query('lab-notes') private notes!: Notes;

  readonly #course = new StoreController(this, courseContext);
  readonly #parts = new LazyParts(this);

  /** Begins a note at the current time, or puts a picture of the stage into the one that is being written. */
  async writeNote(withPicture: boolean): Promise<void> {
    await this.updateComplete;
    await (withPicture ? this.notes.takePicture() : this.notes.write());
  }

  protected override render() {
    const { chapter, exercises } = this;
    const { number, sections, moments } = chapter;
    return html`<div class="head">
        ${this.asks ? this.#tabs() : nothing}
        <slot></slot>
        <button class="plain" aria-label=${msg('Close')} @click=${() => this.dispatchEvent(new FoldEvent(true))}>${closeIcon}</button>
      </div>
      ${this.#isAsking ? this.#parts.render(this.#questions) : nothing}
      <lab-moment-list
        role="region"
        aria-label=${msg('Moments')}
        .sections=${sections}
        .moments=${moments}
        .current=${momentIndexAt(moments, this.time)}
        .asked=${exercises.questions.map(({ at }) => momentIndexAt(moments, at))}
        .watched=${this.#course.store.getWatchedMoments(number)}
      >
        <p class="terms">
          ${msg('Words used here:')}
          ${CHAPTER_TERMS[number].map((name) => html`<lab-term .name=${name}></lab-term> `)}
        </p>
        <p class="keys">
          ${msg(html`<kbd>space</kbd> plays, <kbd>n</kbd> writes a note, <kbd>p</kbd> takes a picture into it,`)}
          <button class="plain" @click=${() => this.dispatchEvent(new KeysRequestEvent())}>${msg(html`<kbd>?</kbd> lists all keys`)}</button>
        </p>
      </lab-moment-list>
      <lab-notes
        role="region"
        aria-label=${msg('Notes')}
        .chapter=${number}
        .at=${this.time}
        .takeScreenshot=${this.takeScreenshot}
      ></lab-notes>`;
  }

  /** Questions take the place of the moments, too, where a lesson hides those. */
  get #isAsking(): boolean {
    return this.asks && (this.tab === 'questions' || this.#hides('moments'));
  }

  #hides(part: LessonPart): boolean {
    return this.hide.split(' ').includes(part);
  }

  /** Moments or questions. */
  #tabs(): TemplateResult {
    const { questions } = this.exercises;
    const tab = (tab: ChapterSidebar['tab']) => () => this.dispatchEvent(new SidebarTabEvent(tab));
    return html`<div class="tabs" role="group" aria-label=${msg('Beside the video')}>
      <button class="plain moments" aria-pressed=${!this.#isAsking} @click=${tab('moments')}>${msg('Moments')}</button>
      <button class="plain" aria-pressed=${this.#isAsking} ?disabled=${questions.length === 0} @click=${tab('questions')}>
        ${msg(html`Questions <span class="numbers">${this.#known} / ${questions.length}</span>`)}
      </button>
    </div>`;
  }

  /** How many questions were answered right. */
  get #known(): number {
    const answers = answersOf(this.#course.value);
    return this.exercises.questions.filter(({ id }) => answers[id]?.box).length;
  }

  get #questions(): LazyPart {
    const { questions, open, recap, tasks, openTask } = this.exercises;
    const { value, store } = this.#course;
    const { number } = this.chapter;
    return {
      load: loadQuestionList,
      render: () => html`<lab-question-list
        role="region"
        aria-label=${msg('Questions')}
        .questions=${questions}
        .open=${open}
        .answers=${answersOf(value)}
        .pausesBefore=${this.#hides('video') ? undefined : value.pausesBefore === true}
      >
        ${open ? nothing : html`<lab-return-card></lab-return-card>`}
        <lab-task-list .tasks=${tasks} .open=${openTask} .done=${doneTasksOf(value)}></lab-task-list>
        <lab-recap-card
          .chapter=${this.chapter}
          .watched=${store.getWatchedMoments(number)}
          .played=${this.#hides('video') ? undefined : playedSeconds(playedOf(value, number))}
          .known=${this.#known}
          .count=${questions.length}
          .recap=${recap}
        ></lab-recap-card>
      </lab-question-list>`,
    };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chapter-sidebar': ChapterSidebar;
  }
}
