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
import '../progress-dots/progress-dots.ts';
import { courseViewStyles } from './course-view.styles.ts';

/** Its code, with that of the map, is not part of the first screen. */
const LANDING_LAB: LazyPart = {
  load: () => import('../landing-lab/landing-lab.ts'),
  render: () =>
    html`<lab-landing-lab role="region" aria-label=${msg('The network in this tab')}></lab-landing-lab>`,
};

const loadReturnCard = () => import('../questions/return-card.ts');

/** The chapters, grouped by the network that they show. */
const PARTS = [
  {
    title: msg('The digit network'),
    about: msg('chapters 1 to 4: it reads handwritten digits'),
    from: 1,
    until: 4,
  },
  { title: msg('The language model'), about: msg('chapters 5 to 7: it continues a text'), from: 5, until: 7 },
] as const;

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
    return html`<div class="head">
        <div>
          <h1>${msg('Watch 3Blue1Brown. Take the network apart as he explains it.')}</h1>
          <p>${msg('Seven videos explain deep learning. Beside each, a small network runs and trains in this tab.')}</p>
        </div>
        ${this.#continueButton()}
      </div>
      ${this.#fromBefore()}
      <div class="lab">${this.isPainted ? this.#parts.render(LANDING_LAB) : nothing}</div>
      ${PARTS.map((part) => this.#part(part))}
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
      ? msg(str`Continue chapter ${chapter} at ${formatTimestamp(at)}`)
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

  #part({ title, about, from, until }: (typeof PARTS)[number]): TemplateResult {
    const chapters = COURSE.filter(({ number }) => from <= number && number <= until);
    return html`<section class="part" aria-label=${title}>
      <h2>${title} <span>${about}</span></h2>
      <ol class=${chapters.length === 3 ? 'three' : 'four'}>${chapters.map((chapter) => this.#card(chapter))}</ol>
    </section>`;
  }

  #card(chapter: Chapter): TemplateResult {
    const { number, title, summary, activities, sections, moments, duration } = chapter;
    const watched = watchedMoments(chapter, this.#course.store);
    const go = (event: MouseEvent) => {
      if (opensNewTab(event)) return;
      event.preventDefault();
      this.dispatchEvent(new ChapterChangeEvent(number));
    };
    const address = formatPage(chapterPage(this.#page.value, number));
    return html`<li class="card">
      <p class="number">${msg(html`Chapter ${number} <span class="numbers">${formatTimestamp(duration)} min</span>`)}</p>
      <h3><a href=${address} @click=${go}>${title}</a></h3>
      <p>${summary}</p>
      <p class="activities">${activities.join(' · ')}</p>
      <div class="progress">
        ${watched.length === 0 ? nothing : html`<p>${msg(str`${watched.length} of ${moments.length} moments watched`)}</p>`}
        <lab-progress-dots .sections=${sections} .moments=${moments} .watched=${watched}></lab-progress-dots>
      </div>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-course-view': CourseView;
  }
}
