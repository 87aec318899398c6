// State of the page: view, chapter, theme, settings of the next model, focus.

import type { RunRequest } from '../../workers/rpc/api/lab-api.ts';

export const VIEWS = ['course', 'chapter', 'train', 'attention', 'runs'] as const;
export type View = (typeof VIEWS)[number];

/** `system` follows the device. */
export const THEMES = ['system', 'dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** Whether attention grids have queries along the top, as in the video, or one query a row, as in most papers. */
export const ORIENTATIONS = ['queries-top', 'queries-left'] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

/** What all views point at. Counted from 0; on screen and in the address from 1. */
export interface Focus {
  readonly layer: number;
  readonly head: number;
  /** Position in the prompt; absent while none is picked. */
  readonly token?: number;
}

/**
 * What the visitor chose on the chapter's stage, by name, as the address has it: `show` until the video comes to another
 * moment, `with` as long as the chapter. What the values mean, and which there can be, the stage knows (`StageChoices`).
 */
export interface StageParams {
  readonly show: Readonly<Record<string, string>>;
  readonly with: Readonly<Record<string, string>>;
}

/** The model to make next: a preset and what differs from it. */
export type Settings = Pick<
  RunRequest,
  'preset' | 'model' | 'training' | 'text' | 'tokenizer' | 'vocabularySize'
>;

/** Which weights a model begins with: those of the trained one that came with the page, where there is one, or fresh ones. */
export const WEIGHTS = ['trained', 'fresh'] as const;
export type WeightsChoice = (typeof WEIGHTS)[number];

/** How many chapters the course has. */
export const CHAPTERS = 7;

export interface PageState {
  readonly view: View;
  /** From 1. */
  readonly chapter: number;
  /** Where in the chapter's video the stage is, in seconds. */
  readonly at: number;
  readonly theme: Theme;
  readonly settings: Settings;
  readonly weights: WeightsChoice;
  readonly prompt: string;
  readonly focus: Focus;
  readonly orientation: Orientation;
  readonly stage: StageParams;
}

export const INITIAL_PAGE: PageState = {
  view: 'course',
  chapter: 1,
  at: 0,
  theme: 'system',
  settings: { preset: 'facts', model: {}, training: {} },
  weights: 'trained',
  prompt: '',
  focus: { layer: 0, head: 0 },
  orientation: 'queries-top',
  stage: { show: {}, with: {} },
};
