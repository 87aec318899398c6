// The menu of the page: the pages of the lab, and what can be done on this one.

import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { COURSE } from '../../course/course.ts';
import {
  ChapterChangeEvent,
  DeviceDialogEvent,
  KeysRequestEvent,
  LanguageChangeEvent,
  SidebarEvent,
  ThemeChangeEvent,
  ViewChangeEvent,
} from '../../events/index.ts';
import { currentLanguage } from '../../languages/current-language.ts';
import { LANGUAGE_ENTRIES } from '../../languages/languages.ts';
import { courseContext, deviceSettingsContext, pageContext } from '../../state/contexts.ts';
import { chapterPage } from '../../state/page/page-url.ts';
import { StoreController } from '../../state/store-controller.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { nextIcon, previousIcon } from '../../styles/icons.ts';
import { hiddenParts } from '../../types/lesson.ts';
import { THEMES, type View } from '../../types/page.ts';
import { THEME_NAMES } from '../../views/dialogs/device-dialog/theme-names.ts';
import '../../views/files/export-menu/export-menu.ts';
import { GLOSSARY } from '../../views/text/term/glossary.ts';
import { CHAPTER_TERMS, displayName } from '../../views/text/term/terms.ts';
import { chapterLabel, chapterRing, chapterRingStyles } from '../header/chapter-ring.ts';
import { pageLink } from '../page-link.ts';
import { menuStyles } from './menu.styles.ts';
import { type NamedPage, PAGE_NAMES } from './page-names.ts';

type MenuList = 'all' | 'chapters' | 'words' | 'export';

const SHARE_LABELS = {
  idle: msg('Share'),
  copied: msg('Link copied'),
  failed: msg('Copy the URL above'),
};

interface Entry {
  readonly label: unknown;
  readonly title?: string;
  /** The key that does the same on the page. */
  readonly key?: string;
  /** What follows the label. */
  readonly after?: unknown;
  readonly press: () => void;
}

/**
 * @summary The menu of the page, a modal dialog with one list at a time. Reads the page, course and device settings stores.
 *
 * @property target - Returns the element whose contents are exported.
 * @property savable - Whether there is a model to save.
 * @fires lab-view - A page is chosen.
 * @fires lab-chapter - A chapter is chosen.
 * @fires lab-sidebar - A part of what is beside the video is to be shown.
 * @fires lab-theme - Another theme is chosen.
 * @fires lab-language - Another language is chosen.
 * @fires lab-export - An export is requested.
 * @fires lab-device-dialog-open - The settings of the device are to be shown.
 * @fires lab-keys - The list of all keys is to be shown.
 */
@customElement('lab-menu')
export class Menu extends LitElement {
  static override styles = [baseStyles, chapterRingStyles, menuStyles];

  @property({ attribute: false }) target?: () => Element | null;
  @property({ type: Boolean }) savable = false;

  /** Undefined while the menu is closed. */
  @state() private list?: MenuList;
  @state() private share: keyof typeof SHARE_LABELS = 'idle';

  @query('dialog') private dialog!: HTMLDialogElement;

  readonly #page = new StoreController(this, pageContext);
  readonly #course = new StoreController(this, courseContext);
  readonly #device = new StoreController(this, deviceSettingsContext);

  async show(list: MenuList): Promise<void> {
    this.list = list;
    this.share = 'idle';
    await this.updateComplete;
    if (!this.dialog.open) this.dialog.showModal();
    (this.#entries.find((entry) => entry.ariaCurrent === 'page') ?? this.#entries[0])?.focus();
  }

  protected override render() {
    const lists = { all: this.#all, chapters: this.#chapters, words: this.#words, export: this.#exports };
    return html`<dialog aria-label=${msg('Menu')} @click=${this.#closeFromOutside} @keydown=${this.#walk} @close=${this.#closed} @lab-export=${this.#close}>
      ${this.list ? html`<div class=${this.list}>${lists[this.list]()}</div>` : nothing}
    </dialog>`;
  }

  readonly #all = (): TemplateResult =>
    html`<nav aria-label=${msg('Lab')}>
        <h2>${this.#viewLink('lab', html`${msg('Lab')} ${nextIcon}`)}</h2>
        <ul>${Object.entries(PAGE_NAMES).map(([view, name]) => html`<li>${this.#viewLink(view as NamedPage, name)}</li>`)}</ul>
      </nav>
      <section aria-labelledby="this-page">
        <h2 id="this-page">${msg('This page')}</h2>
        <ul>${this.#chapterEntries()} ${this.#pageEntries()}</ul>
      </section>`;

  /** What a lesson hides has no entry. */
  #chapterEntries(): TemplateResult | typeof nothing {
    const { view, lesson } = this.#page.value;
    if (view !== 'chapter') return nothing;
    const hidden = hiddenParts(lesson);
    const show = (part: SidebarEvent['part']) => () => this.#send(new SidebarEvent(part));
    return html`
      ${hidden.includes('moments') ? nothing : this.#entry({ label: msg('All moments'), key: 'm', press: show('moments') })}
      ${lesson.questions === 'none' ? nothing : this.#entry({ label: msg('Questions'), press: show('questions') })}
      ${hidden.includes('notes') ? nothing : this.#entry({ label: msg('Notes on the video'), key: 'n', press: show('notes') })}
      ${this.#entry({ label: msg('Words used here'), after: nextIcon, press: () => this.show('words') })}`;
  }

  #pageEntries(): TemplateResult {
    const { theme } = this.#page.value;
    const nextTheme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    return html`
      ${this.#entry({
        label: msg('Light or dark'),
        after: html`<span class="value">${THEME_NAMES[theme]}</span>`,
        press: () => this.dispatchEvent(new ThemeChangeEvent(nextTheme)),
      })}
      <li><div class="languages" role="group" aria-label=${msg('Language')}>
        ${LANGUAGE_ENTRIES.map(
          ([language, name]) =>
            html`<button class="plain" lang=${language} aria-pressed=${language === currentLanguage()} @click=${() => this.#send(new LanguageChangeEvent(language))}>${name}</button>`,
        )}
      </div></li>
      ${this.#entry({
        label: html`<span aria-live="polite">${SHARE_LABELS[this.share]}</span>`,
        title: msg('Copy a link to this view: model, settings, prompt and head, without weights'),
        press: () => void this.#copyLink(),
      })}
      ${this.#entry({ label: msg('Export'), after: nextIcon, press: () => this.show('export') })}
      ${this.#entry({
        label: msg('Device and settings'),
        title: msg('Device settings: offline use, background training, screen, theme'),
        press: () => this.#send(new DeviceDialogEvent()),
      })}
      ${this.#entry({ label: msg('Keyboard'), key: '?', press: () => this.#send(new KeysRequestEvent()) })}`;
  }

  #entry({ label, title, key, after, press }: Entry): TemplateResult {
    const hint = key && this.#device.value.characterKeys ? key : undefined;
    return html`<li>
      <button class="plain" title=${title ?? nothing} aria-keyshortcuts=${hint ?? nothing} @click=${press}>
        ${label}${hint ? html`<kbd aria-hidden="true">${hint}</kbd>` : nothing}${after}
      </button>
    </li>`;
  }

  #viewLink(view: View, content: unknown): TemplateResult {
    const page = { ...this.#page.value, view };
    const isCurrent = this.#page.value.view === view;
    return pageLink({ page, isCurrent, content, go: () => this.#send(new ViewChangeEvent(view)) });
  }

  readonly #chapters = (): TemplateResult => {
    const { view, chapter: current, at } = this.#page.value;
    const links = COURSE.map((chapter) => {
      const { number, title } = chapter;
      const isCurrent = view === 'chapter' && number === current;
      return pageLink({
        page: chapterPage(this.#page.value, number),
        isCurrent,
        label: chapterLabel(chapter, this.#course.store),
        content: html`${chapterRing(chapter, this.#course.store)} ${title}`,
        go: () => this.#send(new ChapterChangeEvent(number, isCurrent ? at : 0)),
      });
    });
    return html`${this.#back(msg('Chapters'))}<nav aria-labelledby="list"><ul>${links.map((link) => html`<li>${link}</li>`)}</ul></nav>`;
  };

  readonly #words = (): TemplateResult => {
    const terms = CHAPTER_TERMS[this.#page.value.chapter];
    return html`${this.#back(msg('Words used here'))}
      <dl>${terms.map((name) => html`<dt>${displayName(name)}</dt><dd>${GLOSSARY[name]}</dd>`)}</dl>`;
  };

  readonly #exports = (): TemplateResult =>
    html`${this.#back(msg('Export'))}<lab-export-menu .target=${this.target} ?savable=${this.savable}></lab-export-menu>`;

  #back(title: string): TemplateResult {
    return html`<h2 class="title">
      <button class="plain" title=${msg('Whole menu')} aria-label=${msg('Whole menu')} @click=${() => this.show('all')}>${previousIcon}</button>
      <span id="list">${title}</span>
    </h2>`;
  }

  async #copyLink(): Promise<void> {
    try {
      await navigator.clipboard.writeText(window.location.href);
      this.share = 'copied';
    } catch {
      this.share = 'failed';
    }
  }

  /** The focus is back where it was before what the event opens. */
  #send(event: Event): void {
    this.#close();
    this.dispatchEvent(event);
  }

  readonly #close = () => this.dialog.close();

  /** The backdrop is part of the dialog, whose content fills it. */
  #closeFromOutside({ target }: Event): void {
    if (target === this.dialog) this.#close();
  }

  #closed(): void {
    if (!this.dialog.open) this.list = undefined;
  }

  get #entries(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('a, button')];
  }

  #walk(event: KeyboardEvent): void {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const at = this.#entries.findIndex((entry) => entry.matches(':focus'));
    // The arrows scroll a list of words.
    if (!step || at < 0 || this.#entries.length === 1) return;
    event.preventDefault();
    this.#entries.at((at + step) % this.#entries.length)?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-menu': Menu;
  }
}
