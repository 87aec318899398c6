// Models of other families from files, of each float type, in one file or several: their logits are PyTorch's.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import { transformerParameters } from '../../../src/model/architecture/architecture.ts';
import { Weights } from '../../../src/model/architecture/weights.ts';
import { readCheckpoint } from '../../../src/model/files/checkpoint.ts';
import { parseConfigJson } from '../../../src/model/files/config-json.ts';
import { toTransformersFolder } from '../../../src/model/files/transformers/transformers-folder.ts';
import { Inspector } from '../../../src/model/inspection/inspector.ts';
import type { Lab } from '../../../src/workers/session/lab.ts';
import { expectAllclose } from '../../support/kernels/allclose.ts';
import {
  type FamilyStyle,
  familyFiles,
  familyPrompt,
  INDEX_NAME,
  shardName,
} from '../../support/model/family-files.ts';
import { Golden, TOLERANCE } from '../../support/model/goldens.ts';
import { GPT2_OF_NEO, gpt2Weights, gptNeoFiles } from '../../support/model/gpt-neo-files.ts';
import { jsonFile } from '../../support/model/gpt2-files.ts';
import { createObservedLab } from '../../support/workers/lab-fixtures.ts';

let lab: Lab;

beforeEach(async () => {
  ({ lab } = await createObservedLab());
});

afterEach(() => lab.dispose());

async function logitsOf(name: string, style?: FamilyStyle): Promise<Float32Array<ArrayBuffer>> {
  await lab.transformer.openFiles(familyFiles(name, style));
  const text = familyPrompt(new Golden(name));
  const { activations } = await lab.transformer.inspect({ text, names: ['logits'] });
  return activations.logits?.data as Float32Array<ArrayBuffer>;
}

/** Of the first prompt. */
function goldenLogits(name: string): Float32Array<ArrayBuffer> {
  const golden = new Golden(name);
  return golden.floats('act.logits').slice(0, golden.shape('input.tokens')[1] * golden.config().V);
}

const distance = (a: Float32Array, b: Float32Array) =>
  Math.hypot(...a.map((value, i) => value - b[i])) / Math.hypot(...b);

describe.each(['llama_tiny', 'qwen2_tiny', 'qwen3_tiny', 'neox_tiny'])('%s', (name) => {
  it('has the logits of PyTorch, in one file and in three', async () => {
    const logits = await logitsOf(name);
    expectAllclose(logits, goldenLogits(name), { ...TOLERANCE.forward, label: name });
    expect(await logitsOf(name, { parts: 3 })).toEqual(logits);
  });

  it.each(['F16', 'BF16'] as const)('has almost the same in %s, in one file and in two', async (type) => {
    const logits = await logitsOf(name, { type });
    const error = distance(logits, goldenLogits(name));
    expect(error).toBeGreaterThan(0); // the weights are rounded
    expect(error).toBeLessThan(type === 'F16' ? 2e-3 : 3e-2);
    expect(await logitsOf(name, { type, parts: 2 })).toEqual(logits);
  });
});

it.each([
  ['qwen3_tiny', 'Qwen3'],
  ['neox_tiny', 'GPT-NeoX'],
])('%s is called %s, and has a prompt of its own tokens', async (name, label) => {
  const { preset, prompts } = await lab.transformer.openFiles(familyFiles(name));
  expect(preset).toBe(label);
  const { tokens } = await lab.transformer.inspect({ text: prompts[0], names: [] });
  expect(tokens).toHaveLength(6);
});

it.each<[string, unknown, string | undefined]>([
  ['text', { chat_template: '{{ messages }}' }, '{{ messages }}'],
  ['several texts', { chat_template: [{ name: 'tools', template: '{{ tools }}' }] }, 'tools:\n{{ tools }}'],
  ['nothing', {}, undefined],
  ['a number', { chat_template: 3 }, undefined],
])('a chat template that is %s is shown as text', async (_, settings, shown) => {
  const files = [...familyFiles('llama_tiny'), jsonFile('tokenizer_config.json', settings)];
  expect((await lab.transformer.readFiles(files)).chatTemplate).toBe(shown);
});

it('GPT-Neo has the logits of the GPT-2 that computes the same, on the page and on the command line', async () => {
  const ids = [3, 17, 5, 22, 0, 9];
  const executor = new ReferenceExecutor();
  const weights = new Weights(executor, transformerParameters(GPT2_OF_NEO));
  weights.set(gpt2Weights());
  const names = ['logits'] as const;
  const prompt = { B: 1, T: ids.length, tokens: Int32Array.from(ids), names };
  const { activations: expected } = await new Inspector(executor, GPT2_OF_NEO, weights).run(prompt);
  const logits = expected.get('logits')?.data as Float32Array<ArrayBuffer>;

  const [file, config, tokenizer] = gptNeoFiles();
  const { notes } = await lab.transformer.readFiles([file, config, tokenizer]);
  expect(notes).toEqual([expect.stringMatching(/^The context ends after 16 of 40 positions/)]);
  const info = await lab.transformer.openFiles([file, config, tokenizer]);
  expect(info.model).toMatchObject({ T: GPT2_OF_NEO.T, family: 'gpt_neo' });
  const { activations } = await lab.transformer.inspect({ text: ids.join(' '), names: ['logits'] });
  expectAllclose(activations.logits?.data as Float32Array<ArrayBuffer>, logits, {
    ...TOLERANCE.forward,
    label: 'page',
  });

  const bytes = new Uint8Array(await file.arrayBuffer());
  const checkpoint = readCheckpoint(bytes, parseConfigJson(JSON.parse(await config.text())));
  const read = new Weights(executor, transformerParameters(checkpoint.config));
  read.set(checkpoint.weights);
  const { activations: again } = await new Inspector(executor, checkpoint.config, read).run(prompt);
  expectAllclose(again.get('logits')?.data as Float32Array<ArrayBuffer>, logits, {
    ...TOLERANCE.forward,
    label: 'command line',
  });
  expect(() => toTransformersFolder(checkpoint)).toThrow('A model of GPT-Neo cannot be exported');
});

describe('weights in several files', () => {
  const files = () => familyFiles('llama_tiny', { parts: 2 });
  const without = (name: string) => files().filter((file) => file.name !== name);
  const withIndex = (change: (index: Record<string, string>) => void) => async () => {
    const index = JSON.parse(
      (await files()
        .find(({ name }) => name === INDEX_NAME)
        ?.text()) ?? '',
    );
    change(index.weight_map);
    return [...without(INDEX_NAME), jsonFile(INDEX_NAME, index)];
  };
  const [first, second] = [shardName(0, 2), shardName(1, 2)];

  it('are opened without an index where their names number them all', async () => {
    const info = await lab.transformer.openFiles(without(INDEX_NAME));
    expect(info).toMatchObject({ isReadOnly: true });
  });

  it.each<[string, () => Promise<File[]> | File[], string]>([
    ['a missing part', () => without(second), `“${second}” is missing: the index lists it.`],
    [
      'a missing part and no index',
      () => without(second).filter(({ name }) => name !== INDEX_NAME),
      `“${second}” is missing: the weights are in 2 files.`,
    ],
    [
      'names without numbers and no index',
      () => [...files().slice(0, 2)].map((file, i) => new File([file], `${i}.safetensors`)),
      'There are 2 files of weights; choose the model.safetensors.index.json',
    ],
    [
      'an index that lists a tensor for another file',
      withIndex((index) => {
        index['model.norm.weight'] = index['model.norm.weight'] === first ? second : first;
      }),
      "has the tensor 'model.norm.weight', which the index lists for",
    ],
    [
      'an index without a tensor',
      withIndex((index) => {
        delete index['model.norm.weight'];
      }),
      "has the tensor 'model.norm.weight', which the index does not list.",
    ],
    [
      'an index with a tensor that is nowhere',
      withIndex((index) => {
        index['model.other.weight'] = first;
      }),
      `“${first}” lacks the tensor 'model.other.weight', which the index lists for it.`,
    ],
    [
      'an index that is none',
      () => [...without(INDEX_NAME), jsonFile(INDEX_NAME, { weight_map: 3 })],
      "The index of the weights has no 'weight_map' of names of files.",
    ],
  ])('are refused: %s', async (_, given, message) => {
    await expect(lab.transformer.openFiles(await given())).rejects.toThrow(message);
  });
});

it.each<[string, unknown, string]>([
  ['alibi', true, 'ALiBi positions'],
  ['num_local_experts', 8, 'mixtures of experts'],
  ['attn_logit_softcapping', 50, 'soft-capped scores'],
  ['sliding_window', 4096, 'sliding windows'],
  ['layer_types', ['full_attention', 'sliding_attention'], 'sliding windows'],
  ['no_rope_layers', [1, 0], 'layers without positions'],
  ['embedding_multiplier', 12, 'scaled streams'],
  ['quantization_config', { bits: 4 }, 'quantised weights'],
  ['rope_scaling', { rope_type: 'llama3', factor: 8 }, 'scaled rotary positions'],
])('a config with %s = %j is refused by name, before its weights are read', async (key, value, part) => {
  const [weights, , tokenizer] = familyFiles('llama_tiny');
  const config = jsonFile('config.json', { ...new Golden('llama_tiny').json.config, [key]: value });
  await expect(lab.transformer.openFiles([weights, config, tokenizer])).rejects.toThrow(
    `config: '${key}' is invalid: ${part} are not supported.`,
  );
});

it('a tokenizer of another vocabulary, and a weight of integers, are refused', async () => {
  const [weights, config] = familyFiles('llama_tiny');
  const [, , tokenizer] = familyFiles('qwen2_tiny');
  await expect(lab.transformer.openFiles([weights, config, tokenizer])).rejects.toThrow('the model 37');
});
