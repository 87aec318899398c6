// The visitor's choices on this stage as URL parameters.

import {
  integerBetween,
  numberBetween,
  oneOf,
  type ParsedParams,
  text,
} from '../../state/page/url-params.ts';
import { PANEL_NAMES } from './panels.ts';

const word = text(80);

export const CHOICE_PARAMS = {
  perMoment: { panel: oneOf(PANEL_NAMES) },
  perChapter: {
    temperature: numberBetween(0, 10),
    seed: integerBetween(0, 999_999),
    word,
    a: word,
    b: word,
    c: word,
    expected: word,
    from: word,
    to: word,
    one: word,
    other: word,
    likeness: oneOf(['cosine', 'dot product']),
    layout: oneOf(['pca', 'umap']),
    dimensions: oneOf(['2', '3']),
    vocabulary: integerBetween(32, 5000),
    merges: integerBetween(0, 5000),
  },
} as const;

export type ChapterChoices = ParsedParams<(typeof CHOICE_PARAMS)['perChapter']>;
