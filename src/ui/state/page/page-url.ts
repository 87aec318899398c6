// Serialization of the page state in the URL fragment, so that every view has a link.

import { msg, str } from '@lit/localize';
import * as v from 'valibot';
import { CORPUS_NAMES } from '../../../shared/settings/corpora.ts';
import { ALL_MODEL_SETTINGS } from '../../../shared/settings/model-settings.ts';
import { pick, type SettingTable, type ValuesOf, YES_NO } from '../../../shared/settings/setting.ts';
import { TOKENIZER_KINDS } from '../../../shared/settings/tokenizers.ts';
import { TRAINING_SETTINGS } from '../../../shared/settings/training-settings.ts';
import { formatInteger } from '../../format/numbers.ts';
import { defaultPreset } from '../../types/course-model.ts';
import { LESSON_PARTS, type Lesson, NO_LESSON } from '../../types/lesson.ts';
import {
  CHAPTERS,
  INITIAL_PAGE,
  ORIENTATIONS,
  PAGE_DATA_SETTINGS,
  type PageState,
  type StageParams,
  THEMES,
  VIEWS,
  WEIGHTS,
} from '../../types/page.ts';
import { comparisonParam, formatComparison } from './comparison-draft.ts';
import {
  boolean,
  duplicateParamMessage,
  integerBetween,
  limitMessages,
  listOf,
  nameList,
  nonNegative,
  numberBetween,
  oneOf,
  type ParamValue,
  type ParsedParams,
  parseParams,
  serializeParam,
  text,
  unknownParamMessage,
} from './url-params.ts';

/** Upper limits of what an attention grid can draw; the worker validates the model's own limits. */
const MAX_LAYERS = 48;
const MAX_HEADS = 64;
/** One day, longer than any video. */
const MAX_SECONDS = 86_400;

type SettingParams<Table> = { [Name in keyof Table]: v.GenericSchema<string, ValuesOf<Table>[Name]> };

const settingParams = <Table extends SettingTable>(table: Table): SettingParams<Table> =>
  Object.fromEntries(
    Object.entries(table).map(([name, { choices }]) => [
      name,
      choices === YES_NO ? boolean : choices ? oneOf(Object.keys(choices)) : nonNegative,
    ]),
  ) as unknown as SettingParams<Table>;

const pageParamSchemas = {
  view: oneOf(VIEWS),
  chapter: integerBetween(1, CHAPTERS),
  at: numberBetween(0, MAX_SECONDS),
  theme: oneOf(THEMES),
  preset: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/, msg('it must be the name of a preset'))),
  weights: oneOf(WEIGHTS),
  compare: comparisonParam,
  prompt: text(2000),
  layer: integerBetween(1, MAX_LAYERS),
  head: integerBetween(1, MAX_HEADS),
  token: integerBetween(1, 1024),
  orientation: oneOf(ORIENTATIONS),
  measured: text(8000),
  find: text(200),
};

const dataParamSchemas = {
  corpus: oneOf(CORPUS_NAMES),
  tokenizer: oneOf(TOKENIZER_KINDS),
  vocabularySize: nonNegative,
} satisfies Record<(typeof PAGE_DATA_SETTINGS)[number], unknown>;
const modelParamSchemas = settingParams(ALL_MODEL_SETTINGS);
const trainingParamSchemas = settingParams(TRAINING_SETTINGS);

const chapterParamSchemas = {
  explore: boolean,
  hide: listOf(LESSON_PARTS),
  questions: nameList,
  panels: nameList,
  slides: boolean,
};

/** `show.panel`, `with.seed`: see `StageChoices`. */
const STAGE_PARAM = /^(show|with)\.([a-zA-Z][a-zA-Z0-9]{0,23})$/;
const MAX_STAGE_PARAM_LENGTH = 200;

/** The first moment of another chapter. */
export const chapterPage = (page: PageState, chapter: number): PageState => ({
  ...page,
  view: 'chapter',
  chapter,
  at: 0,
  isExploring: false,
  stage: INITIAL_PAGE.stage,
  lesson: NO_LESSON,
});

/** Room for the longest prompt in percent-encoding and every other parameter. */
const MAX_HASH_LENGTH = 65_536;

/** Parses the fragment of a URL. Invalid parameters are ignored, with a message each in `problems`. */
export function parsePage(hash: string): { page: PageState; problems: string[] } {
  const length = hash.length - 1;
  if (length > MAX_HASH_LENGTH) {
    const message = msg(
      str`The URL has ${formatInteger(length)} characters after its “#” and was ignored; at most ${formatInteger(MAX_HASH_LENGTH)} are read.`,
    );
    return { page: INITIAL_PAGE, problems: [message] };
  }
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const getParam = (name: string) => parameters.get(name);
  const problems: string[] = [];
  const params = parseParams(getParam, pageParamSchemas, problems);
  const data = parseParams(getParam, dataParamSchemas, problems);
  const model = parseParams(getParam, modelParamSchemas, problems);
  const training = parseParams(getParam, trainingParamSchemas, problems);

  const isChapter = params.view === 'chapter';
  const ofChapter = isChapter ? parseParams(getParam, chapterParamSchemas, problems) : {};

  const known = new Set(
    Object.keys({
      ...{ ...pageParamSchemas, ...dataParamSchemas, ...modelParamSchemas, ...trainingParamSchemas },
      ...(isChapter && chapterParamSchemas),
    }),
  );
  const stage: { show: Record<string, string>; with: Record<string, string> } = { show: {}, with: {} };
  const seen = new Set<string>();
  for (const [name, value] of parameters) {
    if (seen.has(name)) {
      problems.push(duplicateParamMessage(name));
      continue;
    }
    seen.add(name);
    const choice = STAGE_PARAM.exec(name);
    if (choice && params.view === 'chapter' && value.length <= MAX_STAGE_PARAM_LENGTH) {
      stage[choice[1] as keyof StageParams][choice[2]] = value;
    } else if (!known.has(name)) problems.push(unknownParamMessage(name));
  }

  const [view, chapter] = [params.view ?? INITIAL_PAGE.view, params.chapter ?? INITIAL_PAGE.chapter];
  const weights = params.weights ?? INITIAL_PAGE.weights;
  const settings = { ...data, model, training };
  const preset = params.preset ?? defaultPreset({ view, chapter, weights, settings });
  const page: PageState = {
    view,
    chapter,
    at: params.at ?? INITIAL_PAGE.at,
    theme: params.theme ?? INITIAL_PAGE.theme,
    settings: { preset, ...settings },
    weights,
    comparison: params.compare ?? INITIAL_PAGE.comparison,
    prompt: params.prompt ?? INITIAL_PAGE.prompt,
    focus: {
      ...(params.layer && { layer: params.layer - 1 }),
      ...(params.head && { head: params.head - 1 }),
      ...(params.token && { token: params.token - 1 }),
    },
    orientation: params.orientation ?? INITIAL_PAGE.orientation,
    isExploring: ofChapter.explore ?? INITIAL_PAGE.isExploring,
    stage,
    measured: (view === 'speed' && params.measured) || INITIAL_PAGE.measured,
    find: (view === 'notes' && params.find) || INITIAL_PAGE.find,
    lesson: isChapter ? lessonOf(ofChapter) : NO_LESSON,
  };
  return { page, problems: limitMessages(problems) };
}

function lessonOf({
  hide = [],
  questions,
  panels,
  slides = false,
}: ParsedParams<typeof chapterParamSchemas>): Lesson {
  const asked = questions?.length === 1 && questions[0] === 'none' ? 'none' : questions;
  return { hide, questions: asked, panels, isSlides: slides };
}

function lessonEntries({
  hide,
  questions,
  panels,
  isSlides,
}: Lesson): Record<string, ParamValue | undefined> {
  return {
    hide: hide.length > 0 ? hide.join(',') : undefined,
    questions: typeof questions === 'string' ? questions : questions?.join(','),
    panels: panels?.join(','),
    slides: isSlides || undefined,
  };
}

/** The fragment of a page's URL, without default values and without the user's training text. */
export function formatPage(page: PageState): string {
  const { settings, focus } = page;
  const inChapter = page.view === 'chapter';
  const comparison = formatComparison(page.comparison);
  const entries: Record<string, ParamValue | undefined> = {
    view: page.view === INITIAL_PAGE.view ? undefined : page.view,
    chapter: inChapter ? page.chapter : undefined,
    at: inChapter && page.at !== INITIAL_PAGE.at ? page.at : undefined,
    preset: settings.preset === defaultPreset(page) ? undefined : settings.preset,
    ...pick(settings, PAGE_DATA_SETTINGS),
    ...settings.model,
    ...settings.training,
    weights: page.weights === INITIAL_PAGE.weights ? undefined : page.weights,
    compare: comparison === formatComparison(INITIAL_PAGE.comparison) ? undefined : comparison,
    prompt: page.prompt || undefined,
    layer: focus.layer === undefined ? undefined : focus.layer + 1,
    head: focus.head === undefined ? undefined : focus.head + 1,
    token: focus.token === undefined ? undefined : focus.token + 1,
    orientation: page.orientation === INITIAL_PAGE.orientation ? undefined : page.orientation,
    find: (page.view === 'notes' && page.find) || undefined,
    theme: page.theme === INITIAL_PAGE.theme ? undefined : page.theme,
    measured: (page.view === 'speed' && page.measured) || undefined,
    ...(inChapter && {
      explore: page.isExploring || undefined,
      ...{ ...stageParamEntries('show', page.stage), ...stageParamEntries('with', page.stage) },
      ...lessonEntries(page.lesson),
    }),
  };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(entries)) {
    if (value !== undefined) parameters.set(name, serializeParam(value));
  }
  const text = parameters.toString();
  return text && `#${text}`;
}

function stageParamEntries(kind: keyof StageParams, stage: StageParams): Record<string, string> {
  return Object.fromEntries(Object.entries(stage[kind]).map(([name, value]) => [`${kind}.${name}`, value]));
}
