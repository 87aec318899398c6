// Where to go with a trained network: what each data set was made to show, and the place that shows it.

import { chapterPage } from '../../../state/page/page-url.ts';
import type { PageState } from '../../../types/page.ts';

export interface Suggestion {
  readonly label: string;
  /** That place, the page being as it is otherwise. */
  readonly toPage: (page: PageState) => PageState;
}

const allHeads: Suggestion = { label: 'every head', toPage: (page) => ({ ...page, view: 'attention' }) };

const suggestChapter = (
  label: string,
  chapter: number,
  show: Readonly<Record<string, string>>,
): Suggestion => ({
  label: `${label} (chapter ${chapter})`,
  toPage: (page) => ({ ...chapterPage(page, chapter), stage: { show, with: {} } }),
});

const vectors = suggestChapter('its vectors', 5, { panel: 'points' });
const writing = suggestChapter('how it writes', 5, { panel: 'loop' });

const SUGGESTIONS: Readonly<Record<string, readonly Suggestion[]>> = {
  facts: [
    allHeads,
    vectors,
    suggestChapter('where a fact is kept', 7, { panel: 'trace' }),
    suggestChapter('a fact rewritten', 7, { panel: 'edit' }),
  ],
  league: [allHeads, suggestChapter('the AND of two names', 7, { panel: 'gate' })],
  stories: [allHeads, writing, suggestChapter('king − man + woman', 5, { panel: 'analogy' })],
  repeats: [allHeads, suggestChapter('its heads’ habits, scored', 6, { view: 'kinds' })],
};

/** In the order in which they are best looked at. */
export const suggestionsFor = (preset: string): readonly Suggestion[] =>
  SUGGESTIONS[preset] ?? [allHeads, writing];
