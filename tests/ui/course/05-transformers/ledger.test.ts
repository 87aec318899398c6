// The tables add up: GPT-3's to the number in the video, the model's to all its weights.

import { expect, it } from 'vitest';
import { transformerParameters } from '../../../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../../../src/model/architecture/config.ts';
import { GPT3, modelLedger, totalOf } from '../../../../src/ui/course/05-transformers/ledger.ts';
import { PART_CONFIGS, TINY_CONFIG } from '../../../support/model/tiny-model.ts';

const tensors = (config: ModelConfig) =>
  transformerParameters(config).map(({ parts = [], ...each }) => ({
    ...each,
    shape: [...each.shape],
    parts: [...parts],
  }));

it('GPT-3 has 175,181,291,520 weights in eight kinds of matrices', () => {
  expect(GPT3).toHaveLength(8);
  expect(totalOf(GPT3)).toBe(175_181_291_520);
  expect(GPT3[0].count).toBe(617_558_016);
  expect(GPT3[5].count).toBe(57_982_058_496);
});

it.each([
  ['tied', TINY_CONFIG],
  ['untied', { ...TINY_CONFIG, tied: false }],
  ['attention alone', { ...TINY_CONFIG, mlpWidth: 0 }],
])('the own ledger of a model (%s) counts each weight once', (_, config) => {
  const parameters = tensors(config);
  const all = parameters.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0);
  const rows = modelLedger(parameters, config);
  expect(rows).toHaveLength(9);
  expect(totalOf(rows)).toBe(all);
  const { L, C, V, mlpWidth, tied } = config;
  const counts = rows.map(({ count }) => count);
  const matrices = [V * C, L * C * C, L * C * C, L * C * C, L * C * C, L * C * mlpWidth, L * C * mlpWidth];
  expect(counts.slice(0, 8)).toEqual([...matrices, tied ? 0 : V * C]);
});

it.each(PART_CONFIGS)(
  'each weight of a model of parts counts once, a gate in a row of its own (%s)',
  (_, config) => {
    const rows = modelLedger(tensors(config), config);
    const all = tensors(config).reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b), 0);
    expect(totalOf(rows)).toBe(all);
    const gate = rows.find(({ name }) => name === 'Gate');
    const isGated = config.activation === 'swiglu';
    expect(gate?.count).toBe(isGated ? config.L * config.C * config.mlpWidth : undefined);
    expect(rows).toHaveLength(isGated ? 10 : 9);
  },
);

it.each([
  ['GPT-2', {}],
  ['fused and transposed', { family: 'gpt_neox', positions: 'rotary' }],
] as const)('matrices are written as the video writes them: rows × columns, by head (%s)', (_, parts) => {
  const config: ModelConfig = { ...TINY_CONFIG, tied: false, mlpWidth: 12, ...parts };
  const { C, H, L, V } = config;
  const shapes = modelLedger(tensors(config), config).map(({ part, shape }) => [part, shape]);
  expect(Object.fromEntries(shapes)).toMatchObject({
    embedding: `${C} × ${V}`,
    ...Object.fromEntries(['query', 'key', 'value'].map((part) => [part, `${C / H} × ${C} × ${H} × ${L}`])),
    output: `${C} × ${C / H} × ${H} × ${L}`,
    up: `12 × ${C} × ${L}`,
    down: `${C} × 12 × ${L}`,
    unembedding: `${V} × ${C}`,
  });
  expect(GPT3.find(({ part }) => part === 'output')?.shape).toBe('12,288 × 128 × 96 × 96');
});
