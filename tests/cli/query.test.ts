// `lab query`: one prompt, one step, several readings.

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { expectRefusal, ROOT, runLabJson } from '../support/lab-command.ts';

const model = ['--model', join(ROOT, 'public/models/facts.safetensors'), '--backend', 'cpu'];
const prompt = ['--prompt', 'Michael Jordan plays the sport of'];
const PATTERN = 'blocks.0.attn.hook_pattern';

it('prints activations and lens results of one prompt, all of one step', async () => {
  const lenses = JSON.stringify({
    'logit-lens': {},
    'head-trace': { layer: 0, head: 1, query: 5 },
    'head-matrices': { layer: 0, head: 1 }, // reads no prompt
  });
  const result = await runLabJson('query', ...prompt, '--activations', PATTERN, '--lenses', lenses, ...model);
  const [logitLens, headTrace] = [result.lenses['logit-lens'], result.lenses['head-trace']];
  expect(result.errors).toEqual({});
  expect([logitLens.step, headTrace.step]).toEqual([result.step, result.step]);
  expect(result.next[0].text).toBe('basketball');
  expect(logitLens.rows.at(-1).cells.at(-1).next[0]).toEqual(result.next[0]);
  const { shape, data } = result.activations[PATTERN];
  const T = shape[1];
  expect(headTrace.pattern).toEqual(data.slice(T * T, 2 * T * T));
});

it('a lens that fails is named beside the results of the others', async () => {
  const lenses = JSON.stringify({ 'logit-lens': {}, 'head-trace': { layer: 9, head: 0, query: 0 } });
  const result = await runLabJson('query', ...prompt, '--lenses', lenses, ...model);
  expect(Object.keys(result.lenses)).toEqual(['logit-lens']);
  expect(result.errors['head-trace']).toContain('layer 9');
});

it('refuses what is not an object of requests', async () => {
  await expectRefusal(['query', ...prompt, '--lenses', '[]', ...model], '--lenses is not a JSON object.');
});

it.each(['__proto__', 'logit'])('refuses %s, which is no lens', async (name) => {
  const args = ['query', ...prompt, '--lenses', `{"${name}": {}}`, ...model];
  await expectRefusal(args, `There is no lens '${name}'; there are analogy`);
});
