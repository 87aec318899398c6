// The data of a chapter: one video, its moments, and the stage's view at each of them.

import type { ChainShot } from '../scenes/chain/shot.ts';
import type { MomentShot } from './chapter-stage/shots.ts';
import type { DigitPicture } from './digit-stage/picture.ts';

/** One moment of a video and the stage's view at it. */
export interface Moment {
  /** Seconds from the start of the video; `endTime` is exclusive. */
  startTime: number;
  endTime: number;
  /** A few words. */
  title: string;
  /** One or two sentences, not a transcript. */
  text: string;
  /** The key of a view of the chapter's stage. */
  view: string;
  /** The text that the network reads, in chapters 5 to 7; the chapter's by default. */
  prompt?: string;
  /** Texts that have the moment's word in other senses. */
  contexts?: readonly string[];
  /** Settings of the view, e.g. `{ step: 'mask' }`. */
  settings?: Readonly<Record<string, string | number | boolean>>;
  /** What the digit map shows, in chapters 1 to 3. */
  picture?: DigitPicture;
  /** What the picture of the small network shows, in chapter 4. */
  chain?: ChainShot;
  /** What the network map shows, in chapters 5 to 7. */
  shot?: MomentShot;
  /** What plays by itself: the network writes, a line is fitted, the space turns, angles are measured, a small network trains. */
  action?: 'write' | 'fit' | 'turn' | 'measure' | 'train';
  /** Whether the view opens beside the map: it says more than the picture. Without it, the visitor opens it. */
  isPanelOpen?: boolean;
  /** Whether this is the scene of a question: a drawing of the visitor's would hide its image. */
  isAsked?: true;
}

/** A part of a video, from `startTime` (seconds) to the start of the next part. */
export interface Section {
  startTime: number;
  title: string;
}

/** One video of the series. */
export interface Chapter {
  /** 1-based, in the order of the series. */
  number: number;
  /** The chapter's name in the URL. */
  slug: string;
  title: string;
  /** The ID of the video on YouTube. */
  videoId: string;
  /** Length of the video, in seconds. */
  duration: number;
  summary: string;
  /** What the visitor can do here, a few words each. */
  activities: string[];
  /** The network that the stage shows; default: the language model. */
  network?: 'digits';
  /** The text that the network reads unless a moment has its own. */
  prompt?: string;
  /** Presets whose models suit the chapter, each with the reason; the first opens with the chapter. */
  models?: readonly { preset: string; shows: string }[];
  /** Parts in chronological order; the first starts at 0. */
  sections: readonly Section[];
  /** In chronological order, without overlap. */
  moments: readonly Moment[];
}
