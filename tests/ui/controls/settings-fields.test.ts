// The form has a field for every setting, and a block changes only what differs from the preset.
import { expect, test } from 'vitest';
import { getPreset } from '../../../src/model/training/presets.ts';
import { BLOCKS, blockOf } from '../../../src/shared/settings/blocks.ts';
import { MODEL_SETTINGS, PART_SETTINGS } from '../../../src/shared/settings/model-settings.ts';
import {
  partGroups,
  resolveModel,
  SIZE_FIELDS,
  withBlock,
  withModel,
} from '../../../src/ui/controls/settings-form/settings-fields.ts';
import type { PresetInfo } from '../../../src/workers/rpc/api/lab-api.ts';

function presetInfo(name: string): PresetInfo {
  const { title, description, dataset, model, training } = getPreset(name);
  return { name, title, description, datasetName: dataset.name, model: { ...model, V: 0 }, training };
}
const facts = presetInfo('facts');
const plain = { preset: 'facts', model: {}, training: {} };

const keysOf = (model: Partial<PresetInfo['model']>) => [
  ...SIZE_FIELDS.map(({ key }) => key),
  ...partGroups({ ...facts.model, ...model }).flatMap(({ fields }) => fields.map(({ key }) => key)),
];

test('every setting of the model has one field', () => {
  const settings = Object.keys({ ...MODEL_SETTINGS, ...PART_SETTINGS }).toSorted();
  expect(keysOf({ positions: 'rotary' }).toSorted()).toEqual(settings);
});

test('settings that a model does not use have none', () => {
  expect(keysOf({})).not.toContain('rotaryBase');
  expect(keysOf({ mlpWidth: 0 })).not.toContain('activation');
});

test('a block changes its parts; GPT-2’s restores the preset’s', () => {
  const llama = withBlock(facts, plain, 'llama');
  expect(llama.model).toEqual({
    ...{ norm: 'rms', positions: 'rotary', rotaryBase: 500_000, keyValueHeads: 2 },
    ...{ biases: 'none', activation: 'swiglu', mlpWidth: 168 },
  });
  expect(withBlock(facts, llama, 'gpt2')).toEqual(plain);
});

test('what blocks do not determine stays', () => {
  const changed = withModel(plain, { L: 3, C: 128, tied: false, residualDropout: 0.1 });
  const model = withBlock(facts, changed, 'gpt-neox').model;
  expect(model).toMatchObject({ L: 3, C: 128, tied: false, residualDropout: 0.1, mlpWidth: 512 });
});

test.each(['facts', 'league', 'stories', 'repeats', 'text'])(
  'every block applies to the preset %s',
  (name) => {
    const preset = presetInfo(name);
    const settings = { preset: name, model: {}, training: {} };
    for (const block of BLOCKS)
      expect(blockOf(resolveModel(preset, withBlock(preset, settings, block)))).toBe(block);
  },
);
