// The models that a visitor can switch to, in groups.

import { msg, str } from '@lit/localize';
import type { RunSummary } from '../../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { COURSE_PRESET } from '../../../types/course-model.ts';
import { isBundledModel, type LabState } from '../../../types/lab.ts';

export interface ListedModel {
  readonly name: string;
  /** What it is, in one line. */
  readonly about: string;
  readonly isOpen: boolean;
  /** A preset's pretrained model, or a saved run; the open model of files needs neither. */
  readonly preset?: string;
  readonly saved?: RunSummary;
}

export interface ModelGroup {
  readonly label: string;
  readonly models: readonly ListedModel[];
}

/** One line each. */
const ABOUT: Readonly<Record<string, string>> = {
  [COURSE_PRESET]: msg('chapters 5 to 7; reads anything'),
  facts: msg('who plays what, and capitals'),
  league: msg('the AND of two names'),
  stories: msg('king − man + woman, adjectives, pronouns'),
  repeats: msg('repeated lists: induction heads'),
  modular: msg('sums modulo 59: grokking'),
  copy: msg('a word again: a head that looks it up'),
  sort: msg('numbers in order'),
  parity: msg('even or odd, bit by bit'),
  brackets: msg('balanced or not'),
  'moby-dick': msg('a novel in byte pairs'),
  text: msg('letter by letter; also trains on your text'),
};
/** Small models that show one phenomenon each. */
const MICROSCOPES = ['facts', 'league', 'stories', 'repeats'];
/** Small programs to take apart. */
const TASKS = ['modular', 'copy', 'sort', 'parity', 'brackets'];
/** Real text. */
const TEXTS = ['moby-dick', 'text'];
/** The saved runs last written. */
const MAX_SAVED = 6;

/** @param openRun - id of the open run among the saved ones */
export function modelGroups(lab: LabState, saved: readonly RunSummary[], openRun?: string): ModelGroup[] {
  const { run } = lab;
  const bundled = (preset: string): ListedModel[] =>
    lab.bundledModels.some((model) => model.preset === preset)
      ? [{ name: preset, about: ABOUT[preset] ?? '', isOpen: isBundledModel(lab, preset), preset }]
      : [];
  const own = saved
    .filter(({ network }) => network === 'model')
    .slice(0, MAX_SAVED)
    .map((each) => ({
      name: each.name,
      about: msg(str`${each.preset}, step ${formatInteger(each.step)} of ${formatInteger(each.steps)}`),
      isOpen: each.id === openRun,
      saved: each,
    }));
  const files = run?.isReadOnly ? [{ name: run.preset, about: msg('opened from files'), isOpen: true }] : [];
  return [
    { label: msg('The course’s model'), models: bundled(COURSE_PRESET) },
    { label: msg('Microscopes: one phenomenon each'), models: MICROSCOPES.flatMap(bundled) },
    { label: msg('Tasks: small programs'), models: TASKS.flatMap(bundled) },
    { label: msg('Text'), models: TEXTS.flatMap(bundled) },
    { label: msg('Saved on this device'), models: own },
    { label: msg('From files'), models: files },
  ].filter(({ models }) => models.length > 0);
}
