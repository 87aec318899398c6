// An error about a file names the file, whichever command reads it: a command may read several.

import { cpSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { expectRefusal, temporaryFolder } from '../support/lab-command.ts';

const { path, write } = temporaryFolder();
const REPEATS = 'public/models/repeats';

/** A model that ends early. */
const cut = path('cut.safetensors');
cpSync('public/models/facts.safetensors', cut);
truncateSync(cut, 5000);
const noConfig = write('odd.json', '{"n_layer": 2}');

it.each([
  ['lens', 'logit-lens', '--prompt', 'a'],
  ['lens', 'edit', '--benchmark'],
  ['generate', '--prompt', 'a'],
  ['query', '--prompt', 'a'],
  ['teach', '--facts', 'Ada Ng, sport, golf'],
  ['export', '--out', path('folder')],
  ['inspect', '--ids', write('ids.json', '[[1, 2]]'), '--out', path('out.safetensors')],
])('a model: %s', (...args) => {
  const backend = args[0] === 'export' ? [] : ['--backend', 'cpu'];
  return expectRefusal(
    [...args, ...backend, '--model', cut],
    `${cut} cannot be opened: safetensors: its header`,
  );
});

it('a configuration and a tokenizer', async () => {
  const model = ['--model', `${REPEATS}/step-4.safetensors`, '--backend', 'cpu', '--prompt', 'a'];
  await expectRefusal(['generate', ...model, '--config', noConfig], `${noConfig} cannot be opened: config: `);
  const gpt2 = [
    'generate',
    '--model',
    'public/models/facts.safetensors',
    '--backend',
    'cpu',
    '--prompt',
    'a',
  ];
  await expectRefusal([...gpt2, '--tokenizer', noConfig], `${noConfig} cannot be opened: tokenizer.json: `);
});

it('a checkpoint of a training', async () => {
  const folder = path('checkpoints');
  cpSync(REPEATS, folder, { recursive: true });
  const file = join(folder, 'step-4.safetensors');
  const options = ['--model', `${REPEATS}.safetensors`, '--backend', 'cpu', '--checkpoints', folder];
  const refusal = async () => expectRefusal(['lens', 'head-table', ...options], `${file} `);
  truncateSync(file, 5000);
  await refusal();
  // Of the same shapes, from another training.
  cpSync(join(REPEATS, 'step-14.safetensors'), join(folder, 'step-0.safetensors'));
  cpSync(join(REPEATS, 'step-4.safetensors'), file);
  await expectRefusal(
    ['lens', 'head-table', ...options],
    `${join(folder, 'step-0.safetensors')} is no checkpoint of ${REPEATS}.safetensors: its training began with other weights.`,
  );
  expect(readFileSync(file).length).toBeGreaterThan(5000);
});

it('shards are files beside their index', () => {
  const index = write('m.safetensors.index.json', '{"weight_map": {"wte.weight": "../secret.safetensors"}}');
  return expectRefusal(
    ['lens', 'logit-lens', '--prompt', 'a', '--backend', 'cpu', '--model', index],
    `${index} names “../secret.safetensors”, which is no file beside it.`,
  );
});
