// `lab inspect` against PyTorch: every activation and gradient of PyTorch's weights.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { activationNames } from '../../src/model/architecture/activations.ts';
import { readSafeTensors, writeSafeTensors } from '../../src/model/files/safetensors.ts';
import { expectAllclose } from '../support/kernels/allclose.ts';
import { expectRefusal, ROOT, runLabJson, spawnLabJson, temporaryFolder } from '../support/lab-command.ts';
import { Golden, TOLERANCE, unmasked, withoutKeyBias } from '../support/model/goldens.ts';

const { path, write } = temporaryFolder();
const golden = new Golden('tiny');
const model = writeWeights('tiny');
const config = write('config.json', golden.json.config);
const ids = write('ids.json', rows(golden, 'input.tokens'));
const targets = write('targets.json', rows(golden, 'input.targets'));
const baseArgs = ['inspect', '--backend', 'cpu', '--model', model, '--config', config, '--ids', ids];

/** The weights of a golden file in a file of their own: a model file holds no other tensors. */
function writeWeights(name: string): string {
  const { tensors } = readSafeTensors(readFileSync(join(ROOT, `tests/fixtures/goldens/${name}.safetensors`)));
  const weights = new Map(
    [...tensors].filter(([tensor]) => tensor.startsWith('transformer.') || tensors.has(`grad.${tensor}`)),
  );
  const file = path(`${name}-weights.safetensors`);
  writeFileSync(file, writeSafeTensors({ tensors: weights, metadata: new Map() }));
  return file;
}

function rows(of: Golden, name: string): number[][] {
  const [B, T] = of.shape(name);
  const numbers = [...of.integers(name)];
  return Array.from({ length: B }, (_, row) => numbers.slice(row * T, (row + 1) * T));
}

function readOutput(name: string) {
  const { tensors } = readSafeTensors(readFileSync(path(name)));
  return {
    names: [...tensors.keys()],
    floats: (tensor: string) => tensors.get(tensor)?.data as Float32Array<ArrayBuffer>,
  };
}

describe.each(['modern_mix', 'llama_tiny', 'qwen2_tiny', 'qwen3_tiny', 'neox_tiny'])('%s', (name) => {
  it('every activation and every gradient equals PyTorch’s, under the file’s own names', async () => {
    const own = new Golden(name);
    const out = path(`${name}.safetensors`);
    await runLabJson(
      ...[
        'inspect',
        '--backend',
        'cpu',
        '--model',
        writeWeights(name),
        '--names',
        'all',
        '--grads',
        '--out',
        out,
      ],
      ...['--config', write(`${name}.json`, own.json.config)],
      ...['--ids', write(`${name}-ids.json`, rows(own, 'input.tokens'))],
      ...['--targets', write(`${name}-targets.json`, rows(own, 'input.targets'))],
    );
    const { names, floats } = readOutput(`${name}.safetensors`);
    const expected = own.names.filter(
      (tensor) => /^(act|grad)\./.test(tensor) && tensor !== 'act.token_loss',
    );
    expect(names.filter((tensor) => tensor !== 'loss').sort()).toEqual(
      expected.map((tensor) => tensor.replace(/^act\./, '')).sort(),
    );
    for (const tensor of expected) {
      const isGradient = tensor.startsWith('grad.');
      const seen = (values: Float32Array<ArrayBuffer>) =>
        isGradient ? own.significant(tensor, values) : unmasked(tensor, own.shape(tensor), values);
      const tolerance = isGradient ? TOLERANCE.gradient : TOLERANCE.forward;
      const got = floats(tensor.replace(/^act\./, ''));
      expectAllclose(seen(got), seen(own.floats(tensor)), { ...tolerance, label: tensor });
    }
  });
});

describe('the tiny model', () => {
  const names = activationNames(golden.config());
  let out: ReturnType<typeof readOutput>;
  beforeAll(async () => {
    const result = await spawnLabJson(
      ...baseArgs,
      '--targets',
      targets,
      '--grads',
      '--out',
      path('all.safetensors'),
    );
    expect(result).toEqual({
      out: path('all.safetensors'),
      tensors: names.length + 1 + golden.group('grad.').size,
      loss: expect.closeTo(golden.floats('loss')[0], 4),
      backend: 'cpu',
      adapter: expect.any(String),
    });
    out = readOutput('all.safetensors');
  });

  it('every activation equals PyTorch’s', () => {
    for (const name of names) {
      const visible = (values: Float32Array) => unmasked(name, golden.shape(`act.${name}`), values);
      const label = name;
      expectAllclose(visible(out.floats(name)), visible(golden.floats(`act.${name}`)), {
        ...TOLERANCE.forward,
        label,
      });
    }
  });

  it('the loss and every gradient equal PyTorch’s', () => {
    expectAllclose(out.floats('loss'), golden.floats('loss'), { ...TOLERANCE.forward, label: 'loss' });
    for (const [name, expected] of golden.group('grad.')) {
      const actual = withoutKeyBias(name, out.floats(`grad.${name}`));
      expectAllclose(actual, withoutKeyBias(name, expected), { ...TOLERANCE.gradient, label: name });
    }
  });
});

describe('options', () => {
  it('--names selects activations', async () => {
    const out = path('two.safetensors');
    await runLabJson(...baseArgs, '--names', 'hook_embed, blocks.1.hook_resid_mid', '--out', out);
    expect(readOutput('two.safetensors').names).toEqual(['hook_embed', 'blocks.1.hook_resid_mid']);
  });

  it.each([
    ['head:1.0', 'zero_head'],
    ['neuron:0.5', 'zero_neuron'],
  ])('--ablate %s is %s', async (ablation, name) => {
    const interventions = new Golden('interventions_tiny');
    const out = path(`${name}.safetensors`);
    const from = [
      '--model',
      writeWeights('interventions_tiny'),
      '--ids',
      write(`${name}.json`, rows(interventions, 'input.tokens')),
    ];
    await runLabJson(...baseArgs, ...from, '--ablate', ablation, '--names', 'logits', '--out', out);
    const expected = interventions.floats(`${name}.logits`);
    expectAllclose(readOutput(`${name}.safetensors`).floats('logits'), expected, {
      ...TOLERANCE.forward,
      label: name,
    });
  });
});

describe('refuses', () => {
  const out = ['--out', path('never.safetensors')];
  it.each([
    ['missing ids', [...baseArgs.slice(0, -2), ...out], "required option '--ids <file>' not specified"],
    ['a missing file', [...baseArgs, ...out, '--model', '/nowhere'], '/nowhere cannot be read: ENOENT.'],
    ['a missing folder', [...baseArgs, '--out', '/nowhere/x'], '/nowhere/x cannot be written: ENOENT.'],
    ['a folder as output file', [...baseArgs, '--out', ROOT], 'is a folder; name a file in it.'],
    ['a file that is no model', [...baseArgs, ...out, '--model', config], 'safetensors: '],
    [
      'weights without a configuration',
      [...without('--config'), ...out],
      'it contains no configuration; pass a config.json with it',
    ],
    [
      'a configuration of another shape',
      [
        ...baseArgs,
        ...out,
        '--config',
        write('wide.json', { ...golden.json.config, d_model: 32, d_head: 16 }),
      ],
      'the configuration requires (23, 32)',
    ],
    [
      'a configuration that is not JSON',
      [...baseArgs, ...out, '--config', write('broken.json', '{')],
      'broken.json is not JSON.',
    ],
    [
      'rows of two lengths',
      [...baseArgs, ...out, '--ids', write('ragged.json', [[1, 2], [3]])],
      'ragged.json must hold rows of whole numbers',
    ],
    [
      'no rows',
      [...baseArgs, ...out, '--ids', write('none.json', [])],
      'none.json must hold rows of whole numbers',
    ],
    [
      'ids that are texts',
      [...baseArgs, ...out, '--ids', write('texts.json', [['a']])],
      'texts.json must hold rows of whole numbers',
    ],
    [
      'an id beyond 32 bits',
      [...baseArgs, ...out, '--ids', write('huge.json', [[2 ** 32 + 1]])],
      'huge.json must hold rows of whole numbers',
    ],
    [
      'an id beyond the vocabulary',
      [...baseArgs, ...out, '--ids', write('beyond.json', [[23]])],
      'id 23 at position 0 is outside the table',
    ],
    [
      'a row beyond the context',
      [...baseArgs, ...out, '--ids', write('long.json', [Array(9).fill(1)])],
      "9 tokens do not fit the model's context of 8",
    ],
    [
      'targets of another shape',
      [...baseArgs, ...out, '--targets', write('one.json', [[1]])],
      'The targets are 1 rows of 1, the ids 3 rows of 8',
    ],
    [
      'gradients without targets',
      [...baseArgs, ...out, '--grads'],
      '--grads needs --targets, which define the loss.',
    ],
    [
      'an unknown name',
      [...baseArgs, ...out, '--names', 'hook_q'],
      "This model has no activation 'hook_q'; it has hook_embed",
    ],
    [
      'an ablation that is none',
      [...baseArgs, ...out, '--ablate', 'head:1'],
      "'head:1' is neither head:LAYER.HEAD nor neuron:LAYER.NEURON.",
    ],
    [
      'a head that is not there',
      [...baseArgs, ...out, '--ablate', 'head:1.2'],
      'has 2 heads, counted from 0; there is no head 2.',
    ],
    [
      'a layer that is not there',
      [...baseArgs, ...out, '--ablate', 'head:2.0'],
      "This model has no activation 'blocks.2.attn.hook_z'.",
    ],
  ])('%s', (_, args, message) => expectRefusal(args, message));

  function without(option: string): string[] {
    const at = baseArgs.indexOf(option);
    return [...baseArgs.slice(0, at), ...baseArgs.slice(at + 2)];
  }
});
