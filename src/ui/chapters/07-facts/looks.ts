// The long looks of chapter 7's panels.

import type { Lenses, LensName } from '../../../workers/lab-api.ts';
import type { LongLook } from '../../controllers/long-look.ts';

/** The lenses that take their time, or are asked for by hand. */
export const LONG_LENSES = [
  'facts',
  'trace',
  'traceFacts',
  'andGates',
  'neuron',
  'angles',
  'spread',
  'pushApart',
  'toySuperposition',
  'dictionary',
  'feature',
] as const satisfies readonly LensName[];
export type LongLens = (typeof LONG_LENSES)[number];
export type Looks = { readonly [Name in LongLens]: LongLook<Lenses[Name]['asks'], Lenses[Name]['answers']> };
