// The settings of a run by name, `training.steps`: what `--set` accepts and `lab settings` lists.

import { PRESETS } from '../../model/training/presets.ts';
import type { RunSettings } from '../../model/training/run-plan.ts';
import { endSentence } from '../../shared/end-sentence.ts';
import { RUN_SETTINGS, SETTING_SECTIONS, type SettingSection } from '../../shared/settings/run-settings.ts';
import { type Setting, type SettingInfo, YES_NO } from '../../shared/settings/setting.ts';
import { truncate } from '../../shared/truncate.ts';
import { parseFactRows } from './fact-rows.ts';
import { readText } from './model-file.ts';

/** Of an assignment in a message: a list of facts may be long. */
const MAX_SHOWN = 200;

export interface NamedSetting {
  readonly section: SettingSection;
  readonly key: string;
  readonly help: string;
  /** Range, choices, or what else it takes. */
  readonly values: string;
  /** Of a name, with explanations where there are any. */
  readonly choices?: Readonly<Record<string, SettingInfo | undefined>>;
  readonly parse: (text: string) => unknown;
}

/** `values` of a setting that takes the path of a file. */
export const FILE_VALUES = 'file';

const unexplained = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, undefined]));

/** The presets of the transformer and others, as a command explains its option. */
export function presetHelp(others: readonly string[] = []): string {
  const [first, ...rest] = [...PRESETS.map(({ name }) => name), ...others];
  return `${first} (the default), ${rest.slice(0, -1).join(', ')} or ${rest.at(-1)}`;
}

/** What a setting takes that has neither range nor choices. */
const TEXTS: Readonly<Record<string, Pick<NamedSetting, 'values' | 'parse'>>> = {
  text: { values: FILE_VALUES, parse: readText },
  facts: { values: 'subject, relation, answer; …', parse: parseFactRows },
};

function toNamed(section: SettingSection, key: string, { help, limit, choices: own }: Setting): NamedSetting {
  const choices =
    key === 'preset'
      ? unexplained(PRESETS.map(({ name }) => name))
      : own === YES_NO
        ? unexplained(['yes', 'no'])
        : own;
  if (choices) {
    const names = Object.keys(choices);
    const parse = own === YES_NO ? parseYes : (text: string) => parseChoice(text, names);
    return { section, key, help, values: names.join(', '), choices, parse };
  }
  if (limit) return { section, key, help, values: `${limit.min} to ${limit.max}`, parse: parseNumber };
  return { section, key, help, ...TEXTS[key] };
}

export const NAMED_SETTINGS: readonly NamedSetting[] = SETTING_SECTIONS.flatMap((section) =>
  Object.entries<Setting>(RUN_SETTINGS[section]).map(([key, setting]) => toNamed(section, key, setting)),
);

export const settingName = ({ section, key }: NamedSetting): string => `${section}.${key}`;

/** The setting of an assignment such as `steps=10` or `training.steps=10`. */
export function settingOf(assignment: string): NamedSetting | undefined {
  const [name] = assignment.split('=', 1);
  return NAMED_SETTINGS.find((each) => name === settingName(each) || name === each.key);
}

function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new Error('it must be a number');
  return value;
}

function parseYes(text: string): boolean {
  return parseChoice(text, ['yes', 'no']) === 'yes';
}

function parseChoice(text: string, names: readonly string[]): string {
  if (!names.includes(text)) throw new Error(`it can be ${names.join(', ')}`);
  return text;
}

/**
 * The settings with those of `--set name=value` added; names may leave out their section. Throws for an unknown name, an
 * invalid value, and a setting that is given twice or by a flag of its own as well.
 */
export function withAssignments(
  settings: Partial<RunSettings>,
  assignments: readonly string[],
  option = '--set',
): Partial<RunSettings> {
  return assignments.reduce((all, assignment) => assign(all, assignment, option), settings);
}

function assign(settings: Partial<RunSettings>, assignment: string, option: string): Partial<RunSettings> {
  const [name, ...rest] = assignment.split('=');
  const setting = settingOf(assignment);
  if (!setting)
    throw new Error(`${option} ${assignment}: there is no setting ‘${name}’; “lab settings” lists all.`);
  if (rest.length === 0) throw new Error(`${option} ${assignment}: a value is missing, as in ${name}=…`);
  const { section, key } = setting;
  const group: Readonly<Record<string, unknown>> = (section === 'data' ? settings : settings[section]) ?? {};
  if (group[key] !== undefined)
    throw new Error(`${option} ${assignment}: ${settingName(setting)} is given twice.`);
  const entry = { [key]: parseValue(setting, rest.join('='), `${option} ${assignment}`) };
  return section === 'data' ? { ...settings, ...entry } : { ...settings, [section]: { ...group, ...entry } };
}

function parseValue({ key, parse }: NamedSetting, text: string, assignment: string): unknown {
  if (key === 'text') return parse(text);
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`${truncate(assignment, MAX_SHOWN)}: ${endSentence((error as Error).message)}`);
  }
}
