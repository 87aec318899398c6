// The name of a run: its preset, and what makes it different from it.

import { BLOCK_CHOICES, blockOf, blockParts } from '../../shared/settings/blocks.ts';
import { CORPORA } from '../../shared/settings/corpora.ts';
import { changedTraining, OPTIMIZER_CHOICES } from '../../shared/settings/training-settings.ts';
import { withDefaults } from '../architecture/config.ts';
import { getPreset, type Preset } from './presets.ts';
import type { RunSettings } from './run-plan.ts';

/** More would be read by nobody. */
const MAX_DIFFERENCES = 4;

/** `facts`, `facts · Llama, Muon`, `text · own text, L=3`: settings by the names that `lab train --set` has. */
export function runTitle(settings: RunSettings): string {
  const preset = getPreset(settings.preset);
  const differences = [
    ...dataDifferences(settings, preset),
    ...modelDifferences(settings, preset),
    ...trainingDifferences(settings, preset),
  ];
  if (differences.length === 0) return preset.name;
  const shown = differences.slice(0, MAX_DIFFERENCES);
  const more = differences.length - shown.length;
  return `${preset.name} · ${[...shown, ...(more > 0 ? [`+${more}`] : [])].join(', ')}`;
}

function dataDifferences(
  {
    preset: _,
    model: __,
    training: ___,
    text,
    corpus,
    facts,
    tokenizer,
    vocabularySize,
    ...numbers
  }: RunSettings,
  { dataset }: Preset,
): string[] {
  // Links have a text's settings beside any preset.
  const cut = dataset.name === 'text' ? assignments({ tokenizer, vocabularySize }, dataset.options) : [];
  return [
    ...(text === undefined ? [] : ['own text']),
    ...(corpus === undefined ? [] : [CORPORA[corpus].label]),
    ...cut,
    ...(facts === undefined ? [] : ['own facts']),
    ...assignments(numbers),
  ];
}

function modelDifferences({ model = {} }: RunSettings, { model: own }: Preset): string[] {
  const before = withDefaults({ ...own, V: 2 });
  const given = Object.fromEntries(Object.entries(model).filter(([, value]) => value !== undefined));
  const after = { ...withDefaults({ ...own, ...given, V: 2 }) };
  const block = blockOf(after);
  if (block === undefined || block === blockOf(before)) return assignments(given, before);
  const parts = new Map<string, unknown>(Object.entries(blockParts(block, after)));
  const others = Object.entries(given).filter(([name, value]) => parts.get(name) !== value);
  return [BLOCK_CHOICES[block].label, ...assignments(Object.fromEntries(others), before)];
}

function trainingDifferences({ training = {} }: RunSettings, { training: own }: Preset): string[] {
  const { optimizer = own.optimizer ?? 'adamw', ...given } = training;
  const isOther = optimizer !== (own.optimizer ?? 'adamw');
  // Without the rates that the optimizer brings.
  const before = changedTraining(own, { optimizer });
  return [...(isOther ? [OPTIMIZER_CHOICES[optimizer].label] : []), ...assignments(given, before)];
}

/** `L=3`, `tied=no`: those that are given and differ. */
const assignments = (given: object, before: object = {}): string[] =>
  Object.entries(given).flatMap(([name, value]) =>
    value === undefined || value === (before as Readonly<Record<string, unknown>>)[name]
      ? []
      : [`${name}=${typeof value === 'boolean' ? (value ? 'yes' : 'no') : value}`],
  );
