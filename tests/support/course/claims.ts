// What the stage shows at each moment that the video says: words for docs/course.md, and the check that they hold.

import type { Chapter } from '../../../src/ui/course/chapter.ts';
import { INTERLUDE } from '../../../src/ui/course/moments.ts';
import { CLAIMS as CHAPTER_1 } from './claims/chapter-1.ts';
import { CLAIMS as CHAPTER_2 } from './claims/chapter-2.ts';
import { CLAIMS as CHAPTER_3 } from './claims/chapter-3.ts';
import { CLAIMS as CHAPTER_4 } from './claims/chapter-4.ts';
import { CLAIMS as CHAPTER_5 } from './claims/chapter-5.ts';
import { CLAIMS as CHAPTER_6 } from './claims/chapter-6.ts';
import { CLAIMS as CHAPTER_7 } from './claims/chapter-7.ts';

/** One moment, untouched. */
export interface Claim<TStage> {
  /** A few words, about what is drawn. */
  readonly shows: string;
  /** Name of the scene that is shown; the map by default. */
  readonly scene?: string;
  /** Fails unless the stage shows it; waits until it does. */
  readonly holds: (stage: TStage) => Promise<unknown>;
}

/** By the start of the moment, in seconds. */
export type Claims<TStage> = Readonly<Record<number, Claim<TStage>>>;

/** By chapter. */
export const CLAIMS: Readonly<Record<number, Claims<never>>> = {
  ...{ 1: CHAPTER_1, 2: CHAPTER_2, 3: CHAPTER_3, 4: CHAPTER_4 },
  ...{ 5: CHAPTER_5, 6: CHAPTER_6, 7: CHAPTER_7 },
};

/** The moments that have a claim: at an interlude the stage keeps its view. */
export const stagedMoments = ({ moments }: Chapter) => moments.filter(({ view }) => view !== INTERLUDE);
