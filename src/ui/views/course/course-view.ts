// The landing page: the seven chapters in order, how far the visitor is, and one button that goes on.

import { html, LitElement, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import type { Chapter } from '../../chapters/chapter.ts';
import { COURSE, STAGES } from '../../chapters/course.ts';
import { courseContext, labContext, pageContext } from '../../controllers/contexts.ts';
import { chapterPage, formatPage } from '../../controllers/page-state.ts';
import { StoreReader } from '../../controllers/store-reader.ts';
import { ChapterChangeEvent, ViewChangeEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { playIcon } from '../../styles/icons.ts';
import { clockTime } from '../clock-time.ts';
import '../progress-dots/progress-dots.ts';
import { runWords } from '../train/run-words.ts';
import { courseViewStyles } from './course-view.styles.ts';

/**
 * Where a visit begins. Reads all three stores.
 *
 * @fires lab-chapter - a chapter was picked
 * @fires lab-view - the model's page was asked for
 */
@customElement('lab-course-view')
export class CourseView extends LitElement {
  static override styles = [baseStyles, courseViewStyles];

  readonly #lab = new StoreReader(this, labContext);
  readonly #page = new StoreReader(this, pageContext);
  readonly #course = new StoreReader(this, courseContext);

  protected override render() {
    return html`<div class="head">
        <div>
          <h1>Watch a video, and look inside your own network meanwhile</h1>
          <p>
            Seven videos by 3Blue1Brown explain deep learning. Beside each of them this lab shows what is told, in a small
            network that runs and learns here, in this tab.
          </p>
        </div>
        ${this.#goOn()}
      </div>
      ${this.#model()}
      <ol>${COURSE.map((chapter) => this.#card(chapter))}</ol>`;
  }

  #goOn(): TemplateResult {
    const { last } = this.#course.value;
    const { chapter, at } = last ?? { chapter: 1, at: 0 };
    const words = last ? `Continue chapter ${chapter} at ${clockTime(at)}` : 'Begin with chapter 1';
    const go = () => this.dispatchEvent(new ChapterChangeEvent(chapter, at));
    return html`<button class="primary" @click=${go}>${playIcon} ${words}</button>`;
  }

  #model(): TemplateResult {
    const { run } = this.#lab.value;
    const train = () => this.dispatchEvent(new ViewChangeEvent('train'));
    return html`<p class="model">
      <span>${run ? html`The network: <strong>${run.preset}</strong>. ` : ''}${runWords(this.#lab.value)}</span>
      <button @click=${train}>Train it</button>
    </p>`;
  }

  #card({ number, title, summary, does, sections, moments, seconds }: Chapter): TemplateResult {
    const seen = this.#course.store.seenOf(number);
    const go = (event: MouseEvent) => {
      // Left to the browser where the visitor wants another tab.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.dispatchEvent(new ChapterChangeEvent(number));
    };
    const address = formatPage(chapterPage(this.#page.value, number));
    return html`<li class="card">
      <p class="number">Chapter ${number} <span class="numbers">${clockTime(seconds)} min</span></p>
      <h2><a href=${address} @click=${go}>${title}</a></h2>
      <p>${summary}</p>
      <div class="does">
        <p>${STAGES[number] ? 'What you can do here:' : 'The stage is still to come. It will let you'}</p>
        <ul>${does.map((words) => html`<li>${words}</li>`)}</ul>
      </div>
      <div class="seen">
        <p>${seen.length === 0 ? 'Not watched yet' : `${seen.length} of ${moments.length} moments watched`}</p>
        <lab-progress-dots .sections=${sections} .moments=${moments} .seen=${seen}></lab-progress-dots>
      </div>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-course-view': CourseView;
  }
}
