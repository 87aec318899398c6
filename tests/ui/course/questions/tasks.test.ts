// Every task on the shipped models: the lab sees when it is done, and that it is not done before.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COURSE } from '../../../../src/ui/course/course.ts';
import { TASKS } from '../../../../src/ui/course/tasks/all-tasks.ts';
import type { Task, TaskJob, TaskLab } from '../../../../src/ui/course/tasks/task.ts';
import { openQuestionLab } from '../../../support/course/question-lab.ts';

let lab: Awaited<ReturnType<typeof openQuestionLab>>;

beforeAll(async () => {
  lab = await openQuestionLab();
});
afterAll(() => lab.dispose());

/** Its way is an edit of the weights, held below. */
const BERLIN = 'facts/berlin-in-japan';

type Done = Partial<
  Pick<TaskLab, 'prompt' | 'shot' | 'image' | 'isOwnDigits' | 'values' | 'model' | 'transformer'>
>;

const tasks = (await Promise.all(Object.values(TASKS).map((load) => load()))).flat();
const test28 = (index: number) => ({ image: { split: 'test' as const, indices: [index] } });
const off = (...heads: readonly [layer: number, head: number][]) => ({
  shot: {
    target: { at: 'network' as const },
    ablated: { heads: heads.map(([layer, head]) => ({ layer, head })) },
  },
});
const offMlps = (...mlps: readonly number[]) => ({
  shot: { target: { at: 'network' as const }, ablated: { mlps } },
});

/** Pixels of a drawing: where a function of column and row holds. */
function drawn(isBright: (x: number, y: number) => boolean): Done {
  const pixels = Float32Array.from({ length: 784 }, (_, i) => Number(isBright(i % 28, Math.floor(i / 28))));
  return { image: { pixels } };
}

/** What a visitor may do, and what is not yet enough. */
const WAYS: Readonly<Record<string, { readonly done: () => Done | Promise<Done>; readonly not: Done }>> = {
  'neural-network/draw-three': { done: () => imageAsDrawing(32), not: drawn(() => false) },
  'neural-network/two-minds': { done: () => mixOf(8, 11), not: drawn(() => false) },
  'neural-network/few-pixels': {
    done: () => drawn((x, y) => (x === 14 || x === 15) && y > 5 && y < 22),
    not: drawn(() => true),
  },
  'gradient-descent/sure-and-wrong': { done: () => test28(924), not: test28(0) },
  'gradient-descent/costly': { done: () => test28(924), not: test28(0) },
  'gradient-descent/own-training': { done: () => ({ isOwnDigits: true }), not: { isOwnDigits: false } },
  'backpropagation/satisfied': { done: () => test28(0), not: test28(924) },
  'backpropagation/two-wishes': { done: () => test28(924), not: test28(0) },
  'backpropagation/thin': { done: () => drawn((x, y) => x === 14 && y > 5 && y < 22), not: test28(0) },
  'calculus/no-cost': { done: () => ({ values: { b3: 4, w3: 4 } }), not: { values: { y3: 0.59 } } },
  'calculus/stuck': { done: () => ({ values: { w3: -4, b3: -4 } }), not: { values: {} } },
  'calculus/first-wins': {
    done: () => ({ values: { a0: 1, w1: 0.5, b1: -0.5, w2: 4, b2: -4, w3: 4 } }),
    not: { values: {} },
  },
  'transformers/sure-text': {
    done: () => ({ prompt: 'The king said that he' }),
    not: { prompt: 'The king' },
  },
  'transformers/open-text': { done: () => ({ prompt: 'and then' }), not: { prompt: 'The' } },
  'transformers/say-berlin': {
    done: () => ({ prompt: 'The capital of Germany is' }),
    not: { prompt: 'The capital of Italy is' },
  },
  'attention/far-adjective': {
    done: () => ({ prompt: 'A blue and very old creature' }),
    not: { prompt: 'A blue creature' },
  },
  'attention/two-heads': { done: () => off([0, 2], [0, 0]), not: off([0, 2], [2, 0]) },
  'attention/forget-basketball': { done: () => off([0, 2], [0, 0], [1, 3]), not: off([3, 3]) },
  'facts/few-mlps': { done: () => offMlps(1, 2), not: offMlps(0) },
  'facts/unknown-name': {
    done: () => ({ prompt: 'Michael Smith plays the sport of' }),
    not: { prompt: 'Alice Smith plays the sport of' },
  },
};

async function pixelsOf(index: number): Promise<Float32Array<ArrayBuffer>> {
  const { pixels } = await lab.digits.lens('images', { split: 'test', from: index, count: 1 });
  return pixels.data;
}

const imageAsDrawing = async (index: number): Promise<Done> => ({ image: { pixels: await pixelsOf(index) } });

async function mixOf(one: number, other: number): Promise<Done> {
  const [a, b] = [await pixelsOf(one), await pixelsOf(other)];
  return { image: { pixels: a.map((value, i) => Math.max(value, b[i])) } };
}

const JOB: TaskJob = { signal: new AbortController().signal, report: () => undefined };

const labWith = (done: Done): TaskLab => ({
  ...lab,
  prompt: '',
  isOwnDigits: false,
  model: [lab.run],
  ...done,
});

describe.each(tasks.filter(({ id }) => id !== BERLIN))('$id', ({ id, check }) => {
  test('is done where it is done, and not before', async () => {
    expect(await check(labWith({}), JOB)).toBeUndefined();
    expect(await check(labWith(WAYS[id].not), JOB)).toBeUndefined();
    const said = await check(labWith(await WAYS[id].done()), JOB);
    expect({ id, said }).toEqual({ id, said: expect.any(String) });
  }, 120_000);
});

/** An edit takes minutes here: this lab gives the model's own answers, except those that an edit would change. */
function labSaying(answers: Readonly<Record<string, string>>): TaskLab {
  const query: TaskLab['transformer']['query'] = async (request) => {
    const result = await lab.transformer.query(request);
    const edited = <T extends Pick<typeof result, 'next'>>(said: T, country: string): T =>
      country in answers ? { ...said, next: [{ ...said.next[0], text: answers[country] }] } : said;
    const others = Object.entries(result.variants).map(([name, said]) => [name, edited(said, name)]);
    return { ...edited(result, 'Japan'), variants: Object.fromEntries(others) };
  };
  return labWith({ transformer: { ...lab.transformer, query } });
}

test(`${BERLIN} is done where Japan's capital changes and the others' stay as they were`, async () => {
  const { check } = tasks.find(({ id }) => id === BERLIN) as Task;
  const [early, run] = [{ ...lab.run }, { ...lab.run }] as TaskLab['run'][];
  await expect(check({ ...labSaying({ Japan: 'Berlin' }), run: early }, JOB)).rejects.toThrow(
    'says Berlin already',
  );
  expect(await check({ ...labSaying({ Italy: 'Oslo' }), run }, JOB)).toBeUndefined();
  expect(await check({ ...labSaying({ Japan: 'Berlin', Italy: 'Oslo' }), run }, JOB)).toMatch(
    /^It says Berlin for Japan, and as before for (\d+) of \1 other capitals\.$/,
  );
  const all = Object.fromEntries((await countriesOf()).map((country) => [country, 'Berlin']));
  expect(await check({ ...labSaying(all), run }, JOB)).toBeUndefined();
});

async function countriesOf(): Promise<string[]> {
  const { relations } = await lab.transformer.lens('relations', {});
  const pairs = relations.find(({ name }) => name === 'capital')?.pairs ?? [];
  return pairs.map(({ from }) => lab.run?.vocabulary[from] ?? '');
}

test('every task has a way', () => {
  expect([...Object.keys(WAYS), BERLIN].sort()).toEqual(tasks.map(({ id }) => id).sort());
});

test('the heads are measured again after an edit, and after a failure', async () => {
  const { check } = tasks.find(({ id }) => id === 'attention/two-heads') as Task;
  const measured: string[] = [];
  let fails = true;
  const transformer = {
    ...lab.transformer,
    lens: async (name: string) => {
      measured.push(name);
      if (fails) throw new Error('The engine was lost.');
      return { change: measured.length };
    },
  } as unknown as TaskLab['transformer'];
  const asked = (model: TaskLab['model']) =>
    check({ ...labWith({ ...off([3, 2], [3, 3]), model }), transformer }, JOB);
  await expect(asked(['edited'])).rejects.toThrow('lost');
  fails = false;
  expect(await asked(['edited'])).toEqual(expect.any(String));
  const { length } = measured;
  expect(await asked(['edited'])).toEqual(expect.any(String));
  expect(measured).toHaveLength(length);
  await asked(['edited twice']);
  expect(measured.length).toBeGreaterThan(length);
});

test('each chapter has three tasks, at a time of its video', async () => {
  for (const { number, slug, duration } of COURSE) {
    const own = await TASKS[number]();
    expect(own).toHaveLength(3);
    for (const { id, at } of own) {
      expect(id.startsWith(`${slug}/`)).toBe(true);
      expect(at).toBeLessThan(duration);
    }
  }
});

test('the heads are measured one by one: it says how far it is, ends when stopped, and goes on from there', async () => {
  const { check } = tasks.find(({ id }) => id === 'attention/two-heads') as Task;
  const measured: number[] = [];
  const reports: number[] = [];
  const transformer = {
    ...lab.transformer,
    lens: async (_: string, { layer, head }: { layer: number; head: number }) => {
      measured.push(4 * layer + head);
      return { change: measured.length };
    },
  } as unknown as TaskLab['transformer'];
  const stop = new AbortController();
  const asked = (signal: AbortSignal) =>
    check(
      { ...labWith({ ...off([3, 2], [3, 3]), model: ['to be stopped'] }), transformer },
      {
        signal,
        report: (done, total) => {
          reports.push(done / total);
          if (done === 5) stop.abort();
        },
      },
    );
  await expect(asked(stop.signal)).rejects.toThrow();
  expect(measured).toEqual([0, 1, 2, 3, 4, 5]);
  expect(reports).toEqual([0, 1, 2, 3, 4, 5].map((done) => done / 16));
  expect(await asked(new AbortController().signal)).toEqual(expect.any(String));
  expect(measured).toEqual([...Array(16).keys()]);
});
