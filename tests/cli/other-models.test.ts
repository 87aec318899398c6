// `lab lens`, `lab query`, `lab generate` and `lab export` on weights of other libraries, with their config.json: the numbers are
// PyTorch's.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../src/model/files/checkpoint.ts';
import { readSafeTensors, type SafeTensor, writeSafeTensors } from '../../src/model/files/safetensors.ts';
import { wordTokenizer } from '../../src/model/tokenizers/words.ts';
import { toTokenizerJson } from '../../src/model/tokenizers/write-tokenizer-json.ts';
import {
  expectRefusal,
  ROOT,
  runLab,
  runLabJson,
  spawnLabJson,
  temporaryFolder,
} from '../support/lab-command.ts';
import { familyFiles, familyPrompt, INDEX_NAME, shardName } from '../support/model/family-files.ts';
import { Golden } from '../support/model/goldens.ts';
import { llama2cTokenizer, llama2cWeights } from '../support/model/llama2c-files.ts';

const { path, write } = temporaryFolder();

/** The weights of a golden file, with or without the family's prefix, and a tensor that no family needs. */
function weightsFile(name: string, isWhole: boolean): string {
  const { tensors } = readSafeTensors(readFileSync(join(ROOT, `tests/fixtures/goldens/${name}.safetensors`)));
  const weights = new Map<string, SafeTensor>();
  for (const [key, tensor] of tensors)
    if (tensors.has(`grad.${key}`))
      weights.set(isWhole ? key : key.replace(/^(transformer|model|gpt_neox)\./, ''), tensor);
  const buffer =
    { tiny: 'h.0.attn.bias', modern_mix: 'h.0.attn.bias', neox_tiny: 'layers.0.attention.bias' }[name] ??
    'layers.0.self_attn.rotary_emb.inv_freq';
  weights.set(buffer, { dtype: 'F32', shape: [1], data: Float32Array.of(1) });
  const file = path(`${name}-${isWhole}.safetensors`);
  writeFileSync(file, writeSafeTensors({ tensors: weights, metadata: new Map() }));
  return file;
}

describe.each([
  ['tiny', true],
  ['llama_tiny', false],
  ['qwen2_tiny', true],
  ['qwen3_tiny', false],
  ['neox_tiny', false],
])('%s', (name, isWhole) => {
  const golden = new Golden(name);
  const [, T] = golden.shape('input.tokens');
  const V = golden.config().V;
  const prompt = [...golden.integers('input.tokens').subarray(0, T)].join(' ');
  const logits = golden.floats('act.logits').subarray((T - 1) * V, T * V);
  const best = logits.indexOf(Math.max(...logits));
  const probability = 1 / logits.reduce((sum, logit) => sum + Math.exp(logit - logits[best]), 0);
  const model = [
    '--backend',
    'cpu',
    '--model',
    weightsFile(name, isWhole),
    '--config',
    write(`${name}.json`, golden.json.config),
  ];

  it('predicts through a lens what PyTorch does', async () => {
    const { rows } = await runLabJson('lens', 'logit-lens', '--prompt', prompt, '--json', ...model);
    const [{ text, probability: predicted }] = rows.at(-1).cells.at(-1).next;
    expect([text, predicted]).toEqual([String(best), expect.closeTo(probability, 4)]);
  });

  it('generates what PyTorch finds most probable', async () => {
    const { tokens } = await runLabJson(
      'generate',
      '--prompt',
      prompt,
      '--temperature',
      '0',
      '--tokens',
      '1',
      ...model,
    );
    expect(tokens[0].text).toBe(String(best));
  });
});

it('weights in several files are named by their index', async () => {
  const golden = new Golden('llama_tiny');
  const inFolder = (name: string) => join(path('parts'), name);
  mkdirSync(path('parts'));
  for (const file of familyFiles('llama_tiny', { type: 'BF16', parts: 2 }))
    writeFileSync(inFolder(file.name), Buffer.from(await file.arrayBuffer()));
  const model = ['--backend', 'cpu', '--model', inFolder(INDEX_NAME), '--config', inFolder('config.json')];
  const prompt = ['--prompt', familyPrompt(golden)];
  const { rows } = await runLabJson('lens', 'logit-lens', ...prompt, '--json', ...model);
  const { tokens } = await runLabJson('generate', ...prompt, '--temperature', '0', '--tokens', '1', ...model);
  expect(rows.at(-1).cells.at(-1).next[0].text).toBe(tokens[0].text);
  rmSync(inFolder(shardName(1, 2)));
  await expectRefusal(
    ['generate', ...prompt, ...model],
    'model-00002-of-00002.safetensors cannot be read: ENOENT.',
  );
});

it('a model of llama2.c is named by its weights alone, or with its tokenizer.bin', async () => {
  const save = async (file: File) => {
    writeFileSync(path(file.name), Buffer.from(await file.arrayBuffer()));
    return path(file.name);
  };
  const model = ['--backend', 'cpu', '--model', await save(llama2cWeights())];
  const golden = new Golden('llama_tiny');
  const prompt = ['--prompt', familyPrompt(golden)];
  const { rows } = await runLabJson('lens', 'logit-lens', ...prompt, '--json', ...model);
  const { V } = golden.config();
  const end = golden.shape('input.tokens')[1] * V;
  const logits = golden.floats('act.logits').subarray(end - V, end);
  const best = String(logits.indexOf(Math.max(...logits)));
  expect(rows.at(-1).cells.at(-1).next[0].text).toBe(best);
  const words = ['<unk>', '<s>', '</s>', ...'abcdefghijklmnopqrstuvwxyz ABCDEFG'];
  const tokenizer = ['--tokenizer', await save(llama2cTokenizer(words))];
  const once = ['--temperature', '0', '--tokens', '1', ...model];
  const { tokens } = await runLabJson('generate', ...prompt, ...once);
  expect(tokens[0].text).toBe(best);
  const { text } = await runLabJson('generate', '--prompt', 'abc', ...once, ...tokenizer);
  expect(text).toMatch(/^abc/);
  const exported = ['export', '--model', model[3], '--out', path('out')];
  await expectRefusal(exported, 'models of llama2.c are read by lens, query and generate.');
  await expectRefusal(['generate', ...prompt, ...once, '--config', model[3]], 'leave out --config');
});

describe('a file of weights', () => {
  const file = weightsFile('llama_tiny', true);
  const config = write('config.json', new Golden('llama_tiny').json.config);
  const model = ['--backend', 'cpu', '--model', file];
  const words = wordTokenizer(Array.from({ length: 37 }, (_, id) => `word${id}`));
  const tokenizer = ['--tokenizer', write('tokenizer.json', toTokenizerJson(words.state()))];
  const generate = ['generate', '--temperature', '0', '--tokens', '2', ...model, '--config', config];

  it('reads and writes text with its tokenizer.json, else token ids, and says so', async () => {
    const text = await runLabJson(...generate, '--prompt', 'word5 word17', ...tokenizer);
    const { stdout, stderr } = await runLab(...generate, '--prompt', '5 17');
    expect(stderr).toContain(`${file} has no tokenizer: the prompt is read as token ids.\n`);
    expect(text.text).toMatch(/^word5 word17 word\d+ word\d+$/);
    expect(JSON.parse(stdout).text).toBe(text.text.replaceAll('word', ''));
  });

  it('is read by a query', async () => {
    const query = ['query', '--prompt', 'word5 word17', '--activations', 'blocks.0.attn.hook_pattern'];
    const { activations } = await runLabJson(...query, ...model, '--config', config, ...tokenizer);
    expect(activations['blocks.0.attn.hook_pattern'].shape).toEqual([4, 2, 2]);
  });

  it.each<[string[], string]>([
    [['--config', config, '--prompt', 'a cat'], 'The model does not know “a”, “cat”'],
    [tokenizer, 'holds only weights; name its config.json with --config.'],
    [[], 'it contains no configuration; pass a config.json with it'],
    [['--config', write('other.json', new Golden('qwen3_tiny').json.config)], 'the configuration requires'],
    [
      ['--config', config, '--tokenizer', write('small.json', toTokenizerJson(wordTokenizer(['a']).state()))],
      'it has 1 tokens and the model 37; the file belongs to another model.',
    ],
  ])('is refused with %j', (args, message) =>
    expectRefusal(['lens', 'logit-lens', '--prompt', 'word5', ...model, ...args].map(String), message),
  );

  it('can be held in fewer bits, and the change of the logits is printed', async () => {
    const prompt = ['--prompt', '1 2 3', ...model, '--config', config, '--weights', 'int8'].map(String);
    const sentence =
      /^Held as int8, the weights change the logits after 1 example prompt by \d[.\d]* % \(relative L2\); the most probable token stays the same after \d of 1\.$/m;
    const { stderr, stdout } = await runLab('lens', 'logit-lens', '--json', ...prompt);
    expect(stderr).toMatch(sentence);
    const generated = await runLabJson('generate', '--temperature', '0', '--tokens', '2', ...prompt);
    expect(generated.weights).toBe('int8');
    expect(generated.logitChange.relativeL2).toBeGreaterThan(0);
    expect(generated.tokens[0].text).toBe(JSON.parse(stdout).rows.at(-1).cells.at(-1).next[0].text);
  });

  it('of this lab needs no other file', async () => {
    const own = ['--model', join(ROOT, 'public/models/facts.safetensors'), '--backend', 'cpu'];
    const sentence = 'holds its configuration and its tokenizer; leave out --config and --tokenizer.';
    await expectRefusal(['lens', 'facts', ...own, '--config', config], sentence);
    const trained = 'was trained by this lab, in float32; --weights is for models of other libraries.';
    await expectRefusal(['lens', 'facts', ...own, '--weights', 'int8'], trained);
    const benchmark = ['lens', 'edit', '--benchmark', ...own, '--config', config];
    await expectRefusal(benchmark, '--benchmark edits models of this lab; leave out --config');
  });
});

describe('lab export', () => {
  it('writes a folder with the configuration, the weights and the tokenizer of a model of this lab', async () => {
    const model = join(ROOT, 'public/models/facts.safetensors');
    const out = path('folder/for-python');
    const written = await runLabJson('export', '--model', model, '--out', out);
    const files = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'];
    expect(written).toEqual({ out, files });
    expect(readdirSync(out).sort()).toEqual(files);
    expect(JSON.parse(readFileSync(join(out, 'config.json'), 'utf8'))).toMatchObject({ model_type: 'gpt2' });
    const [before, after] = [model, join(out, 'model.safetensors')].map((file) =>
      readCheckpoint(readFileSync(file)),
    );
    expect(after.weights).toEqual(before.weights);
    expect(after.tokenizer?.vocabulary).toEqual(before.tokenizer?.vocabulary);
  });

  it('writes weights of another library under the same names, without a tokenizer', async () => {
    const config = write('qwen3.json', new Golden('qwen3_tiny').json.config);
    const out = path('qwen3');
    const { files } = await spawnLabJson(
      'export',
      '--model',
      weightsFile('qwen3_tiny', false),
      '--config',
      config,
      '--out',
      out,
    );
    expect(files).toEqual(['config.json', 'model.safetensors']);
    const { tensors } = readSafeTensors(readFileSync(join(out, 'model.safetensors')));
    expect(tensors.get('model.layers.0.self_attn.q_norm.weight')?.data).toEqual(
      new Golden('qwen3_tiny').floats('model.layers.0.self_attn.q_norm.weight'),
    );
  });

  it('refuses a model that transformers lacks, a folder that is a file, and its own input, and writes nothing', async () => {
    const mix = [
      '--model',
      weightsFile('modern_mix', true),
      '--config',
      write('mix.json', new Golden('modern_mix').json.config),
    ];
    const out = path('refused');
    await expectRefusal(
      ['export', ...mix, '--out', out],
      'transformers has no GPT-2 with these parts: Norm = RMS norm.',
    );
    expect(existsSync(out)).toBe(false);
    const own = ['export', '--model', join(ROOT, 'public/models/facts.safetensors')];
    await expectRefusal([...own, '--out', write('file', 'x')], 'cannot be made a folder: EEXIST.');
    await runLabJson(...own, '--out', out);
    const model = join(out, 'model.safetensors');
    const before = readFileSync(model);
    await expectRefusal(
      ['export', '--model', model, '--out', out],
      '--out model.safetensors and --model are the same file',
      2,
    );
    expect(readFileSync(model)).toEqual(before);
  });
});
