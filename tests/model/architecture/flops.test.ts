// Operations and weights of every part, compared with the matrix products of the recorded graph and with hand counts.

import { describe, expect, it } from 'vitest';
import type { Node } from '../../../src/kernels/graph/graph.ts';
import { elementCount } from '../../../src/kernels/shape.ts';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import type { ModelConfig } from '../../../src/model/architecture/config.ts';
import { flopsPerToken } from '../../../src/model/architecture/flops.ts';
import { parameterCount } from '../../../src/model/architecture/parameters.ts';
import { transformer } from '../../../src/model/architecture/transformer.ts';
import { weightCounts } from '../../../src/model/architecture/weight-counts.ts';
import { PART_CONFIGS, TINY_CONFIG } from '../../support/model/tiny-model.ts';

const CONFIGS: readonly (readonly [string, ModelConfig])[] = [
  ['tied', TINY_CONFIG],
  ['untied', { ...TINY_CONFIG, tied: false }],
  ['attention only', { ...TINY_CONFIG, mlpWidth: 0 }],
  ...PART_CONFIGS,
];
const B = 2;

/** Two operations for each output of a product and each summand of it; 0 for other ops. */
function productFlops({ op, tensors: { x, weight, q, k, pattern, v } }: Node): number {
  const rows = (width: number) => elementCount(x.shape) / width;
  switch (op.name) {
    case 'linear':
      return 2 * rows(weight.shape[0]) * elementCount(weight.shape);
    case 'linear-transposed':
      return 2 * rows(weight.shape[1]) * elementCount(weight.shape);
    case 'attention-scores':
      return 2 * elementCount(q.shape) * k.shape[1];
    case 'attention-mix':
      return 2 * elementCount(pattern.shape) * v.shape[3];
    default:
      return 0;
  }
}

describe.each(CONFIGS)('%s', (_, config) => {
  it.each([config.T, 3])('has the operations of its recorded products for %d tokens', (T) => {
    const { graph } = transformer(config, { B, T });
    const counted = graph.nodes.reduce((sum, node) => sum + productFlops(node), 0);
    const { forward, weights, attention, training } = flopsPerToken(config, T);
    expect(B * T * forward).toBe(counted);
    expect(forward).toBe(weights + attention);
    expect(training).toBe(3 * forward);
  });

  it('has as many weights in its parts as parameters', () => {
    const { total, block, outside } = weightCounts(config);
    const sum = (counts: object) => Object.values(counts).reduce((all, count) => all + count, 0);
    expect(total).toBe(parameterCount(transformerParameters(config)));
    expect(config.L * sum(block) + sum(outside)).toBe(total);
  });
});

it('GPT-3 has the operations of Brown et al. 2020, table D.1: 3.14e23 for 300 billion tokens, attention apart', () => {
  const gpt3 = { L: 96, H: 96, C: 12288, T: 2048, V: 50257, mlpWidth: 49152 };
  const { weights, attention } = flopsPerToken({ ...TINY_CONFIG, ...gpt3 });
  expect((3 * weights * 300e9) / 3.14e23).toBeCloseTo(1, 2);
  expect(attention).toBe(4 * 96 * 12288 * 2048);
});

it('counts the weights of a block with shared keys, QK-norm and a gate, by hand', () => {
  const config: ModelConfig = {
    ...{ ...TINY_CONFIG, norm: 'rms', positions: 'rotary', qkNorm: true, activation: 'swiglu', tied: false },
    ...{ H: 4, keyValueHeads: 2, headWidth: 6, biases: 'qkv' },
  };
  const { C, V, mlpWidth: M } = config;
  expect(weightCounts(config)).toMatchObject({
    block: {
      ...{ query: C * 24 + 24, key: C * 12 + 12, value: C * 12 + 12, output: 24 * C },
      ...{ gate: C * M, up: C * M, down: M * C },
      ...{ attentionNorm: C, queryNorm: 6, keyNorm: 6, mlpNorm: C },
    },
    outside: { embedding: V * C, unembedding: V * C, finalNorm: C },
  });
});
