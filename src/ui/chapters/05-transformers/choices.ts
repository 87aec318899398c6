// What the visitor chooses on this stage, as the address holds it.

import { between, oneOf, type Parsed, text, whole } from '../../controllers/address-values.ts';
import { PANEL_NAMES } from './panels.ts';

const word = text(80);

export const CHOICES = {
  show: { panel: oneOf(PANEL_NAMES) },
  with: {
    temperature: between(0, 10),
    seed: whole(0, 999_999),
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
    vocabulary: whole(32, 5000),
    merges: whole(0, 5000),
  },
} as const;

export type Chosen = Parsed<(typeof CHOICES)['with']>;
