// State of the page: view, chapter, theme, settings of the next model, focus.

import type { RunRequest } from '../../workers/rpc/api/lab-api.ts';
import { type ComparisonDraft, INITIAL_COMPARISON } from './comparison.ts';
import { type Lesson, NO_LESSON } from './lesson.ts';

export const VIEWS = [
  'course',
  'chapter',
  'network',
  'train',
  'compare',
  'attention',
  'runs',
  'speed',
  'notes',
] as const;
export type View = (typeof VIEWS)[number];

/** `system` follows the preference of the operating system. */
export const THEMES = ['system', 'dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** Orientation of attention grids: one query per column, as in the video, or per row, as in most papers. */
export const ORIENTATIONS = ['queries-top', 'queries-left'] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

/** Selection shared by all views. Indices from 0 here, from 1 on screen and in the URL. */
export interface Focus {
  readonly layer: number;
  readonly head: number;
  /** Position in the prompt; absent without a selection. */
  readonly token?: number;
}

/**
 * Choices on a chapter's stage as in the URL: `show` lasts until the video reaches another moment, `with` until another
 * chapter opens. `StageChoices` holds the schemas.
 */
export interface StageParams {
  readonly show: Readonly<Record<string, string>>;
  readonly with: Readonly<Record<string, string>>;
}

/** Settings of the next model: a preset and the values that differ from it. */
export type Settings = Pick<RunRequest, 'preset' | 'model' | 'training' | 'text' | PageDataSetting>;

/** The settings of the data that the page offers, and that links have. */
export const PAGE_DATA_SETTINGS = ['corpus', 'tokenizer', 'vocabularySize'] as const;
type PageDataSetting = (typeof PAGE_DATA_SETTINGS)[number];

/** Initial weights: those of the bundled trained model if there is one, or random. */
export const WEIGHTS = ['trained', 'fresh'] as const;
export type WeightsChoice = (typeof WEIGHTS)[number];

export const CHAPTERS = 7;

export interface PageState {
  readonly view: View;
  /** From 1. */
  readonly chapter: number;
  /** Position in the chapter's video, in seconds. */
  readonly at: number;
  readonly theme: Theme;
  readonly settings: Settings;
  readonly weights: WeightsChoice;
  /** What the view `compare` trains. */
  readonly comparison: ComparisonDraft;
  readonly prompt: string;
  /** What the visitor has selected; a page shows its own choice of what is absent. */
  readonly focus: Partial<Focus>;
  readonly orientation: Orientation;
  /** Whether the visitor operates the picture of a chapter; otherwise it follows the video. */
  readonly isExploring: boolean;
  readonly stage: StageParams;
  /** What somebody else has measured, as the page Speed encodes it. */
  readonly measured: string;
  /** What the page of all notes searches. */
  readonly find: string;
  readonly lesson: Lesson;
}

export const INITIAL_PAGE: PageState = {
  view: 'course',
  chapter: 1,
  at: 0,
  theme: 'system',
  settings: { preset: 'world', model: {}, training: {} },
  weights: 'trained',
  comparison: INITIAL_COMPARISON,
  prompt: '',
  focus: {},
  orientation: 'queries-top',
  isExploring: false,
  stage: { show: {}, with: {} },
  measured: '',
  find: '',
  lesson: NO_LESSON,
};
