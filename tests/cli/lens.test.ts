// `lab lens`: the lenses on the bundled model of facts, as tables and as JSON.

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectRefusal, ROOT, runLab, runLabJson, spawnLabJson } from '../support/lab-command.ts';

const model = ['--model', join(ROOT, 'public/models/facts.safetensors'), '--backend', 'cpu'];
const prompt = ['--prompt', 'Michael Jordan plays the sport of'];

it('prints the facts of a subject as JSON', async () => {
  const { facts } = await spawnLabJson('lens', 'facts', '--subject', 'France', '--json', ...model);
  expect(facts).toHaveLength(1);
  expect(facts[0]).toMatchObject({ subject: 'France', answer: { text: 'Paris' } });
  expect(facts[0].replies.map(({ rank }: { rank: number }) => rank)).toEqual([1, 1, 1, 1, 1]);
});

it('prints a logit lens as a table whose last row is the model’s prediction', async () => {
  const { stdout } = await runLab('lens', 'logit-lens', ...prompt, ...model);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(6);
  expect(lines[5]).toMatch(/^after MLP 2 .* basketball 9\d\.\d %\s+9\d\.\d %, rank 1$/);
});

it('prints a neuron and the AND gates of a fact as tables, with the numbers of the JSON', async () => {
  const args = ['lens', 'neuron', '--layer', '1', '--neuron', '201', ...prompt, ...model];
  const { stdout } = await runLab(...args);
  const neuron = await runLabJson(...args, '--json');
  expect(stdout).toContain(`above 0 at ${neuron.fires.active} of ${neuron.fires.places} tokens`);
  const [{ first, second, score }] = neuron.asks.pairs;
  expect(stdout).toMatch(new RegExp(`^${first} ${second} +\\+${score.toFixed(2)}$`, 'm'));

  const fact = ['--subject', 'Michael Jordan', '--relation', 'sport', '--layer', '1'];
  const gates = await runLab('lens', 'and-gates', ...fact, ...model);
  expect(gates.stdout).toMatch(
    /^none +5 of 5 \(100\.0 %\) +5 of 5 \(100\.0 %\) +1115 of 1115 \(100\.0 %\)$/m,
  );
});

it('queries any other lens with a request as JSON', async () => {
  const request = JSON.stringify({ id: 0, by: 'cosine', count: 3 });
  const { nearest } = await runLabJson('lens', 'nearest-tokens', '--request', request, ...model);
  expect(nearest).toHaveLength(3);
  const { matrix } = await runLabJson('lens', 'embedding', ...model);
  expect(matrix.data).toHaveLength(matrix.shape[0] * matrix.shape[1]);
});

it('accepts former names of lenses and options', async () => {
  const request = JSON.stringify({ id: 0, by: 'cosine', count: 3 });
  const attribution = ['lens', 'attribution', ...prompt, '--json', ...model];
  const benchmark = ['lens', 'edit', '--benchmark', '--count', '1', '--layer', '0', '--json', ...model];
  const pairs = [
    [
      ['lens', 'neighbours', '--ask', request, ...model],
      ['lens', 'nearest-tokens', '--request', request, ...model],
    ],
    [
      [...attribution, '--rival', 'golf'],
      [...attribution, '--contrast', 'golf'],
    ],
    [
      [...benchmark, '--at', 'subject', '--protect'],
      [...benchmark, '--site', 'subject', '--preserve-others'],
    ],
  ];
  for (const [former, current] of pairs)
    expect(await runLabJson(...former)).toEqual(await runLabJson(...current));
});

it('benchmarks edits over several facts, and lists those that fail', async () => {
  const args = ['lens', 'edit', '--benchmark', '--count', '2', '--site', 'subject', '--layer', '0'];
  const { models } = await runLabJson(...args, '--json', ...model);
  expect(models).toHaveLength(1);
  expect(models[0].edits).toHaveLength(2);
  const share = models[0].edits.reduce((sum: number, { kept, of }: { kept: number; of: number }) => {
    return sum + kept / of / 2;
  }, 0);
  expect(models[0].kept).toBeCloseTo(share, 10);
  const tests = ['success', 'generalises', 'specific'];
  const passed = models[0].edits.filter((edit: Record<string, boolean>) => tests.every((test) => edit[test]));
  expect(models[0].allThree).toBe(passed.length / 2);
});

it('an edit that preserves other facts keeps more of them', async () => {
  const args = [
    'lens',
    'edit',
    '--subject',
    'Kevin Garnett',
    '--relation',
    'sport',
    '--to',
    'hockey',
    '--json',
  ];
  const plain = await runLabJson(...args, ...model);
  const preserving = await runLabJson(...args, '--preserve-others', ...model);
  expect([plain.protect, preserving.protect]).toEqual([false, true]);
  expect([plain.generalises, preserving.generalises]).toEqual([true, true]);
  expect(preserving.others.kept).toBeGreaterThan(plain.others.kept);
});

describe('refuses', () => {
  it.each([
    [
      'an unknown lens',
      ['telescope', ...model],
      "There is no lens 'telescope'; there are analogy, and-gates",
    ],
    [
      'a name of Object.prototype',
      ['__proto__', ...model],
      "There is no lens '__proto__'; there are analogy",
    ],
    ['no model', ['facts', '--backend', 'cpu'], 'The lens facts needs --model'],
    [
      'two models',
      ['facts', ...model, '--model', model[1], model[1]],
      'Only --benchmark takes several models',
    ],
    ['missing options', ['edit', '--to', 'golf', ...model], 'The lens edit needs --subject and --relation.'],
    [
      'an unknown token',
      ['logit-lens', ...prompt, '--answer', 'chess', ...model],
      'The model does not know “chess”',
    ],
    ['no JSON', ['nearest-tokens', '--request', '{', ...model], '--request is not JSON.'],
  ])('%s', (_, args, message) => expectRefusal(['lens', ...args], message));
});
