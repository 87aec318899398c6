// An error about a file names the file, whichever command reads it: a command may read several.

import { cpSync, readFileSync, rmSync, truncateSync } from 'node:fs';
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
  const refusal = (message: string) => expectRefusal(['lens', 'head-table', ...options], message);
  truncateSync(file, 5000);
  await refusal(`${file} `);
  // Of the same shapes, from another step.
  const first = join(folder, 'step-0.safetensors');
  cpSync(join(REPEATS, 'step-14.safetensors'), first);
  cpSync(join(REPEATS, 'step-4.safetensors'), file);
  const reason = `${first} is no checkpoint of ${REPEATS}.safetensors: `;
  await refusal(`${reason}it is not the file that history.json lists.`);
  rmSync(join(folder, 'history.json'));
  await refusal(`${reason}its training began with other weights.`);
  expect(readFileSync(file).length).toBeGreaterThan(5000);
});

it.each([
  [
    '{"weight_map": {"wte.weight": "../secret.safetensors"}}',
    'names “../secret.safetensors”, which is no file',
  ],
  ['{"weight_map": {"wte.weight": "secret\\u0000"}}', 'names “secret\\u0000”, which is no file'],
  ['{"weight_map": {}}', "The index of the weights has no 'weight_map' of names of files."],
  ['{"weight_map": {"__proto__": "a.safetensors"}}', "has no 'weight_map' of names of files."],
])('shards are files beside their index: %s', (content, message) => {
  const index = write('m.safetensors.index.json', content);
  const options = ['--prompt', 'a', '--backend', 'cpu', '--model', index];
  return expectRefusal(['lens', 'logit-lens', ...options], message);
});
