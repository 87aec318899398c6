// The model of chapters 5 to 7: which preset it is, which pages open it, and what a visitor's own model differs in.

import { msg, str } from '@lit/localize';
import type { RunInfo } from '../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../format/numbers.ts';
import { isBundledModel, type LabState } from './lab.ts';
import type { PageState, Settings } from './page.ts';

/** The preset whose bundled model the chapters speak of. */
export const COURSE_PRESET = 'world';
/** What an address without a preset means elsewhere. */
const OTHER_PRESET = 'facts';

export const COURSE_SETTINGS: Settings = { preset: COURSE_PRESET, model: {}, training: {} };

/** Whether a page opens the course's model. */
export const showsCourseModel = ({ view, chapter }: Pick<PageState, 'view' | 'chapter'>): boolean =>
  view === 'network' || (view === 'chapter' && chapter >= 5);

/** Whether a page opens the course's model in place of another pretrained one, but never of the visitor's own. */
const prefersCourseModel = ({ view }: Pick<PageState, 'view'>): boolean =>
  view === 'course' || view === 'lab' || view === 'notes';

/** Whether a page is to open the course's model now. */
export function wantsCourseModel(page: Pick<PageState, 'view' | 'chapter'>, lab: LabState): boolean {
  if (!lab.run) return false;
  return showsCourseModel(page) || (prefersCourseModel(page) && isBundledModel(lab, lab.run.preset));
}

/** The preset of an address that names none. Settings of a new model were always those of the other preset. */
export function defaultPreset({
  weights,
  settings: { model, training, corpus, tokenizer, vocabularySize },
  ...page
}: Pick<PageState, 'view' | 'chapter' | 'weights'> & {
  readonly settings: Omit<Settings, 'preset'>;
}): string {
  const isPretrained =
    weights === 'trained' &&
    Object.keys({ ...model, ...training }).length === 0 &&
    [corpus, tokenizer, vocabularySize].every((value) => value === undefined);
  const isCourse = showsCourseModel(page) || prefersCourseModel(page) || page.view === 'attention';
  return isPretrained && isCourse ? COURSE_PRESET : OTHER_PRESET;
}

/** Whether the current model shows what the chapters tell: the bundled one, or the visitor's on the same data. */
export const fitsCourse = ({ run, step, runState }: LabState): boolean =>
  run?.preset === COURSE_PRESET && (step > 0 || runState === 'training');

/** What a visitor's model of the course's preset differs in, as a part of a sentence; empty if in nothing. */
export function courseDifferences(lab: LabState): string {
  const { run, step, presets, edits } = lab;
  const preset = presets.find(({ name }) => name === COURSE_PRESET);
  if (run?.preset !== COURSE_PRESET || !preset || isBundledModel(lab, COURSE_PRESET)) return '';
  const { steps } = preset.training;
  return [
    ...differingSettings(run.model, preset.model),
    ...(run.userFacts?.length ? [msg('facts of your own')] : []),
    ...(step === steps ? [] : [msg(str`${formatInteger(step)} steps instead of ${formatInteger(steps)}`)]),
    ...(edits.length === 0
      ? []
      : [edits.length === 1 ? msg('1 edit') : msg(str`${formatInteger(edits.length)} edits`)]),
  ].join(', ');
}

/** The size of the vocabulary follows from the data: a preset has none. */
function differingSettings(model: RunInfo['model'], preset: object): string[] {
  const expected = Object.entries(preset) as [keyof RunInfo['model'], unknown][];
  return expected
    .filter(([name, value]) => name !== 'V' && model[name] !== value)
    .map(([name, value]) => msg(str`${name} ${model[name]} instead of ${value}`));
}
