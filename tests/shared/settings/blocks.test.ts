// The blocks of well-known models: valid parts for every size, recognized again.
import { describe, expect, it } from 'vitest';
import { configProblems, type ModelConfig, withDefaults } from '../../../src/model/architecture/config.ts';
import { weightCounts } from '../../../src/model/architecture/weight-counts.ts';
import { BLOCKS, type BlockName, blockOf, blockParts } from '../../../src/shared/settings/blocks.ts';

const MODEL: ModelConfig = {
  ...{ L: 2, H: 4, C: 64, T: 32, V: 100, mlpWidth: 256 },
  ...{ activation: 'gelu', tied: true, initStd: 0.08 },
};
const withBlock = (name: BlockName, sizes: Partial<ModelConfig> = {}) => {
  const model = { ...MODEL, ...sizes };
  return withDefaults({ ...model, ...blockParts(name, model) });
};

describe.each(BLOCKS)('%s', (name) => {
  it.each([{ H: 4 }, { H: 1 }, { H: 3, C: 48 }, { H: 16, C: 512 }, { mlpWidth: 0 }])(
    'is valid and recognized with %o',
    (sizes) => {
      const model = withBlock(name, sizes);
      expect(configProblems(model)).toEqual([]);
      expect(blockOf(model)).toBe(name);
    },
  );

  it('is recognized with other sizes, and not with another part', () => {
    const model = withBlock(name);
    expect(blockOf({ ...model, mlpWidth: 100, headWidth: 32 })).toBe(name);
    expect(blockOf({ ...model, biases: 'attention' })).toBeUndefined();
    expect(blockOf({ ...model, parallelResidual: !model.parallelResidual })).toBeUndefined();
  });

  it('has about the weights of GPT-2’s MLP, and leaves a model without MLPs without', () => {
    const mlpWeights = ({ block }: ReturnType<typeof weightCounts>) =>
      (block.gate ?? 0) + (block.up ?? 0) + (block.down ?? 0);
    const ratio = mlpWeights(weightCounts(withBlock(name))) / mlpWeights(weightCounts(MODEL));
    expect(Math.abs(ratio - 1)).toBeLessThan(0.05);
    expect(blockParts(name, { ...MODEL, mlpWidth: 0 }).mlpWidth).toBe(0);
  });
});

it('has the parts of the released models', () => {
  expect(withBlock('gpt2')).toEqual(withDefaults(MODEL));
  expect(withBlock('llama')).toMatchObject({
    ...{ norm: 'rms', normEpsilon: 1e-5, positions: 'rotary', rotaryBase: 500_000, keyValueHeads: 2 },
    ...{ biases: 'none', activation: 'swiglu', qkNorm: false, parallelResidual: false },
  });
  expect(withBlock('gpt-neox')).toMatchObject({
    rotaryFraction: 0.25,
    parallelResidual: true,
    biases: 'all',
  });
  expect(withBlock('qwen3')).toMatchObject({ qkNorm: true, normEpsilon: 1e-6, rotaryBase: 1_000_000 });
});
