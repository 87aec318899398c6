// What to compare, as text in the URL and as requests to the worker.

import { msg } from '@lit/localize';
import * as v from 'valibot';
import {
  type ComparableSetting,
  comparableSetting,
  isBooleanSetting,
} from '../../../shared/settings/comparable-settings.ts';
import { partDefaults } from '../../../shared/settings/model-settings.ts';
import { withTrainingDefaults } from '../../../shared/settings/training-settings.ts';
import type { ComparisonRequest, PresetInfo, RunRequest } from '../../../workers/rpc/api/lab-api.ts';
import type { ComparisonDraft, ComparisonRow } from '../../types/comparison.ts';

/** Every setting once, and more. */
const MAX_ROWS = 64;
const MAX_VALUE_LENGTH = 24;
const NUMBER = /^\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** `repeats,positions:learned:rotary,steps:400:400` */
export const formatComparison = ({ preset, rows }: ComparisonDraft): string =>
  [preset, ...rows.map(({ name, values }) => [name, ...values].join(':'))].join(',');

/** Inverse of `formatComparison`. */
export const comparisonParam = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9-]{1,32}(,|$)/, msg('it must begin with the name of a preset')),
  v.transform((text): ComparisonDraft => {
    const [preset, ...entries] = text.split(',');
    return {
      preset,
      rows: entries.map((entry) => {
        const [name, ...values] = entry.split(':');
        return { name, values: values as unknown as ComparisonRow['values'] };
      }),
    };
  }),
  v.check(
    ({ rows }) => rows.length <= MAX_ROWS && rows.every(isValidRow),
    msg('each setting must have two values, as in positions:learned:rotary'),
  ),
  v.check(
    ({ rows }) => new Set(rows.map(({ name }) => name)).size === rows.length,
    msg('a setting occurs twice'),
  ),
);

function isValidRow({ name, values }: ComparisonRow): boolean {
  const setting = comparableSetting(name);
  return (
    setting !== undefined && values.length === 2 && values.every((value) => isValidValue(setting, value))
  );
}

const isValidValue = ({ choices }: ComparableSetting, value: string): boolean =>
  choices ? Object.hasOwn(choices, value) : value.length <= MAX_VALUE_LENGTH && NUMBER.test(value);

export const toComparisonRequest = ({ preset, rows }: ComparisonDraft): ComparisonRequest => ({
  variants: [0, 1].map((variant): RunRequest => {
    const section = (wanted: ComparableSetting['section']) =>
      Object.fromEntries(
        rows
          .filter(({ name }) => comparableSetting(name)?.section === wanted)
          .map(({ name, values }) => [name, parseValue(name, values[variant])]),
      );
    return { preset, model: section('model'), training: section('training') };
  }),
});

function parseValue(name: string, value: string): string | number | boolean {
  if (isBooleanSetting(name)) return value === 'yes';
  return comparableSetting(name)?.choices ? value : Number(value);
}

/** The preset's value of a setting, as text. */
function defaultValue(name: string, preset: PresetInfo | undefined): string {
  if (!preset) return '';
  const { model } = preset;
  const values: Readonly<Record<string, unknown>> = {
    ...partDefaults(model),
    ...model,
    ...withTrainingDefaults(preset.training),
  };
  const value = values[name];
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value ?? '');
}

/** A row of the setting: the preset's value, and for choices the next one beside it. */
export function newRow(name: string, preset: PresetInfo | undefined): ComparisonRow {
  const value = defaultValue(name, preset);
  const choices = Object.keys(comparableSetting(name)?.choices ?? {});
  const other = choices[(choices.indexOf(value) + 1) % choices.length];
  return { name, values: [value, other ?? value] };
}
