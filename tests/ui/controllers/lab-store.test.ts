// What the page asks of the lab, and what becomes of it when the lab says no.

import { expect, test, vi } from 'vitest';
import { type Lab, LabStore } from '../../../src/ui/controllers/lab-store.ts';
import type { LabEvent } from '../../../src/workers/lab-api.ts';

function storeOf(answers: Partial<Lab>) {
  let options: { onEvent: (event: LabEvent) => void; onCrash: (sentence: string, alive: boolean) => void };
  const lab = {
    problems: vi.fn(async () => []),
    memory: vi.fn(async () => undefined),
    create: vi.fn(async () => ({})),
    train: vi.fn(async () => 'finished'),
    ...answers,
  } as unknown as Lab;
  const store = new LabStore((given) => {
    options = given;
    return lab;
  });
  return { store, lab, crash: (sentence: string, alive: boolean) => options.onCrash(sentence, alive) };
}

const settings = { preset: 'facts' };

test('settings with a problem make no model, and the sentences are kept', async () => {
  const { store, lab } = storeOf({ problems: async () => ['L is 9; it can be 1 to 8.'] });
  await store.createAndTrain(settings);
  expect(store.value.problems).toEqual(['L is 9; it can be 1 to 8.']);
  expect(lab.create).not.toHaveBeenCalled();
  expect(lab.train).not.toHaveBeenCalled();
});

test('a model that was made is remembered by its settings, and then trained', async () => {
  const { store, lab } = storeOf({});
  await store.createAndTrain(settings);
  expect(store.value.made).toBe(settings);
  expect(lab.train).toHaveBeenCalledOnce();
});

test('while a model is made the page knows that it waits', async () => {
  let waiting: string | undefined;
  const { store } = storeOf({
    create: async () => {
      waiting = store.value.waiting;
      throw new Error('Out of memory: take fewer layers.');
    },
  });
  expect(await store.create(settings)).toBe(false);
  expect(waiting).toBe('model');
  expect(store.value).toMatchObject({ waiting: undefined, error: 'Out of memory: take fewer layers.' });
});

test('of two checks only the newer counts, whichever is answered first', async () => {
  const pending: ((problems: string[]) => void)[] = [];
  const { store } = storeOf({ problems: () => new Promise((resolve) => pending.push(resolve)) });
  const older = store.check({ preset: 'facts', model: { L: 9 } });
  const newer = store.check({ preset: 'facts', model: { L: 2 } });
  pending[1]([]);
  pending[0](['L is 9; it can be 1 to 8.']);
  await Promise.all([older, newer]);
  expect(store.value.problems).toEqual([]);
});

test('an engine that cannot start is told, and nothing else is asked', async () => {
  const presets = vi.fn();
  const { store } = storeOf({
    start: async () => {
      throw new Error('No engine.');
    },
    presets,
  });
  expect(await store.start()).toBe(false);
  expect(store.value).toMatchObject({ failure: 'No engine.', waiting: undefined });
  expect(presets).not.toHaveBeenCalled();
});

test('a crash is an error where the lab lives on, else its end', () => {
  const { store, crash } = storeOf({});
  crash('It was started again.', true);
  expect(store.value).toMatchObject({ error: 'It was started again.' });
  expect(store.value.failure).toBeUndefined();
  crash('It is gone.', false);
  expect(store.value.failure).toBe('It is gone.');
});

test('listeners hear of a change once, and not after they left', async () => {
  const { store } = storeOf({});
  const heard = vi.fn();
  const leave = store.subscribe(heard);
  store.dismissError();
  expect(heard).toHaveBeenCalledOnce();
  leave();
  store.dismissError();
  expect(heard).toHaveBeenCalledOnce();
});
