// Exported folders, with the logits and the loss that PyTorch computes from them. `tests/long/transformers.test.ts` runs PyTorch.

import { describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { type ModelConfig, modelParts } from '../../../../src/model/architecture/config.ts';
import { readCheckpoint } from '../../../../src/model/files/checkpoint.ts';
import { parseConfigJson } from '../../../../src/model/files/config-json.ts';
import { toPythonModel } from '../../../../src/model/files/transformers/python-config.ts';
import { toTransformersFolder } from '../../../../src/model/files/transformers/transformers-folder.ts';
import { expectAllclose } from '../../../support/kernels/allclose.ts';
import { TOLERANCE } from '../../../support/model/goldens.ts';
import { TINY_CONFIG } from '../../../support/model/tiny-model.ts';
import {
  digestOf,
  EXPORTED_MODELS,
  exportedGolden,
  inspectRows,
  modelToExport,
} from '../../../support/transformers/exported-models.ts';

describe.each(EXPORTED_MODELS)('an exported %s', (name) => {
  const checkpoint = modelToExport(name);
  const exported = toTransformersFolder(checkpoint);
  const { files } = exported;
  const text = (file: string) => new TextDecoder().decode(files.find((each) => each.name === file)?.bytes);
  const golden = exportedGolden(name);

  it('has the bytes that PyTorch has read', () => expect(digestOf(exported)).toBe(golden.digest));

  it('has in the engine the logits and the loss that PyTorch computes', async () => {
    const reopened = readCheckpoint(files[1].bytes);
    for (const model of [checkpoint, reopened]) {
      const { logits, loss } = await inspectRows(new ReferenceExecutor(), model);
      expectAllclose(logits, golden.logits, { ...TOLERANCE.forward, label: name });
      expect(loss).toBeCloseTo(golden.loss, 5);
    }
  });

  it('is described by its config.json, and ends no text at a token', () => {
    const config = JSON.parse(text('config.json'));
    const [type] = name.split('-');
    expect(config.model_type).toBe(type);
    expect(config).toMatchObject({ bos_token_id: null, eos_token_id: null });
    const reopened = readCheckpoint(files[1].bytes).config;
    expect(modelParts(parseConfigJson(config))).toEqual(modelParts(reopened));
    expect(reopened.family).toBe(type === 'gpt_neox' ? type : undefined);
  });

  it('has a tokenizer where the model has one', () => {
    const names = files.map((file) => file.name);
    const tokenizer = checkpoint.tokenizer ? ['tokenizer.json', 'tokenizer_config.json'] : [];
    expect(names).toEqual(['config.json', 'model.safetensors', ...tokenizer]);
    if (checkpoint.tokenizer)
      expect(JSON.parse(text('tokenizer_config.json'))).toMatchObject({ model_max_length: 16 });
  });
});

const ROTARY: ModelConfig = { ...TINY_CONFIG, positions: 'rotary' };

it.each<[ModelConfig, string]>([
  [{ ...ROTARY, parallelResidual: true }, 'gpt_neox'],
  [{ ...ROTARY, activation: 'silu', rotaryFraction: 0.5 }, 'gpt_neox'],
  [{ ...ROTARY, activation: 'swiglu', norm: 'rms', biases: 'none' }, 'llama'],
])('%j is exported as %s', (config, type) => {
  expect(toPythonModel(config).file).toMatchObject({ model_type: type });
});

it.each<[ModelConfig, string]>([
  [
    { ...ROTARY, qkNorm: true },
    'no Qwen3 with these parts: Activation = GELU, Norm = Layer norm, Biases = All.',
  ],
  [
    { ...ROTARY, keyValueHeads: 1 },
    'no Llama with these parts: Activation = GELU, Norm = Layer norm, Biases = All.',
  ],
  [
    { ...ROTARY, activation: 'swiglu', norm: 'rms', biases: 'none', C: 9, headWidth: 4 },
    'no Llama with these parts: Head width (D) = 4.',
  ],
])('%j is refused, since there is %s', (config, sentence) => {
  expect(() => toPythonModel(config)).toThrow(`Python’s transformers has ${sentence}`);
});
