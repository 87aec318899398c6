// What a file, a name or a token says never controls the terminal: its control characters are written as JSON writes them.

import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { runLab, spawnLab, temporaryFolder } from '../support/lab-command.ts';

const { path, write } = temporaryFolder();

/** Colour, title, clear screen, C1 and DEL, overstrike, and an override of the direction of writing. */
const TOKENS = '\u001b[31m\u001b]0;title\u0007\u009b2J\u007f\b\u202e';
/** No text of a data set has the last one. */
const HOSTILE = `${TOKENS}\r`;
/** Of lines, which the output itself has, nothing but the line end. */
const CONTROLS = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const SMALL = [
  '--set',
  'C=32',
  '--set',
  'H=2',
  '--set',
  'L=1',
  '--set',
  'T=16',
  '--set',
  'mlpWidth=32',
  '--steps',
  '2',
];
const model = path('hostile.safetensors');

beforeAll(async () => {
  // Every control character is a token of its own.
  const text = write('hostile.txt', `a cat ${TOKENS} sat on a mat.\n\ta rat sat on a hat. `.repeat(40));
  const options = ['--preset', 'text', '--text', text, '--tokenizer', 'characters', '--out', model];
  const { code } = await runLab('train', '--backend', 'cpu', ...options, ...SMALL);
  expect(code).toBe(0);
});

const onModel = ['--model', model, '--backend', 'cpu', '--prompt', `a ${TOKENS} c`];

it.each<[string, string[]]>([
  [
    'a setting of a configuration',
    ['train', '--config', write('name.json', JSON.stringify({ [`lr${HOSTILE}`]: 1 }))],
  ],
  [
    'a value of a configuration',
    ['train', '--config', write('value.json', JSON.stringify({ optimizer: HOSTILE }))],
  ],
  [
    'a key that is there twice',
    ['train', '--config', write('twice.json', '{"\\u001b[31m": 1, "\\u001b[31m": 2}')],
  ],
  ['the name of a file', ['lens', 'logit-lens', '--model', `/nowhere/${HOSTILE}`, '--prompt', 'a']],
  ['an option', ['train', `--${HOSTILE}`]],
  ['the name of a lens', ['lens', HOSTILE, ...onModel]],
  ['a shard of an index', ['lens', 'logit-lens', '--prompt', 'a', '--model', index()]],
  ['tokens in a table', ['lens', 'logit-lens', ...onModel]],
  ['tokens in JSON', ['lens', 'logit-lens', ...onModel, '--json']],
  ['generated text', ['generate', ...onModel, '--tokens', '40']],
])('%s', async (_, args) => {
  const { stdout, stderr } = await runLab(...args);
  expect(stdout + stderr).not.toBe('');
  expect(stdout + stderr).not.toMatch(CONTROLS);
  expect(stdout + stderr).toContain('\\u001b');
});

function index(): string {
  const shard = `${HOSTILE}.safetensors`;
  return write('m.safetensors.index.json', JSON.stringify({ weight_map: { 'wte.weight': shard } }));
}

it('an error is one line, also where it quotes one', async () => {
  const config = write('lines.json', JSON.stringify({ tokenizer: 'words\nTraining is finished.' }));
  const { stderr } = await runLab('train', '--config', config);
  expect(stderr.split('\n')).toEqual([expect.stringContaining('words\\nTraining is finished.'), '']);
});

it('JSON has the characters, and columns stay aligned', async () => {
  const { stdout } = await runLab('generate', ...onModel, '--tokens', '8');
  expect(JSON.parse(stdout).text).toContain(TOKENS);
  const table = (await runLab('lens', 'logit-lens', ...onModel)).stdout.split('\n').slice(0, -1);
  expect(table).toHaveLength(4);
  expect(new Set(table.map(({ length }) => length)).size).toBe(1);
});

it('the bar of a progress is drawn where stderr is a terminal only', async () => {
  const { stderr } = await spawnLab('lens', 'causal-trace', ...onModel, '--subject', 'a');
  expect(stderr).not.toMatch(CONTROLS);
});

it('nothing but these files writes to stdout and stderr', () => {
  const writers = ['src/cli', 'src/node']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    )
    .filter(
      (name) => name.endsWith('.ts') && /std(out|err)\.write|console\./.test(readFileSync(name, 'utf8')),
    );
  expect(writers).toEqual(['src/node/terminal.ts']);
});
