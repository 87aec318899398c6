// The counts add up: GPT-3's to the number in the films, the model's to all its weights.

import { expect, it } from 'vitest';
import { transformerParameters } from '../../../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../../../src/model/architecture/config.ts';
import {
  formatProduct,
  GPT3,
  GPT3_REST,
  modelLedger,
  totalOf,
} from '../../../../src/ui/scenes/counting/ledger.ts';
import type { ParameterInfo } from '../../../../src/workers/rpc/api/lab-api.ts';
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
  const counts = GPT3.map(({ count }) => count);
  expect(counts.slice(0, 2)).toEqual([617_558_016, 617_558_016]);
  expect(counts.slice(2, 6)).toEqual(Array(4).fill(14_495_514_624));
  expect(counts.slice(6)).toEqual([57_982_058_496, 57_982_058_496]);
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
  const ends = [V * C, tied ? 0 : V * C];
  expect(counts.slice(0, 8)).toEqual([
    ...ends,
    ...Array(4).fill(L * C * C),
    ...Array(2).fill(L * C * mlpWidth),
  ]);
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
  const shapes = modelLedger(tensors(config), config).map(({ part, factors }) => [
    part,
    formatProduct(factors),
  ]);
  expect(Object.fromEntries(shapes)).toMatchObject({
    embedding: `${C} × ${V}`,
    ...Object.fromEntries(['query', 'key', 'value'].map((part) => [part, `${C / H} × ${C} × ${H} × ${L}`])),
    output: `${C} × ${C / H} × ${H} × ${L}`,
    up: `12 × ${C} × ${L}`,
    down: `${C} × 12 × ${L}`,
    unembedding: `${V} × ${C}`,
  });
  expect(formatProduct(GPT3[5].factors)).toBe('12,288 × 128 × 96 × 96');
});

it('what the films omit of GPT-3 is less than a thousandth', () => {
  expect(GPT3_REST.count).toBe(2048 * 12_288 + 96 * (9 * 12_288 + 49_152) + 2 * 12_288);
  expect(GPT3_REST.count / totalOf(GPT3)).toBeLessThan(0.001);
});

it('heads of another width and shared keys and values have the sizes of their tensors', () => {
  const [C, H, D, KV] = [8, 4, 6, 2];
  const tensor = (shape: number[], ...parts: ParameterInfo['parts']) => ({
    ...{ name: '', meaning: '', layer: 0, shape, parts, isTransposed: true },
  });
  const rows = modelLedger(
    [
      tensor([H * D, C], 'query'),
      tensor([KV * D, C], 'key'),
      tensor([KV * D, C], 'value'),
      tensor([C, H * D], 'output'),
    ],
    { H, keyValueHeads: KV },
  );
  const factorsOf = Object.fromEntries(rows.map(({ part, factors }) => [part, factors]));
  expect(factorsOf).toMatchObject({
    query: [D, C, H],
    ...{ key: [D, C, KV], value: [D, C, KV] },
    output: [C, D, H],
  });
  expect(totalOf(rows)).toBe(2 * (H + KV) * D * C);
});
