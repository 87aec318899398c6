// Two-way binding between the page state and the URL.

import { NO_LESSON } from '../../types/lesson.ts';
import { type Focus, INITIAL_PAGE, type PageState } from '../../types/page.ts';
import { Store } from '../store.ts';
import { formatPage, parsePage } from './page-url.ts';

type Browser = Pick<Window, 'location' | 'history' | 'addEventListener' | 'removeEventListener'>;

/** Drops the choices of a moment when the position changes, and those of a chapter, with its lesson, when the chapter changes. */
function resetStageParams(
  { chapter, at, stage }: PageState,
  changes: Partial<PageState>,
): Partial<PageState> {
  if ((changes.chapter ?? chapter) !== chapter)
    return { stage: INITIAL_PAGE.stage, lesson: NO_LESSON, isExploring: false };
  return (changes.at ?? at) !== at ? { stage: { ...stage, show: {} } } : {};
}

export class PageStore extends Store<PageState> {
  readonly #browser: Browser;
  /** Messages about ignored parameters of the URL. */
  urlProblems: readonly string[] = [];
  /** The fragment that the state was parsed from or written to. */
  #hash = '';

  constructor(browser: Browser) {
    super(INITIAL_PAGE);
    this.#browser = browser;
    this.#readUrl();
    browser.addEventListener('hashchange', this.#readUrl);
  }

  /**
   * Replaces parts of the state. A change of view or chapter adds a history entry; other changes replace the current one.
   * Browsers fire `hashchange` with a delay: changes between a navigation and its event belong to the previous page and are
   * dropped.
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

  /** Replaces state that the URL set and that proved invalid, and shows why. */
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
    // The URL does not contain the user's text; navigation must not lose it.
    const settings = page.settings.preset === preset && text ? { ...page.settings, text } : page.settings;
    this.replace({ ...page, settings });
  };
}
