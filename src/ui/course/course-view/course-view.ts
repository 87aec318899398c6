// The landing page: the network at work, the seven chapters with the visitor's progress, and a button to continue.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { opensNewTab } from '../../events/element-event.ts';
import { ChapterChangeEvent, LicencesRequestEvent, NotesSearchEvent } from '../../events/index.ts';
import { formatTimestamp } from '../../format/timestamp.ts';
import { courseContext, pageContext } from '../../state/contexts.ts';
import { type LazyPart, LazyParts } from '../../state/lazy-part.ts';
import { chapterPage, formatPage } from '../../state/page/page-url.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { playIcon } from '../../styles/icons.ts';
import type { Chapter } from '../chapter.ts';
import { COURSE } from '../course.ts';
import { lessonIcon } from '../lesson/lesson-icon.ts';
import { watchedMoments } from '../moments.ts';
import { CHAPTER_PICTURES, chapterPicture, replay } from './chapter-pictures.ts';
import { courseViewStyles } from './course-view.styles.ts';

/** Its code, with that of the map, is not part of the first screen. */
const LANDING_LAB: LazyPart = {
  load: () => import('../landing-lab/landing-lab.ts'),
  render: () =>
    html`<lab-landing-lab role="region" aria-label=${msg('The network in this tab')}></lab-landing-lab>`,
};

const loadReturnCard = () => import('../questions/return-card.ts');

/**
 * The landing page. Reads the page and course stores.
 *
 * @fires lab-chapter - The visitor selects a chapter.
 * @fires lab-notes-search - The visitor opens the page of all notes.
 * @fires lab-licences - The visitor opens the licences of bundled software and data.
 */
@customElement('lab-course-view')
export class CourseView extends LitElement {
  static override styles = [baseStyles, courseViewStyles];

  /** The browser has drawn the first screen. */
  @state() private isPainted = false;

  readonly #page = new StoreController(this, pageContext);
  readonly #course = new StoreController(this, courseContext);
  readonly #parts = new LazyParts(this);

  protected override firstUpdated(): void {
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.isPainted = true;
      }),
    );
  }

  protected override render() {
    return html`<div class="first">
        <div class="head">
          <h1>${msg('Take a language model apart.')}</h1>
          ${this.#continueButton()}
        </div>
        <div class="lab">${this.isPainted ? this.#parts.render(LANDING_LAB) : nothing}</div>
        <nav aria-label=${msg('Chapters of the course')}>
          <ol>${COURSE.map((chapter) => html`<li>${this.#chapter(chapter)}</li>`)}</ol>
        </nav>
      </div>
      ${this.#fromBefore()}
      <footer>
        <p>${msg(html`For a class: ${lessonIcon} beside the title of a chapter makes links to a lesson, slides, and pictures for your own page.`)}</p>
        <p>${msg('The videos are Grant Sanderson’s, of 3Blue1Brown; this page is not affiliated with them. Nothing you do here leaves this device.')}</p>
        <div>
          <button class="plain" @click=${() => this.dispatchEvent(new NotesSearchEvent(''))}>${msg('Your notes')}</button>
          <button class="plain" @click=${() => this.dispatchEvent(new LicencesRequestEvent())}>${msg('Licences')}</button>
        </div>
      </footer>`;
  }

  #continueButton(): TemplateResult {
    const { last } = this.#course.value;
    const { chapter, at } = last ?? { chapter: 1, at: 0 };
    const words = last
      ? msg(str`Go on with chapter ${chapter} at ${formatTimestamp(at)}`)
      : msg('Start with chapter 1');
    const go = () => this.dispatchEvent(new ChapterChangeEvent(chapter, at));
    return html`<button class="primary" @click=${go}>${playIcon} ${words}</button>`;
  }

  /** Questions of earlier visits that are due. */
  #fromBefore(): TemplateResult | typeof nothing {
    if (!this.#course.value.answers || !this.isPainted) return nothing;
    return this.#parts.render({
      load: loadReturnCard,
      render: () => html`<lab-return-card></lab-return-card>`,
    });
  }

  #chapter(chapter: Chapter): TemplateResult {
    const { number, title, summary, moments } = chapter;
    const { name, picture } = CHAPTER_PICTURES[number - 1];
    const watched = watchedMoments(chapter, this.#course.store).length;
    const go = (event: MouseEvent) => {
      if (opensNewTab(event)) return;
      event.preventDefault();
      this.dispatchEvent(new ChapterChangeEvent(number));
    };
    return html`<a
      href=${formatPage(chapterPage(this.#page.value, number))}
      title=${`${title} ${summary}`}
      @click=${go}
      @pointerenter=${replay}
      @focus=${replay}
    >
      <span class="picture">${chapterPicture(picture)}<i style="--watched: ${watched / moments.length}"></i></span>
      <b>${number}</b> ${name}
      ${watched === 0 ? nothing : html`<span class="visually-hidden">${msg(str`${watched} of ${moments.length} moments watched`)}</span>`}
    </a>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-course-view': CourseView;
  }
}
