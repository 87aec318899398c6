// `lab teach`: a few steps on the model that ships with the page, each kind of question counted, each mistake named.

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, runLab, runLabJson, temporaryFolder } from '../support/lab-command.ts';

const model = ['--model', join(ROOT, 'public/models/facts.safetensors'), '--backend', 'cpu'];
const folder = temporaryFolder();

it('asks about changed, added and all other facts before and after, and writes what was learnt', async () => {
  const out = folder.path('taught.safetensors');
  const rows = ['Grant Sanderson, sport, chess', 'Michael Jordan, sport, golf', 'Spain, capital'];
  const { begun, asked } = await runLabJson(
    ...['teach', '--facts', ...rows, '--steps', '3', '--every', '2', '--out', out, ...model],
  );
  expect(begun).toBe(1500);
  expect(asked.map(({ steps }: { steps: number }) => steps)).toEqual([0, 2, 3]);
  expect(asked[0]).toEqual({
    steps: 0,
    changed: { right: 0, of: 5 },
    added: { right: 0, of: 5 },
    others: { right: 1110, of: 1110 },
  });
  const { facts } = await runLabJson(
    'lens',
    'facts',
    '--subject',
    'Grant Sanderson',
    '--json',
    '--model',
    out,
  );
  expect(facts[0].answer.text).toBe('chess');
});

it.each([
  [['--facts', 'Grant Sanderson'], 'it is to be “subject, relation, answer”'],
  [['--facts', 'Grant Sanderson, hobby, chess'], 'hobby'],
  [['--facts', 'Grant Sanderson, sport, chess', '--every', '0'], '--every needs at least 1 step'],
])('refuses %j', async (asked, sentence) => {
  const { code, stderr } = await runLab('teach', ...asked, ...model);
  expect(code).toBe(1);
  expect(stderr).toContain(sentence);
});
