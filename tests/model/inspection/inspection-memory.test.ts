// The memory estimate of a read-only model equals the executor's count, for every part, for sharded tables and
// for each type of weights.

import { expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import { shardedLayout } from '../../../src/model/architecture/sharded-layout.ts';
import { Weights } from '../../../src/model/architecture/weights.ts';
import { inspectionMemory } from '../../../src/model/inspection/inspection-memory.ts';
import { Inspector } from '../../../src/model/inspection/inspector.ts';
import { WEIGHT_TYPES, type WeightType } from '../../../src/shared/weight-types.ts';
import { PART_CONFIGS, TINY_CONFIG } from '../../support/model/tiny-model.ts';

const SHARDED = { ...TINY_CONFIG, V: 300 };

it.each([
  ['GPT-2', TINY_CONFIG, 2 ** 30],
  ['a table in shards', SHARDED, 4096],
  ...PART_CONFIGS.map(([name, config]) => [name, config, 2 ** 30] as const),
  ...WEIGHT_TYPES.map((type) => [`weights as ${type}`, TINY_CONFIG, 2 ** 30, type] as const),
] as const)('%s', async (_, config, maxBufferBytes, type: WeightType = 'float32') => {
  const executor = new ReferenceExecutor();
  const parameters = transformerParameters(config);
  const layout = shardedLayout(parameters, { label: 'this adapter', maxBufferBytes }, type);
  expect(layout.shards.size > 0).toBe(config === SHARDED || type !== 'float32');
  const weights = new Weights(executor, parameters, layout);
  expect(executor.usage.bytes).toBe(inspectionMemory(config, layout, 5).weights);
  const inspector = new Inspector(executor, config, weights);
  await inspector.run({ B: 1, T: 5, tokens: Int32Array.of(1, 2, 3, 4, 5), names: [] });
  expect(executor.usage.bytes).toBe(inspectionMemory(config, layout, 5).total);
  inspector.dispose();
  weights.dispose();
});
