// The summary of the settings form names every part that is not GPT-2's.
import { expect, test } from 'vitest';
import { PART_SETTINGS } from '../../../src/shared/settings/model-settings.ts';
import { partsSummary } from '../../../src/ui/controls/settings-form/parts-summary.ts';

test('GPT-2’s parts are not named', () => {
  expect(partsSummary({ activation: 'gelu', mlpWidth: 256 })).toEqual([]);
  expect(partsSummary({ activation: 'relu', mlpWidth: 0, norm: 'layer', positions: 'learned' })).toEqual([]);
});

test('every part is named by its choice', () => {
  const parts = {
    norm: 'rms',
    normEpsilon: 1e-6,
    qkNorm: true,
    positions: 'rotary',
    rotaryBase: 500,
    rotaryFraction: 0.5,
    keyValueHeads: 2,
    headWidth: 8,
    biases: 'none',
    parallelResidual: true,
    embeddingDropout: 0.1,
    attentionDropout: 0.2,
    residualDropout: 0.3,
    init: 'scaled',
  } as const;
  expect(Object.keys(parts).toSorted()).toEqual(Object.keys(PART_SETTINGS).toSorted());
  expect(partsSummary({ ...parts, activation: 'swiglu', mlpWidth: 64 })).toEqual([
    'SwiGLU',
    'RMS norm',
    'positions: rotary',
    'biases: none',
    'QK-norm',
    'parallel residual',
    'init: residual-scaled',
    'key and value heads: 2',
    'head width: 8',
    'rotary base: 500',
    'rotary fraction: 0.5',
    'norm epsilon: 0.000001',
    'embedding dropout: 0.1',
    'attention dropout: 0.2',
    'residual dropout: 0.3',
  ]);
});
