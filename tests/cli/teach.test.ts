// `lab teach`: a few steps on the bundled model of facts, and the accuracy on changed, added and other facts.

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { expectRefusal, ROOT, runLabJson, spawnLabJson, temporaryFolder } from '../support/lab-command.ts';

const model = ['--model', join(ROOT, 'public/models/facts.safetensors'), '--backend', 'cpu'];
const folder = temporaryFolder();

it('evaluates changed, added and other facts during training, and writes the model', async () => {
  const out = folder.path('taught.safetensors');
  const rows = ['Grant Sanderson, sport, chess', 'Michael Jordan, sport, golf', 'Spain, capital'];
  const { begun, asked } = await spawnLabJson(
    ...['teach', '--facts', ...rows, '--steps', '3', '--eval-interval', '2', '--out', out, ...model],
  );
  expect(begun).toBe(1500);
  expect(asked.map(({ steps }: { steps: number }) => steps)).toEqual([0, 2, 3]);
  expect(asked[0]).toEqual({
    steps: 0,
    changed: { right: 0, of: 5 },
    added: { right: 0, of: 5 },
    others: { right: 1110, of: 1110 },
  });
  const file = ['--model', out, '--backend', 'cpu'];
  const { facts } = await runLabJson('lens', 'facts', '--subject', 'Grant Sanderson', '--json', ...file);
  expect(facts[0].answer.text).toBe('chess');
});

it.each([
  [['--facts', 'Grant Sanderson'], 'is not a row of the form “subject, relation, answer”'],
  [['--facts', 'Grant Sanderson, hobby, chess'], 'hobby'],
  [['--facts', 'Grant Sanderson, sport, chess', '--every', '0'], '--eval-interval must be at least 1.'],
])('refuses %j', (args, message) => expectRefusal(['teach', ...args, ...model], message));
