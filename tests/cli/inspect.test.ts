// `lab inspect` against PyTorch: weights from one side, every activation and gradient back to it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { activationNames } from '../../src/model/architecture/activations.ts';
import { readSafeTensors } from '../../src/model/files/safetensors.ts';
import { expectAllclose } from '../support/kernels/allclose.ts';
import { ROOT, runLab, runLabJson, temporaryFolder } from '../support/lab-command.ts';
import { Golden, TOLERANCE, unmasked, withoutKeyBias } from '../support/model/goldens.ts';

const { path, write } = temporaryFolder();
const golden = new Golden('tiny');
const model = fixture('tiny');
const config = write('config.json', golden.json.config);
const ids = write('ids.json', rows(golden, 'input.tokens'));
const targets = write('targets.json', rows(golden, 'input.targets'));
const asked = ['inspect', '--backend', 'cpu', '--model', model, '--config', config, '--ids', ids];

function fixture(name: string): string {
  return join(ROOT, `tests/fixtures/goldens/${name}.safetensors`);
}

function rows(of: Golden, name: string): number[][] {
  const [B, T] = of.shape(name);
  const numbers = [...of.integers(name)];
  return Array.from({ length: B }, (_, row) => numbers.slice(row * T, (row + 1) * T));
}

function written(name: string) {
  const { tensors } = readSafeTensors(readFileSync(path(name)));
  return {
    names: [...tensors.keys()],
    floats: (tensor: string) => tensors.get(tensor)?.data as Float32Array<ArrayBuffer>,
  };
}

describe('everything about the tiny model', () => {
  const names = activationNames(golden.config());
  let out: ReturnType<typeof written>;
  beforeAll(async () => {
    const result = await runLabJson(
      ...asked,
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
    out = written('all.safetensors');
  });

  it('every activation', () => {
    for (const name of names) {
      const seen = (values: Float32Array) => unmasked(name, golden.shape(`act.${name}`), values);
      const label = name;
      expectAllclose(seen(out.floats(name)), seen(golden.floats(`act.${name}`)), {
        ...TOLERANCE.forward,
        label,
      });
    }
  });

  it('the loss and every gradient', () => {
    expectAllclose(out.floats('loss'), golden.floats('loss'), { ...TOLERANCE.forward, label: 'loss' });
    for (const [name, want] of golden.group('grad.')) {
      const got = withoutKeyBias(name, out.floats(`grad.${name}`));
      expectAllclose(got, withoutKeyBias(name, want), { ...TOLERANCE.gradient, label: name });
    }
  });
});

describe('parts of it', () => {
  it('only the names that are asked for', async () => {
    const out = path('two.safetensors');
    await runLabJson(...asked, '--names', 'hook_embed, blocks.1.hook_resid_mid', '--out', out);
    expect(written('two.safetensors').names).toEqual(['hook_embed', 'blocks.1.hook_resid_mid']);
  });

  it.each([
    ['head:1.0', 'zero_head'],
    ['neuron:0.5', 'zero_neuron'],
  ])('--ablate %s is %s', async (ablation, name) => {
    const interventions = new Golden('interventions_tiny');
    const out = path(`${name}.safetensors`);
    const from = [
      '--model',
      fixture('interventions_tiny'),
      '--ids',
      write(`${name}.json`, rows(interventions, 'input.tokens')),
    ];
    await runLabJson(...asked, ...from, '--ablate', ablation, '--names', 'logits', '--out', out);
    const want = interventions.floats(`${name}.logits`);
    expectAllclose(written(`${name}.safetensors`).floats('logits'), want, {
      ...TOLERANCE.forward,
      label: name,
    });
  });
});

describe('what cannot be done ends with a sentence', () => {
  const out = ['--out', path('never.safetensors')];
  it.each([
    ['no ids', [...asked.slice(0, -2), ...out], "required option '--ids <file>' not specified"],
    [
      'a file that is not there',
      [...asked, ...out, '--model', '/nowhere'],
      '/nowhere cannot be read: ENOENT.',
    ],
    [
      'a folder that is not there',
      [...asked, '--out', '/nowhere/x'],
      '/nowhere/x cannot be written: ENOENT.',
    ],
    ['a folder', [...asked, '--out', ROOT], 'is a folder; name a file in it.'],
    ['a model that is none', [...asked, ...out, '--model', config], 'safetensors: '],
    [
      'weights without a configuration',
      [...without('--config'), ...out],
      'it contains no configuration; pass a config.json with it',
    ],
    [
      'another configuration',
      [...asked, ...out, '--config', write('wide.json', { ...golden.json.config, d_model: 32, d_head: 16 })],
      'the configuration requires (23, 32)',
    ],
    [
      'a configuration that is no JSON',
      [...asked, ...out, '--config', write('broken.json', '{')],
      'broken.json is not JSON.',
    ],
    [
      'rows of two lengths',
      [...asked, ...out, '--ids', write('ragged.json', [[1, 2], [3]])],
      'ragged.json must hold rows of whole numbers',
    ],
    [
      'no rows',
      [...asked, ...out, '--ids', write('none.json', [])],
      'none.json must hold rows of whole numbers',
    ],
    [
      'ids that are texts',
      [...asked, ...out, '--ids', write('texts.json', [['a']])],
      'texts.json must hold rows of whole numbers',
    ],
    [
      'an id beyond 32 bits',
      [...asked, ...out, '--ids', write('huge.json', [[2 ** 32 + 1]])],
      'huge.json must hold rows of whole numbers',
    ],
    [
      'an id beyond the vocabulary',
      [...asked, ...out, '--ids', write('beyond.json', [[23]])],
      'id 23 at position 0 is outside the table',
    ],
    [
      'a row beyond the context',
      [...asked, ...out, '--ids', write('long.json', [Array(9).fill(1)])],
      "9 tokens do not fit the model's context of 8",
    ],
    [
      'targets of another shape',
      [...asked, ...out, '--targets', write('one.json', [[1]])],
      'The targets are 1 rows of 1, the ids 3 rows of 8',
    ],
    ['gradients of no loss', [...asked, ...out, '--grads'], '--grads needs --targets'],
    [
      'an unknown name',
      [...asked, ...out, '--names', 'hook_q'],
      "This model has no activation 'hook_q'; it has hook_embed",
    ],
    [
      'an ablation that is none',
      [...asked, ...out, '--ablate', 'head:1'],
      "'head:1' is neither head:LAYER.HEAD nor neuron:LAYER.NEURON.",
    ],
    [
      'a head that is not there',
      [...asked, ...out, '--ablate', 'head:1.2'],
      'has 2 heads, counted from 0; there is no head 2.',
    ],
    [
      'a layer that is not there',
      [...asked, ...out, '--ablate', 'head:2.0'],
      "This model has no 'blocks.2.attn.hook_z' to switch off.",
    ],
  ])('%s', async (_, args, sentence) => {
    const { code, stdout, stderr } = await runLab(...args);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect([code, stdout]).toEqual([1, '']);
  });

  function without(option: string): string[] {
    const at = asked.indexOf(option);
    return [...asked.slice(0, at), ...asked.slice(at + 2)];
  }
});
