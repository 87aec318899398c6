// A query whose parts refer to the place of its focus: found and read in one request.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FOCUS } from '../../../../../src/shared/focus.ts';
import { LENSES } from '../../../../../src/workers/requests/lens-requests.ts';
import type { Query, QueryResult } from '../../../../../src/workers/rpc/api/lab-api.ts';
import { yieldToEventLoop } from '../../../../../src/workers/scheduling/task-queue.ts';
import type { Lab } from '../../../../../src/workers/session/lab.ts';
import { tinyRun } from '../../../../support/model/tiny-model.ts';
import { createLab } from '../../../../support/workers/lab-fixtures.ts';

const MODEL = { L: 2, H: 2, C: 16, T: 8, mlpWidth: 16 };
const PROMPT = 'a cat';
const PATTERNS = ['blocks.0.attn.hook_pattern', 'blocks.1.attn.hook_pattern'] as const;

let lab: Lab;

beforeEach(async () => {
  lab = await createLab();
  await lab.transformer.create({ ...tinyRun({ steps: 60 }), model: MODEL });
});

afterEach(() => lab.dispose());

const ask = (query: Query): Promise<QueryResult> => lab.transformer.query({ prompt: PROMPT, ...query });

it('the head that looks most from a word to others is traced, at that word', async () => {
  const result = await ask({
    focus: { role: ['c'], word: 't' },
    activations: ['blocks.focus.attn.hook_z'],
    lenses: {
      'head-trace': { text: PROMPT, layer: FOCUS.layer, head: FOCUS.head, query: FOCUS.token },
      'nearest-tokens': { id: FOCUS.id, by: 'cosine', count: 1 },
    },
    variants: { off: { interventions: [{ name: 'blocks.focus.hook_attn_out', kind: 'zero' }] } },
  });
  const { activations } = await ask({ activations: [...PATTERNS] });
  const weights = PATTERNS.flatMap((name, layer) =>
    [0, 1].map((head) => ({ layer, head, weight: activations[name]?.data[(head * 5 + 4) * 5 + 2] ?? 0 })),
  );
  const { layer, head } = weights.reduce((best, each) => (each.weight > best.weight ? each : best));
  expect(result.errors).toEqual({});
  expect(result.focus).toEqual({ layer, head, token: 4 });
  expect(result.lenses['head-trace']).toEqual(
    await lab.transformer.lens('head-trace', { text: PROMPT, layer, head, query: 4 }),
  );
  const id = result.tokens[4].id;
  expect(result.lenses['nearest-tokens']).toEqual(
    await lab.transformer.lens('nearest-tokens', { id, by: 'cosine', count: 1 }),
  );
  expect(Object.keys(result.activations)).toEqual([`blocks.${layer}.attn.hook_z`]);
  const off = { interventions: [{ name: `blocks.${layer}.hook_attn_out` as const, kind: 'zero' as const }] };
  expect(result.variants).toEqual((await ask({ variants: { off } })).variants);
});

it('the neuron that adds most to the answer, in the MLP that does', async () => {
  const neurons = {
    text: PROMPT,
    layer: FOCUS.layer,
    position: FOCUS.token,
    count: 2,
    include: FOCUS.neuron,
  };
  const { focus, lenses, errors } = await ask({
    focus: { answer: true },
    lenses: { 'mlp-neurons': neurons },
  });
  const { mlps, neurons: added } = await lab.transformer.lens('attribution', { text: PROMPT });
  const layer = mlps.indexOf(Math.max(...mlps));
  const neuron = added[layer].indexOf(Math.max(...added[layer]));
  expect(errors).toEqual({});
  expect(focus).toEqual({ layer, head: 0, token: 4, neuron });
  const asked = { ...neurons, layer, position: 4, include: neuron };
  expect(lenses['mlp-neurons']).toEqual(await lab.transformer.lens('mlp-neurons', asked));
});

it('a model without MLP has no neuron, and its key is left out', async () => {
  await lab.transformer.create({ ...tinyRun(), model: { ...MODEL, mlpWidth: 0 } });
  const attribution = { text: PROMPT, position: FOCUS.token, answer: FOCUS.neuron };
  const { focus, errors, lenses } = await ask({ focus: { answer: true }, lenses: { attribution } });
  expect(focus).toEqual({ layer: 0, head: 0, token: 4 });
  expect(errors).toEqual({});
  expect(lenses.attribution?.position).toBe(4);
});

it('a prompt without the word has its last token, generated ones included', async () => {
  expect((await ask({ focus: { word: 'z' } })).focus).toEqual({ layer: 0, head: 0, token: 4 });
  expect((await ask({ focus: { word: 'z' }, generated: [0, 1] })).focus?.token).toBe(6);
});

it('a text that looks like a name is none: only indices and names of activations are filled in', async () => {
  const { lenses } = await ask({
    prompt: 'a a',
    focus: {},
    lenses: { tokenizations: { text: 'blocks.focus.' } },
  });
  expect(lenses.tokenizations).toEqual(
    await lab.transformer.lens('tokenizations', { text: 'blocks.focus.' }),
  );
});

it('without a focus, a part that refers to it fails', async () => {
  const trace = { text: PROMPT, layer: FOCUS.layer, head: 0, query: 0 };
  const { errors } = await ask({ lenses: { 'head-trace': trace } });
  expect(errors['head-trace']).toContain('layer');
});

it('the best head of a pattern is computed once for a step, and stands while the model trains', async () => {
  const compute = vi.spyOn(LENSES['head-patterns'], 'compute');
  const pattern: Query = { focus: { role: 'induction' } };
  const first = await ask(pattern);
  expect((await ask(pattern)).focus).toEqual(first.focus);
  expect(compute).toHaveBeenCalledTimes(1);
  await lab.transformer.step();
  await ask(pattern);
  expect(compute).toHaveBeenCalledTimes(2);
  let isTraining = true;
  const training = lab.transformer.train().finally(() => {
    isTraining = false;
  });
  const steps = new Set<number>();
  while (isTraining) {
    steps.add((await ask(pattern)).step);
    await yieldToEventLoop();
  }
  await training;
  expect(steps.size).toBeGreaterThan(2);
  // While it trains none; the last step is one more.
  expect(compute.mock.calls.length).toBeLessThanOrEqual(3);
});

it('a layer that is selected leaves nothing to look for', async () => {
  const lenses = (['head-patterns', 'attribution'] as const).map((name) => vi.spyOn(LENSES[name], 'compute'));
  const selected = { layer: 1 };
  for (const focus of [{ answer: true }, { role: 'induction', word: 'c' }]) {
    expect((await ask({ focus: { ...focus, selected } })).focus).toMatchObject(selected);
  }
  for (const compute of lenses) expect(compute).not.toHaveBeenCalled();
});

it('during training, the place and what is read there have one step', async () => {
  const training = lab.transformer.train();
  for (let n = 0; n < 5; n++) {
    const { focus, lenses, step, activations } = await ask({
      focus: { role: ['c'] },
      activations: [...PATTERNS],
      lenses: { 'head-trace': { text: PROMPT, layer: FOCUS.layer, head: FOCUS.head, query: FOCUS.token } },
    });
    await yieldToEventLoop();
    expect(lenses['head-trace']?.step).toBe(step);
    const weights = PATTERNS.flatMap((name) =>
      [0, 1].map((head) => activations[name]?.data[(head * 5 + 4) * 5 + 2] ?? 0),
    );
    const best = weights.indexOf(Math.max(...weights));
    expect(best).toBe((focus?.layer ?? 0) * 2 + (focus?.head ?? 0));
  }
  await lab.transformer.pause();
  await training;
});

it('where words are unknown, the other query is answered with its own focus', async () => {
  const query: Query = { prompt: 'a zoo!', focus: { word: 'z' } };
  const otherwise: Query = { prompt: 'a hat', focus: { word: 'h' } };
  const result = await ask({ ...query, otherwise });
  expect(result).toEqual({ ...(await ask(otherwise)), unknown: (await ask(query)).unknown });
  expect(result.unknown).toContain('z');
  expect(result.focus?.token).toBe(2);
  expect(await ask({ prompt: 'a mat', otherwise })).toEqual(await ask({ prompt: 'a mat' }));
  const neither = await ask({ ...query, otherwise: { prompt: 'zzz' } });
  expect(neither).toMatchObject({ next: [], lenses: {} });
});

it('a pass over the last tokens, unless these are all', async () => {
  const sizes = [1, 2, 4, 8].map((last) => [last, { last }] as const);
  const { variants, tokens } = await ask({ variants: Object.fromEntries(sizes) });
  expect(Object.keys(variants)).toEqual(['1', '2', '4']);
  const ids = tokens.map(({ id }) => id);
  const { next } = await lab.transformer.query({ prompt: '', generated: ids.slice(-2) });
  expect(variants[2].next).toEqual(next);
});
