// Keeps the page's state and the address in step, both ways.

import { type Focus, formatPage, INITIAL_PAGE, type PageState, parsePage } from './page-state.ts';
import { Store } from './store.ts';

type Browser = Pick<Window, 'location' | 'history' | 'addEventListener' | 'removeEventListener'>;

/** What was chosen for one moment of the video ends with it, what was chosen for a chapter with that. */
function choicesAfter({ chapter, at, stage }: PageState, changes: Partial<PageState>): Partial<PageState> {
  if ((changes.chapter ?? chapter) !== chapter) return { stage: INITIAL_PAGE.stage };
  return (changes.at ?? at) !== at ? { stage: { ...stage, show: {} } } : {};
}

export class PageStore extends Store<PageState> {
  readonly #browser: Browser;
  /** What the address asked for and could not have, a sentence each. */
  addressProblems: readonly string[] = [];
  /** The part of the address after `#` that the state is of. */
  #hash = '';

  constructor(browser: Browser) {
    super(INITIAL_PAGE);
    this.#browser = browser;
    this.#readAddress();
    browser.addEventListener('hashchange', this.#readAddress);
  }

  /**
   * Replaces parts of the state. Another view or chapter is a step in the browser's history, anything else is not. The browser
   * tells of a link that was followed a little later: what is written in between was meant for the page that was left.
   */
  update(changes: Partial<PageState>): void {
    if (this.#browser.location.hash !== this.#hash) {
      this.#readAddress();
      return;
    }
    const before = this.value;
    const after = { ...before, ...choicesAfter(before, changes), ...changes };
    const { location, history } = this.#browser;
    const address = `${location.pathname}${location.search}${formatPage(after)}`;
    const stays = after.view === before.view && after.chapter === before.chapter;
    if (stays) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    this.#hash = location.hash;
    this.replace(after);
  }

  focus(focus: Partial<Focus>): void {
    this.update({ focus: { ...this.value.focus, ...focus } });
  }

  /** Puts something else in the place of what the address asked for and cannot have, and says why. */
  refuse(instead: Partial<PageState>, problems: readonly string[]): void {
    this.addressProblems = [...this.addressProblems, ...problems];
    this.update(instead);
  }

  dismissAddressProblems(): void {
    this.addressProblems = [];
    this.replace({ ...this.value });
  }

  dispose(): void {
    this.#browser.removeEventListener('hashchange', this.#readAddress);
  }

  readonly #readAddress = (): void => {
    this.#hash = this.#browser.location.hash;
    const { page, problems } = parsePage(this.#hash);
    const { preset, text } = this.value.settings;
    this.addressProblems = problems;
    // The user's own text is in no address: going back and forth must not lose it.
    const settings = page.settings.preset === preset && text ? { ...page.settings, text } : page.settings;
    this.replace({ ...page, settings });
  };
}
