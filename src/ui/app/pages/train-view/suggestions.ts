// Links from a trained model to the views that show best what its data set teaches.

import { msg, str } from '@lit/localize';
import { chapterPage } from '../../../state/page/page-url.ts';
import type { PageState } from '../../../types/page.ts';

export interface Suggestion {
  readonly label: string;
  /** The linked page; settings that the link does not name are kept. */
  readonly toPage: (page: PageState) => PageState;
}

const allHeads: Suggestion = { label: msg('all heads'), toPage: (page) => ({ ...page, view: 'attention' }) };

const suggestChapter = (
  label: string,
  chapter: number,
  show: Readonly<Record<string, string>>,
): Suggestion => ({
  label: msg(str`${label} (chapter ${chapter})`),
  toPage: (page) => ({ ...chapterPage(page, chapter), stage: { show, with: {} } }),
});

const vectors = suggestChapter(msg('embeddings'), 5, { panel: 'points' });
const generation = suggestChapter(msg('text generation'), 5, { panel: 'loop' });

const SUGGESTIONS: Readonly<Record<string, readonly Suggestion[]>> = {
  facts: [
    allHeads,
    vectors,
    suggestChapter(msg('causal tracing'), 7, { panel: 'trace' }),
    suggestChapter(msg('model editing'), 7, { panel: 'edit' }),
  ],
  league: [allHeads, suggestChapter(msg('AND of two names'), 7, { panel: 'gate' })],
  stories: [allHeads, generation, suggestChapter('king − man + woman', 5, { panel: 'analogy' })],
  repeats: [allHeads, suggestChapter(msg('head pattern scores'), 6, { view: 'kinds' })],
  world: [
    allHeads,
    generation,
    suggestChapter('king − man + woman', 5, { panel: 'analogy' }),
    suggestChapter(msg('head pattern scores'), 6, { view: 'kinds' }),
    suggestChapter(msg('causal tracing'), 7, { panel: 'trace' }),
  ],
};

/** In the recommended order. */
export const suggestionsFor = (preset: string): readonly Suggestion[] =>
  SUGGESTIONS[preset] ?? [allHeads, generation];
