// What to compare: rows of settings, and the request that they make.

import { expect, it } from 'vitest';
import { PRESETS } from '../../../../src/model/training/presets.ts';
import { newRow, toComparisonRequest } from '../../../../src/ui/state/page/comparison-draft.ts';
import { INITIAL_COMPARISON } from '../../../../src/ui/types/comparison.ts';
import type { PresetInfo } from '../../../../src/workers/rpc/api/lab-api.ts';
import { parseRequest } from '../../../../src/workers/rpc/request-schemas.ts';

const preset = PRESETS.find(({ name }) => name === 'repeats') as unknown as PresetInfo;

it('by default compares learned with rotary positions on repeats', () => {
  expect(toComparisonRequest(INITIAL_COMPARISON)).toEqual({
    variants: [
      { preset: 'repeats', model: { positions: 'learned' }, training: {} },
      { preset: 'repeats', model: { positions: 'rotary' }, training: {} },
    ],
  });
});

it('names, numbers and yes or no become settings of the worker', () => {
  const request = toComparisonRequest({
    preset: 'facts',
    rows: [
      { name: 'learningRate', values: ['1e-3', '0.01'] },
      { name: 'qkNorm', values: ['no', 'yes'] },
      { name: 'optimizer', values: ['muon', 'muon'] },
    ],
  });
  expect(parseRequest('compare', request)).toEqual({
    variants: [
      { preset: 'facts', model: { qkNorm: false }, training: { learningRate: 0.001, optimizer: 'muon' } },
      { preset: 'facts', model: { qkNorm: true }, training: { learningRate: 0.01, optimizer: 'muon' } },
    ],
  });
});

it.each([
  ['positions', ['learned', 'rotary']],
  ['schedule', ['cosine', 'linear']],
  ['biases', ['all', 'attention']],
  ['parallelResidual', ['no', 'yes']],
  ['tied', ['no', 'yes']],
  ['steps', ['800', '800']],
  ['keyValueHeads', ['4', '4']],
  ['muonLearningRate', ['0.02', '0.02']],
])('a row of %s begins with the preset’s value and another choice', (name, values) => {
  expect(newRow(name, preset)).toEqual({ name, values });
});
