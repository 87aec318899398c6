// Keeps the page's state and the address in step, both ways.

import { type Focus, INITIAL_PAGE, type PageState } from '../../types/page.ts';
import { Store } from '../store.ts';
import { formatPage, parsePage } from './page-url.ts';

type Browser = Pick<Window, 'location' | 'history' | 'addEventListener' | 'removeEventListener'>;

/** What was chosen for one moment of the video ends with it, what was chosen for a chapter with that. */
function resetStageParams(
  { chapter, at, stage }: PageState,
  changes: Partial<PageState>,
): Partial<PageState> {
  if ((changes.chapter ?? chapter) !== chapter) return { stage: INITIAL_PAGE.stage };
  return (changes.at ?? at) !== at ? { stage: { ...stage, show: {} } } : {};
}

export class PageStore extends Store<PageState> {
  readonly #browser: Browser;
  /** What the address asked for and could not have, a sentence each. */
  urlProblems: readonly string[] = [];
  /** The part of the address after `#` that the state is of. */
  #hash = '';

  constructor(browser: Browser) {
    super(INITIAL_PAGE);
    this.#browser = browser;
    this.#readUrl();
    browser.addEventListener('hashchange', this.#readUrl);
  }

  /**
   * Replaces parts of the state. Another view or chapter is a step in the browser's history, anything else is not. The browser
   * tells of a link that was followed a little later: what is written in between was meant for the page that was left.
   */
  update(changes: Partial<PageState>): void {
    if (this.#browser.location.hash !== this.#hash) {
      this.#readUrl();
      return;
    }
    const before = this.value;
    const after = { ...before, ...resetStageParams(before, changes), ...changes };
    const { location, history } = this.#browser;
    const url = `${location.pathname}${location.search}${formatPage(after)}`;
    const isSamePage = after.view === before.view && after.chapter === before.chapter;
    if (isSamePage) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
    this.#hash = location.hash;
    this.replace(after);
  }

  focus(focus: Partial<Focus>): void {
    this.update({ focus: { ...this.value.focus, ...focus } });
  }

  /** Puts something else in the place of what the address asked for and cannot have, and says why. */
  replaceInvalid(replacement: Partial<PageState>, problems: readonly string[]): void {
    this.urlProblems = [...this.urlProblems, ...problems];
    this.update(replacement);
  }

  dismissUrlProblems(): void {
    this.urlProblems = [];
    this.replace({ ...this.value });
  }

  dispose(): void {
    this.#browser.removeEventListener('hashchange', this.#readUrl);
  }

  readonly #readUrl = (): void => {
    this.#hash = this.#browser.location.hash;
    const { page, problems } = parsePage(this.#hash);
    const { preset, text } = this.value.settings;
    this.urlProblems = problems;
    // The user's own text is in no address: going back and forth must not lose it.
    const settings = page.settings.preset === preset && text ? { ...page.settings, text } : page.settings;
    this.replace({ ...page, settings });
  };
}
