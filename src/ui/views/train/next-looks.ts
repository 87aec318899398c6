// Where to go with a trained network: what each data set was made to show, and the place that shows it.

import { chapterPage, type PageState } from '../../controllers/page-state.ts';

export interface NextLook {
  readonly words: string;
  /** That place, the page being as it is otherwise. */
  readonly of: (page: PageState) => PageState;
}

const heads: NextLook = { words: 'every head', of: (page) => ({ ...page, view: 'attention' }) };

const chapterLook = (words: string, chapter: number, show: Readonly<Record<string, string>>): NextLook => ({
  words: `${words} (chapter ${chapter})`,
  of: (page) => ({ ...chapterPage(page, chapter), stage: { show, with: {} } }),
});

const vectors = chapterLook('its vectors', 5, { panel: 'points' });
const writing = chapterLook('how it writes', 5, { panel: 'loop' });

const LOOKS: Readonly<Record<string, readonly NextLook[]>> = {
  facts: [
    heads,
    vectors,
    chapterLook('where a fact is kept', 7, { panel: 'trace' }),
    chapterLook('a fact rewritten', 7, { panel: 'edit' }),
  ],
  league: [heads, chapterLook('the AND of two names', 7, { panel: 'gate' })],
  stories: [heads, writing, chapterLook('king − man + woman', 5, { panel: 'analogy' })],
  repeats: [heads, chapterLook('its heads’ habits, scored', 6, { view: 'kinds' })],
};

/** In the order in which they are best looked at. */
export const nextLooks = (preset: string): readonly NextLook[] => LOOKS[preset] ?? [heads, writing];
