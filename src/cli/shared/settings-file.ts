// The file of `train --config`: a JSON object with the names of `lab settings`, nested or with dots.

import type { RunSettings } from '../../model/training/run-plan.ts';
import { errorMessage } from '../../shared/error-message.ts';
import { SETTING_SECTIONS } from '../../shared/settings/run-settings.ts';
import { shownValue } from '../../shared/shown-value.ts';
import { readJson } from './model-file.ts';
import { FILE_VALUES, settingOf, withAssignments } from './settings.ts';

/**
 * Throws one sentence for a file that is no such object, and for an unknown name or an invalid value in it. A path in it is refused: the
 * file may be someone else's, and a text that is read becomes a part of the model.
 */
export function readSettingsFile(path: string): Partial<RunSettings> {
  const assignments = openSettings(path);
  if (assignments.some((assignment) => settingOf(assignment)?.values === FILE_VALUES))
    throw new Error(
      `--config ${path}: data.text is the path of a file, which a configuration file cannot name; name it with --text.`,
    );
  return withAssignments({}, assignments, `--config ${path}:`);
}

/** The settings of the file, except those that the command line gives as well. */
export function mergeSettings(file: Partial<RunSettings>, given: Partial<RunSettings>): Partial<RunSettings> {
  const own = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    ...file,
    ...own,
    model: { ...file.model, ...given.model },
    training: { ...file.training, ...given.training },
  };
}

function openSettings(path: string): string[] {
  const settings = readObject(path);
  try {
    return toAssignments(settings);
  } catch (error) {
    throw new Error(`--config ${path}: ${errorMessage(error)}`);
  }
}

function readObject(path: string): object {
  const value = readJson(path);
  if (isObject(value)) return value;
  throw new Error(
    `${path} is not a JSON object of settings, such as {"model": {"norm": "rms"}, "steps": 100}.`,
  );
}

function toAssignments(settings: object): string[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    SETTING_SECTIONS.some((section) => section === name)
      ? toAssignments(sectionOf(name, value)).map((assignment) => `${name}.${assignment}`)
      : `${name}=${toText(name, value)}`,
  );
}

function sectionOf(name: string, value: unknown): object {
  if (isObject(value)) return value;
  throw new Error(`‘${name}’ is ${shownValue(value)}; it must be an object of settings.`);
}

/** As on the command line; lists are rows of facts. */
function toText(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const texts = Array.isArray(value) ? value : [value];
  if (texts.some((text) => typeof text === 'object'))
    throw new Error(
      `‘${name}’ holds ${shownValue(texts.find((text) => typeof text === 'object'))}; its values are texts or numbers.`,
    );
  return texts.join(';');
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
