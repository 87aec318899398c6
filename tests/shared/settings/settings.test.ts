// The settings of a run are stated once: what is read from outside, links and forms follow from the tables.

import * as v from 'valibot';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { repeats } from '../../../src/model/data/repeats.ts';
import { planRun, settingProblems } from '../../../src/model/training/run-plan.ts';
import { RUN_SETTINGS_SCHEMA } from '../../../src/model/training/run-settings-schema.ts';
import { DATA_LIMITS } from '../../../src/shared/settings/data-settings.ts';
import { PART_NAMES, PART_SETTINGS, partDefaults } from '../../../src/shared/settings/model-settings.ts';
import { RUN_SETTINGS, SETTING_LIMITS } from '../../../src/shared/settings/run-settings.ts';
import { type Setting, YES_NO } from '../../../src/shared/settings/setting.ts';
import { parsePage } from '../../../src/ui/state/page/page-url.ts';

const { model, training, data } = RUN_SETTINGS;
const { preset: _, text: __, facts: ___, ...choicesAndNumbers } = data;

/** A valid value, and one of another type. */
function examplesOf({ limit, choices }: Setting): { valid: unknown; invalid: unknown } {
  if (choices === YES_NO) return { valid: true, invalid: 'yes' };
  return choices
    ? { valid: Object.keys(choices)[0], invalid: 'purple' }
    : { valid: limit?.max, invalid: String(limit?.max) };
}

const CASES = [
  ...Object.entries<Setting>(model).map(([name, setting]) => ['model', name, setting] as const),
  ...Object.entries<Setting>(training).map(([name, setting]) => ['training', name, setting] as const),
  ...Object.entries<Setting>(choicesAndNumbers).map(([name, setting]) => ['data', name, setting] as const),
];

const withSetting = (section: string, name: string, value: unknown) => ({
  preset: 'facts',
  ...(section === 'data' ? { [name]: value } : { [section]: { [name]: value } }),
});

describe.each(CASES)('%s.%s', (section, name, setting) => {
  const { valid, invalid } = examplesOf(setting);
  const accepts = (value: unknown) => v.is(RUN_SETTINGS_SCHEMA, withSetting(section, name, value));

  it('is read from outside, and nothing of another type', () => {
    expect(accepts(valid)).toBe(true);
    expect(accepts(invalid)).toBe(false);
  });

  it('has choices or a range, whose ends are named', () => {
    if (setting.choices) return expect(Object.keys(setting.choices).length).toBeGreaterThan(1);
    const { max } = SETTING_LIMITS[name as keyof typeof SETTING_LIMITS];
    const [problem] = settingProblems(withSetting(section, name, max + 1));
    expect(problem).toMatchObject({ field: name, message: expect.stringContaining(`${max}`) });
  });
});

it.each(CASES.filter(([section]) => section !== 'data'))(
  '%s.%s is a parameter of links',
  (section, name, setting) => {
    const { valid } = examplesOf(setting);
    const { page, problems } = parsePage(`#${name}=${valid === true ? 'yes' : valid}`);
    expect(problems).toEqual([]);
    expect(page.settings[section as 'model' | 'training']).toEqual({ [name]: valid });
  },
);

it('a name belongs to one section', () => {
  const names = Object.values(RUN_SETTINGS).flatMap((table) => Object.keys(table));
  expect(new Set(names).size).toBe(names.length);
});

it('the default of a part is one of its values, and a config may leave it out', () => {
  const defaults = partDefaults({ C: 64, H: 4 });
  expect(Object.keys(defaults)).toEqual(PART_NAMES);
  expect(defaults).toMatchObject({ keyValueHeads: 4, headWidth: 16 });
  for (const [name, setting] of Object.entries<Setting>(PART_SETTINGS)) {
    const value = defaults[name as keyof typeof defaults];
    if (setting.choices === YES_NO) expect(value, name).toBeTypeOf('boolean');
    else if (setting.choices) expect(Object.keys(setting.choices)[0], name).toBe(value);
  }
  expect(planRun({ preset: 'facts', model: defaults }).config).toMatchObject(defaults);
});

it('the types of a config are those of the tables', () => {
  expectTypeOf<ModelConfig['norm']>().toEqualTypeOf<'layer' | 'rms' | undefined>();
  expectTypeOf<ModelConfig['qkNorm']>().toEqualTypeOf<boolean | undefined>();
  expectTypeOf<ModelConfig['L']>().toEqualTypeOf<number>();
  expectTypeOf<ModelConfig['activation']>().toEqualTypeOf<'gelu' | 'relu' | 'gelu-erf' | 'silu' | 'swiglu'>();
});

it('there are as many syllables as the range says, and rows of the fewest', () => {
  const { min, max } = DATA_LIMITS.syllables;
  expect(repeats({ vocabulary: max }).tokenizer.vocabulary.length).toBe(max);
  expect(() =>
    repeats({ vocabulary: min }).batch({ split: 'train', step: 0, seed: 0, B: 4, T: 48 }),
  ).not.toThrow();
});
