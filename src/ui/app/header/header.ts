// Header of the page: navigation, language, theme, device settings and share button.

import { msg, str } from '@lit/localize';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { opensNewTab } from '../../events/element-event.ts';
import {
  ChapterChangeEvent,
  DeviceDialogEvent,
  LanguageChangeEvent,
  ThemeChangeEvent,
  ViewChangeEvent,
} from '../../events/index.ts';
import { currentLanguage } from '../../languages/current-language.ts';
import { LANGUAGE_ENTRIES, type Language } from '../../languages/languages.ts';
import { chapterPage, formatPage } from '../../state/page/page-url.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import {
  checkIcon,
  deviceSettingsIcon,
  languageIcon,
  linkIcon,
  moonIcon,
  sunIcon,
  systemThemeIcon,
} from '../../styles/icons.ts';
import { CHAPTERS, INITIAL_PAGE, type PageState, THEMES, type Theme } from '../../types/page.ts';
import { headerStyles } from './header.styles.ts';

const VIEW_NAMES = {
  course: msg('Course'),
  network: msg('Network'),
  train: msg('Train'),
  attention: msg('Attention'),
  runs: msg('Runs'),
  speed: msg('Speed'),
  notes: msg('Notes'),
} as const;

const THEME_NAMES: Record<Theme, { icon: TemplateResult; label: string }> = {
  system: { icon: systemThemeIcon, label: msg('System theme') },
  dark: { icon: moonIcon, label: msg('Dark theme') },
  light: { icon: sunIcon, label: msg('Light theme') },
};

/** Time in ms that “Link copied” is shown. */
const COPIED_MS = 2500;

/**
 * Header of the page.
 *
 * @slot - skip link, before the navigation
 * @slot tools - buttons beside the share button
 * @property page - state of the page, for the links
 * @fires lab-view - on a click on a view
 * @fires lab-chapter - on a click on a chapter
 * @fires lab-language - on the choice of a language
 * @fires lab-theme - on a click on the theme button
 * @fires lab-device-dialog-open - on a click on the device button
 */
@customElement('lab-header')
export class Header extends LitElement {
  static override styles = [baseStyles, headerStyles];

  @property({ attribute: false }) page: PageState = INITIAL_PAGE;

  @state() private share: 'idle' | 'copied' | 'failed' = 'idle';

  protected override render() {
    const { icon, label } = THEME_NAMES[this.page.theme];
    const shareLabel = { idle: msg('Share'), copied: msg('Link copied'), failed: msg('Copy the URL above') }[
      this.share
    ];
    return html`<header>
      <slot></slot>
      <span class="brand">${msg('mini-LLM lab')}</span>
      <nav aria-label=${msg('Views')}>
        ${this.#viewLink('course')}
        <span class="chapters">${Array.from({ length: CHAPTERS }, (_, i) => this.#chapterLink(i + 1))}</span>
        ${this.#viewLink('network')} ${this.#viewLink('train')} ${this.#viewLink('attention')} ${this.#viewLink('runs')}
        ${this.#viewLink('speed')}
        ${this.#viewLink('notes')}
      </nav>
      <span class="grow"></span>
      ${this.#languageMenu()}
      <button class="plain theme" title=${msg(str`${label}: switch`)} @click=${this.#nextTheme}>
        ${icon}<span class="visually-hidden">${msg(str`${label}: switch`)}</span>
      </button>
      <slot name="tools"></slot>
      <button
        class="plain device"
        title=${msg('Device settings: offline use, background training, screen, theme')}
        @click=${() => this.dispatchEvent(new DeviceDialogEvent())}
      >
        ${deviceSettingsIcon}<span class="visually-hidden">${msg('Device settings')}</span>
      </button>
      <button
        class="share"
        title=${msg('Copy a link to this view: model, settings, prompt and head, without weights')}
        @click=${this.#copyLink}
      >
        ${this.share === 'copied' ? checkIcon : linkIcon}<span aria-live="polite">${shareLabel}</span>
      </button>
    </header>`;
  }

  #viewLink(view: keyof typeof VIEW_NAMES): TemplateResult {
    const createEvent = () => new ViewChangeEvent(view);
    const current = this.page.view === 'compare' ? 'train' : this.page.view;
    return this.#link({ ...this.page, view }, current === view, VIEW_NAMES[view], createEvent);
  }

  #chapterLink(chapter: number): TemplateResult {
    const { view, chapter: current, at } = this.page;
    const isCurrent = view === 'chapter' && chapter === current;
    const name = html`<span class="visually-hidden">${msg('Chapter')} </span>${chapter}`;
    const createEvent = () => new ChapterChangeEvent(chapter, isCurrent ? at : 0);
    return this.#link(chapterPage(this.page, chapter), isCurrent, name, createEvent);
  }

  #link(page: PageState, current: boolean, name: unknown, createEvent: () => Event): TemplateResult {
    const handleClick = (event: MouseEvent) => {
      if (opensNewTab(event)) return;
      event.preventDefault();
      this.dispatchEvent(createEvent());
    };
    return html`<a href=${formatPage(page) || '#'} class=${page.view} aria-current=${current ? 'page' : 'false'} @click=${handleClick}>
      ${name}
    </a>`;
  }

  #languageMenu(): TemplateResult {
    return html`<button class="plain language" popovertarget="languages" title=${msg('Language')} aria-label=${msg('Language')}>
        ${languageIcon}
      </button>
      <div id="languages" popover role="group" aria-label=${msg('Language')}>
        ${LANGUAGE_ENTRIES.map(([language, name]) => this.#languageButton(language, name))}
      </div>`;
  }

  #languageButton(language: Language, name: string): TemplateResult {
    const choose = () => this.dispatchEvent(new LanguageChangeEvent(language));
    return html`<button class="plain" lang=${language} aria-pressed=${language === currentLanguage()} @click=${choose}>${name}</button>`;
  }

  #nextTheme(): void {
    const next = THEMES[(THEMES.indexOf(this.page.theme) + 1) % THEMES.length];
    this.dispatchEvent(new ThemeChangeEvent(next));
  }

  async #copyLink(): Promise<void> {
    try {
      await navigator.clipboard.writeText(window.location.href);
      this.share = 'copied';
    } catch {
      this.share = 'failed';
    }
    window.setTimeout(() => {
      this.share = 'idle';
    }, COPIED_MS);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-header': Header;
  }
}
