// The settings of a run by name, `training.steps`: what `--set` accepts and `lab settings` lists.

import { MODEL_LIMITS, PART_LIMITS } from '../../model/architecture/config.ts';
import { DATA_LIMITS } from '../../model/data/datasets.ts';
import { TOKENIZER_KINDS } from '../../model/tokenizers/tokenizer.ts';
import { PRESETS } from '../../model/training/presets.ts';
import type { RunSettings } from '../../model/training/run-plan.ts';
import { TRAINING_LIMITS } from '../../model/training/training-config.ts';
import { endSentence } from '../../shared/end-sentence.ts';
import type { SettingLimit } from '../../shared/setting-limit.ts';
import { CORPORA } from '../../shared/settings/corpora.ts';
import {
  DATA_SETTINGS,
  MODEL_CHOICES,
  MODEL_SETTINGS,
  PART_SETTINGS,
} from '../../shared/settings/model-settings.ts';
import type { SettingInfo } from '../../shared/settings/setting-info.ts';
import { TRAINING_CHOICES, TRAINING_SETTINGS } from '../../shared/settings/training-settings.ts';
import { truncate } from '../../shared/truncate.ts';
import { parseFactRows } from './fact-rows.ts';
import { readText } from './model-file.ts';

/** Of an assignment in a message: a list of facts may be long. */
const MAX_SHOWN = 200;

export const SECTIONS = ['data', 'model', 'training'] as const;

export interface NamedSetting {
  readonly section: (typeof SECTIONS)[number];
  readonly key: string;
  readonly help: string;
  /** Range, choices, or what else it takes. */
  readonly values: string;
  /** Of a number; its range is checked with the other settings. */
  readonly limit?: SettingLimit;
  /** Of a name, with explanations where there are any. */
  readonly choices?: Readonly<Record<string, SettingInfo | undefined>>;
  readonly parse: (text: string) => unknown;
}

const LIMITS: Readonly<Record<string, SettingLimit>> = {
  ...MODEL_LIMITS,
  ...PART_LIMITS,
  ...TRAINING_LIMITS,
  ...DATA_LIMITS,
};

/** `values` of a setting that takes the path of a file. */
export const FILE_VALUES = 'file';
/** What a setting without range or choices takes. */
const VALUES: Readonly<Record<string, string>> = { text: FILE_VALUES, facts: 'subject, relation, answer; …' };

const unexplained = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, undefined]));

/** The presets of the transformer and others, as a command explains its option. */
export function presetHelp(others: readonly string[] = []): string {
  const [first, ...rest] = [...PRESETS.map(({ name }) => name), ...others];
  return `${first} (the default), ${rest.slice(0, -1).join(', ')} or ${rest.at(-1)}`;
}

const CHOICES: Readonly<Record<string, NamedSetting['choices']>> = {
  ...TRAINING_CHOICES,
  ...MODEL_CHOICES,
  tied: unexplained(['yes', 'no']),
  qkNorm: unexplained(['yes', 'no']),
  parallelResidual: unexplained(['yes', 'no']),
  corpus: CORPORA,
  tokenizer: unexplained(TOKENIZER_KINDS),
  preset: unexplained(PRESETS.map(({ name }) => name)),
};

const PARSERS: Readonly<Record<string, NamedSetting['parse']>> = {
  tied: parseYes,
  qkNorm: parseYes,
  parallelResidual: parseYes,
  text: readText,
  facts: parseFactRows,
};

const settingsOf = (
  section: NamedSetting['section'],
  infos: Readonly<Record<string, SettingInfo>>,
): NamedSetting[] =>
  Object.entries(infos).map(([key, { help }]) => {
    const [limit, choices] = [LIMITS[key], CHOICES[key]];
    const parse = choices ? (text: string) => parseChoice(text, Object.keys(choices)) : parseNumber;
    const range = limit && `${limit.min} to ${limit.max}`;
    const values = choices ? Object.keys(choices).join(', ') : (range ?? VALUES[key]);
    return { section, key, help, values, limit, choices, parse: PARSERS[key] ?? parse };
  });

export const NAMED_SETTINGS: readonly NamedSetting[] = [
  ...settingsOf('data', DATA_SETTINGS),
  ...settingsOf('model', { ...MODEL_SETTINGS, ...PART_SETTINGS }),
  ...settingsOf('training', TRAINING_SETTINGS),
];

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
