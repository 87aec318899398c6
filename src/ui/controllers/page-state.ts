// What the visitor looks at, and its spelling in the address, so that any view can be shared.

import * as v from 'valibot';
import type { ModelConfig, PresetInfo, RunRequest, TrainingConfig } from '../../workers/lab-api.ts';
import {
  type AddressValue,
  between,
  boolean,
  firstFew,
  meaningless,
  number,
  oneOf,
  parseEntries,
  repeated,
  text,
  whole,
  written,
} from './address-values.ts';

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
export interface StageRecord {
  readonly show: Readonly<Record<string, string>>;
  readonly with: Readonly<Record<string, string>>;
}

/** The model to make next: a preset and what differs from it. */
export type Settings = Pick<
  RunRequest,
  'preset' | 'model' | 'training' | 'text' | 'tokenizer' | 'vocabularySize'
>;

type Defaults = Pick<PresetInfo, 'model' | 'training'>;

/** Whether both would make the same model, whichever way they say so; `preset` fills in what they leave out. */
export function sameSettings(a: Settings, b: Settings, preset?: Defaults): boolean {
  return (
    a.preset === b.preset &&
    a.text === b.text &&
    a.tokenizer === b.tokenizer &&
    a.vocabularySize === b.vocabularySize &&
    sameEntries({ ...preset?.model, ...a.model }, { ...preset?.model, ...b.model }) &&
    sameEntries({ ...preset?.training, ...a.training }, { ...preset?.training, ...b.training })
  );
}

/** The settings without what the preset says anyway. */
export function leanSettings({ model, training, ...rest }: Settings, preset: Defaults): Settings {
  return {
    ...rest,
    model: entriesUnlike(preset.model, model),
    training: entriesUnlike(preset.training, training),
  };
}

function entriesUnlike<T extends object>(usual: T, own: Partial<T> = {}): Partial<T> {
  const unlike = Object.entries(own).filter(([name, value]) => value !== usual[name as keyof T]);
  return Object.fromEntries(unlike) as Partial<T>;
}

function sameEntries(a: object, b: object): boolean {
  const one: Record<string, unknown> = { ...a };
  const other: Record<string, unknown> = { ...b };
  return Object.keys({ ...one, ...other }).every((name) => one[name] === other[name]);
}

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
  readonly stage: StageRecord;
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

/** The worker's own limits come later; these keep an address from asking for what no grid could draw. */
const MOST_LAYERS = 48;
const MOST_HEADS = 64;
/** No video is as long. */
const MOST_SECONDS = 86_400;

const pageEntries = {
  view: oneOf(VIEWS),
  chapter: whole(1, CHAPTERS),
  at: between(0, MOST_SECONDS),
  theme: oneOf(THEMES),
  preset: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/, 'it must be the name of a preset')),
  weights: oneOf(WEIGHTS),
  prompt: text(2000),
  layer: whole(1, MOST_LAYERS),
  head: whole(1, MOST_HEADS),
  token: whole(1, 1024),
  orientation: oneOf(ORIENTATIONS),
  tokenizer: oneOf(['words', 'characters', 'byte-pair']),
  vocabularySize: number,
};

const modelEntries = {
  L: number,
  H: number,
  C: number,
  T: number,
  mlpWidth: number,
  activation: oneOf(['gelu', 'relu']),
  tied: boolean,
  initStd: number,
} satisfies Record<keyof Omit<ModelConfig, 'V'>, unknown>;

const trainingEntries = {
  B: number,
  steps: number,
  learningRate: number,
  minLearningRate: number,
  warmupSteps: number,
  weightDecay: number,
  beta1: number,
  beta2: number,
  clipNorm: number,
  seed: number,
} satisfies Record<keyof TrainingConfig, unknown>;

/** `show.panel`, `with.temperature`: see `StageRecord`. */
const CHOICE = /^(show|with)\.([a-zA-Z][a-zA-Z0-9]{0,23})$/;
const LONGEST_CHOICE = 200;

/** Another chapter's page, from its beginning. */
export const chapterPage = (page: PageState, chapter: number): PageState => ({
  ...page,
  view: 'chapter',
  chapter,
  at: 0,
  stage: INITIAL_PAGE.stage,
});

/** Reads the part of an address after `#`. What is impossible is told in `problems` and otherwise ignored. */
export function parsePage(hash: string): { page: PageState; problems: string[] } {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const given = (name: string) => parameters.get(name);
  const problems: string[] = [];
  const found = parseEntries(given, pageEntries, problems);
  const model = parseEntries(given, modelEntries, problems);
  const training = parseEntries(given, trainingEntries, problems);

  const known = new Set(Object.keys({ ...pageEntries, ...modelEntries, ...trainingEntries }));
  const stage: { show: Record<string, string>; with: Record<string, string> } = { show: {}, with: {} };
  const read = new Set<string>();
  for (const [name, value] of parameters) {
    if (read.has(name)) {
      problems.push(repeated(name));
      continue;
    }
    read.add(name);
    const choice = CHOICE.exec(name);
    if (choice && found.view === 'chapter' && value.length <= LONGEST_CHOICE) {
      stage[choice[1] as keyof StageRecord][choice[2]] = value;
    } else if (!known.has(name)) problems.push(meaningless(name));
  }

  const page: PageState = {
    view: found.view ?? INITIAL_PAGE.view,
    chapter: found.chapter ?? INITIAL_PAGE.chapter,
    at: found.at ?? INITIAL_PAGE.at,
    theme: found.theme ?? INITIAL_PAGE.theme,
    settings: {
      preset: found.preset ?? INITIAL_PAGE.settings.preset,
      model,
      training,
      ...(found.tokenizer && { tokenizer: found.tokenizer }),
      ...(found.vocabularySize !== undefined && { vocabularySize: found.vocabularySize }),
    },
    weights: found.weights ?? INITIAL_PAGE.weights,
    prompt: found.prompt ?? INITIAL_PAGE.prompt,
    focus: {
      layer: (found.layer ?? 1) - 1,
      head: (found.head ?? 1) - 1,
      ...(found.token && { token: found.token - 1 }),
    },
    orientation: found.orientation ?? INITIAL_PAGE.orientation,
    stage,
  };
  return { page, problems: firstFew(problems) };
}

/** The shortest address of a page: what is as at the start is left out. The user's own text never gets into it. */
export function formatPage(page: PageState): string {
  const { settings, focus } = page;
  const inChapter = page.view === 'chapter';
  const entries: Record<string, AddressValue | undefined> = {
    view: page.view === INITIAL_PAGE.view ? undefined : page.view,
    chapter: inChapter ? page.chapter : undefined,
    at: inChapter && page.at !== INITIAL_PAGE.at ? page.at : undefined,
    preset: settings.preset === INITIAL_PAGE.settings.preset ? undefined : settings.preset,
    tokenizer: settings.tokenizer,
    vocabularySize: settings.vocabularySize,
    ...settings.model,
    ...settings.training,
    weights: page.weights === INITIAL_PAGE.weights ? undefined : page.weights,
    prompt: page.prompt || undefined,
    layer: focus.layer === 0 ? undefined : focus.layer + 1,
    head: focus.head === 0 ? undefined : focus.head + 1,
    token: focus.token === undefined ? undefined : focus.token + 1,
    orientation: page.orientation === INITIAL_PAGE.orientation ? undefined : page.orientation,
    theme: page.theme === INITIAL_PAGE.theme ? undefined : page.theme,
    ...(inChapter && { ...choiceEntries('show', page.stage), ...choiceEntries('with', page.stage) }),
  };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(entries)) {
    if (value !== undefined) parameters.set(name, written(value));
  }
  const text = parameters.toString();
  return text && `#${text}`;
}

function choiceEntries(kind: keyof StageRecord, stage: StageRecord): Record<string, string> {
  return Object.fromEntries(Object.entries(stage[kind]).map(([name, value]) => [`${kind}.${name}`, value]));
}
