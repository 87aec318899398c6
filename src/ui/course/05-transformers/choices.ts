// The visitor's choices on this stage, as the address has them.

import { integerBetween, numberBetween, oneOf, text } from '../../state/page/url-params.ts';
import { ChoiceEvent, type ChoicesOf } from '../chapter-stage/choice-event.ts';

const word = text(80);
const temperature = numberBetween(0, 10);
const coordinate = numberBetween(-2, 2);

export const CHOICES = {
  /** The temperature; the tips of two arrows. */
  perMoment: { temperature, vx: coordinate, vy: coordinate, wx: coordinate, wy: coordinate },
  perChapter: {
    /** In links of earlier versions: where the visitor sets none. */
    temperature,
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

export type Choices = ChoicesOf<typeof CHOICES>;

export const choice = (choices: Choices) => new ChoiceEvent(choices);

export interface Sampling {
  /** Divisor of the logits; 0 always selects the most probable token. */
  readonly temperature: number;
  readonly seed: number;
}

/** Tips of two arrows from the origin. */
export type Tips = Readonly<Record<'vx' | 'vy' | 'wx' | 'wy', number>>;

/** Layout of points: principal components or UMAP, in two or three dimensions. */
export interface EmbeddingViewOptions {
  readonly layout: 'pca' | 'umap';
  readonly dimensions: 2 | 3;
}

export interface BytePairOptions {
  /** Vocabulary size. */
  readonly size: number;
  /** Number of merges applied. */
  readonly merges: number;
}
