// Header of the page: the chapters with their progress, and the button of the menu.

import { msg, str } from '@lit/localize';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Chapter } from '../../course/chapter.ts';
import { COURSE } from '../../course/course.ts';
import { ChapterChangeEvent, MenuRequestEvent } from '../../events/index.ts';
import { courseContext, pageContext } from '../../state/contexts.ts';
import { chapterPage } from '../../state/page/page-url.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { menuIcon } from '../../styles/icons.ts';
import { pageLink } from '../page-link.ts';
import { chapterLabel, chapterRing, chapterRingStyles } from './chapter-ring.ts';
import { headerStyles } from './header.styles.ts';

/**
 * Header of the page. Reads the page and course stores.
 *
 * @property isTraining - says that a training runs, where the bar of the run is not in view
 * @slot - skip link, before the navigation
 * @fires lab-chapter - on a click on a chapter
 * @fires lab-menu - on a click on the button of the menu, and in a small window on that of the chapters
 */
@customElement('lab-header')
export class Header extends LitElement {
  static override styles = [baseStyles, chapterRingStyles, headerStyles];

  @property({ attribute: false }) isTraining = false;

  readonly #page = new StoreController(this, pageContext);
  readonly #course = new StoreController(this, courseContext);

  protected override render() {
    return html`<header>
      <slot></slot>
      <span class="brand">${msg(html`mini-LLM <span>lab</span>`)}</span>
      <nav aria-label=${msg('Chapters')}>${COURSE.map((chapter) => this.#ring(chapter))}</nav>
      ${this.#chaptersButton()}
      <span class="training" role="status">${this.isTraining ? msg('training') : ''}</span>
      <button
        class="plain menu"
        title=${msg('Menu')}
        aria-label=${msg('Menu')}
        aria-haspopup="dialog"
        aria-keyshortcuts="."
        @click=${() => this.dispatchEvent(new MenuRequestEvent('all'))}
      >
        ${menuIcon}
      </button>
    </header>`;
  }

  #ring(chapter: Chapter): TemplateResult {
    const { view, chapter: current, at } = this.#page.value;
    const { number } = chapter;
    const isCurrent = view === 'chapter' && number === current;
    return pageLink({
      page: chapterPage(this.#page.value, number),
      isCurrent,
      label: chapterLabel(chapter, this.#course.store),
      content: chapterRing(chapter, this.#course.store),
      go: () => this.dispatchEvent(new ChapterChangeEvent(number, isCurrent ? at : 0)),
    });
  }

  /** In place of the rings, in a small window. */
  #chaptersButton(): TemplateResult {
    const { view, chapter } = this.#page.value;
    const isOpen = view === 'chapter';
    return html`<button
      class="plain chapters"
      aria-label=${isOpen ? msg(str`Chapter ${chapter} / ${COURSE.length}`) : msg('Chapters')}
      aria-haspopup="dialog"
      @click=${() => this.dispatchEvent(new MenuRequestEvent('chapters'))}
    >
      ${isOpen ? html`${chapterRing(COURSE[chapter - 1], this.#course.store)} / ${COURSE.length}` : msg('Chapters')}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-header': Header;
  }
}
