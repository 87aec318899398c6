// The long looks of chapter 7's panels.

import type { Lenses, LensName } from '../../../workers/lab-api.ts';
import type { LongLook } from '../../controllers/long-look.ts';

/** The lenses that take their time, or are asked for by hand. */
export const LONG_LENSES = [
  'facts',
  'trace',
  'traceFacts',
  'andGates',
  'andFacts',
  'neuron',
  'angles',
  'ownAngles',
  'spread',
  'pushApart',
  'toySuperposition',
  'dictionary',
  'feature',
  'factFeatures',
] as const satisfies readonly LensName[];
/** Those that see the weights: what they saw is out of date once a fact is rewritten. */
export const OF_THE_MODEL = LONG_LENSES.filter(
  (name) => !['spread', 'pushApart', 'toySuperposition'].includes(name),
);

export type LongLens = (typeof LONG_LENSES)[number];
export type Looks = { readonly [Name in LongLens]: LongLook<Lenses[Name]['asks'], Lenses[Name]['answers']> };
