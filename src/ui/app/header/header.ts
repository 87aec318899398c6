// The bar at the head of the page: its name, its views, the theme, and the link to what is on screen.

import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ChapterChangeEvent, DeviceDialogEvent, ThemeChangeEvent, ViewChangeEvent } from '../../events.ts';
import { chapterPage, formatPage } from '../../state/page/page-url.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import {
  checkIcon,
  deviceSettingsIcon,
  linkIcon,
  moonIcon,
  sunIcon,
  systemThemeIcon,
} from '../../styles/icons.ts';
import { CHAPTERS, INITIAL_PAGE, type PageState, THEMES, type Theme } from '../../types/page.ts';
import { headerStyles } from './header.styles.ts';

const VIEW_NAMES = { course: 'Course', train: 'Train', attention: 'Attention', runs: 'Runs' } as const;

const THEME_NAMES: Record<Theme, { icon: TemplateResult; label: string }> = {
  system: { icon: systemThemeIcon, label: 'Theme of the device' },
  dark: { icon: moonIcon, label: 'Dark theme' },
  light: { icon: sunIcon, label: 'Light theme' },
};

/** How long “Link copied” stays. */
const COPIED_MS = 2500;

/**
 * The page's header.
 *
 * @slot - comes first: the button that skips it all
 * @slot tools - beside the button that shares
 * @property page - what is on screen, for the links to other views
 * @fires lab-view - a view was picked
 * @fires lab-chapter - a chapter was picked
 * @fires lab-theme - the theme's button was pressed
 * @fires lab-device-dialog-open - what the lab may do on this device is asked for
 */
@customElement('lab-header')
export class Header extends LitElement {
  static override styles = [baseStyles, headerStyles];

  @property({ attribute: false }) page: PageState = INITIAL_PAGE;

  @state() private share: 'idle' | 'copied' | 'refused' = 'idle';

  protected override render() {
    const { icon, label } = THEME_NAMES[this.page.theme];
    const shareLabel = { idle: 'Share', copied: 'Link copied', refused: 'Copy the address above' }[
      this.share
    ];
    return html`<header>
      <slot></slot>
      <span class="brand">mini-LLM lab</span>
      <nav aria-label="Views">
        ${this.#viewLink('course')}
        <span class="chapters">${Array.from({ length: CHAPTERS }, (_, i) => this.#chapterLink(i + 1))}</span>
        ${this.#viewLink('train')} ${this.#viewLink('attention')} ${this.#viewLink('runs')}
      </nav>
      <span class="grow"></span>
      <button class="plain theme" title="${label}. Press for the next." @click=${this.#nextTheme}>
        ${icon}<span class="visually-hidden">${label}; press for the next</span>
      </button>
      <slot name="tools"></slot>
      <button
        class="plain device"
        title="On this device: offline use, hidden tab, screen, colours"
        @click=${() => this.dispatchEvent(new DeviceDialogEvent())}
      >
        ${deviceSettingsIcon}<span class="visually-hidden">On this device</span>
      </button>
      <button
        class="share"
        title="Copies a link to this very view: model, settings, prompt and head. It holds none of the weights."
        @click=${this.#copyLink}
      >
        ${this.share === 'copied' ? checkIcon : linkIcon}<span aria-live="polite">${shareLabel}</span>
      </button>
    </header>`;
  }

  #viewLink(view: keyof typeof VIEW_NAMES): TemplateResult {
    const createEvent = () => new ViewChangeEvent(view);
    return this.#link({ ...this.page, view }, this.page.view === view, VIEW_NAMES[view], createEvent);
  }

  #chapterLink(chapter: number): TemplateResult {
    const { view, chapter: current, at } = this.page;
    const isCurrent = view === 'chapter' && chapter === current;
    const name = html`<span class="visually-hidden">Chapter </span>${chapter}`;
    const createEvent = () => new ChapterChangeEvent(chapter, isCurrent ? at : 0);
    return this.#link(chapterPage(this.page, chapter), isCurrent, name, createEvent);
  }

  #link(page: PageState, current: boolean, name: unknown, createEvent: () => Event): TemplateResult {
    const handleClick = (event: MouseEvent) => {
      // Left to the browser where the visitor wants another tab.
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.dispatchEvent(createEvent());
    };
    return html`<a href=${formatPage(page) || '#'} aria-current=${current ? 'page' : 'false'} @click=${handleClick}>
      ${name}
    </a>`;
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
      this.share = 'refused';
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
