// `lab settings`: the settings that `train --set` accepts, with their range or choices, default and explanation.

import { Command } from 'commander';
import { withDefaults } from '../../model/architecture/config.ts';
import { DATA_DEFAULTS } from '../../model/data/datasets.ts';
import { getPreset } from '../../model/training/presets.ts';
import { printJson, printLines } from '../../node/terminal.ts';
import { withTrainingDefaults } from '../../shared/settings/training-settings.ts';
import { NAMED_SETTINGS, type NamedSetting, settingName } from '../shared/settings.ts';

interface SettingsOptions {
  preset: string;
  json?: boolean;
}

export function settingsCommand(): Command {
  return new Command('settings')
    .description('list the settings of a training: name, range or choices, default, explanation')
    .option('--preset <name>', 'preset of the defaults', 'facts')
    .option('--json', 'one line of JSON instead of a table')
    .action(listSettings);
}

async function listSettings({ preset, json }: SettingsOptions): Promise<void> {
  const rows = describeSettings(preset);
  if (json) await printJson(rows);
  else await printLines(rows.flatMap(toLines));
}

function describeSettings(name: string) {
  const { model, training, dataset } = getPreset(name);
  const options = dataset.name === 'text' ? dataset.options : {};
  const data = { ...DATA_DEFAULTS[dataset.name], preset: name, ...options, text: undefined };
  const defaults: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    data,
    model: Object.fromEntries(
      Object.entries(withDefaults({ ...model, V: 2 })).map(([key, value]) => [
        key,
        typeof value === 'boolean' ? (value ? 'yes' : 'no') : value,
      ]),
    ),
    training: { ...withTrainingDefaults(training) },
  };
  return NAMED_SETTINGS.map((setting) => ({
    name: settingName(setting),
    values: setting.values,
    default: defaults[setting.section][setting.key] ?? null,
    help: setting.help,
    ...explanations(setting),
  }));
}

function explanations({ choices = {} }: NamedSetting): {
  readonly choices?: Readonly<Record<string, string>>;
} {
  const known = Object.entries(choices).flatMap(([name, info]) => (info ? [[name, info.help] as const] : []));
  return known.length > 0 ? { choices: Object.fromEntries(known) } : {};
}

/** Columns, then one line a choice. */
function toLines(row: ReturnType<typeof describeSettings>[number]): string[] {
  const columns = [
    row.name.padEnd(27),
    row.values.padEnd(34),
    String(row.default ?? '–').padEnd(9),
    row.help,
  ];
  const choices = Object.entries(row.choices ?? {});
  return [columns.join(' '), ...choices.map(([name, help]) => `  ${name}: ${help}`)];
}
