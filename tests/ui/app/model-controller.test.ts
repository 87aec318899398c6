// Which model the lab holds, where settings are asked for faster than models are made.

import { expect, it } from 'vitest';
import { ModelController } from '../../../src/ui/app/model-controller.ts';
import type { PageStore } from '../../../src/ui/state/page/page-store.ts';
import type { LabStore } from '../../../src/ui/state/runs/lab-store.ts';
import { INITIAL_LAB } from '../../../src/ui/types/lab.ts';
import { INITIAL_PAGE, type Settings } from '../../../src/ui/types/page.ts';
import type { RunInfo } from '../../../src/workers/rpc/api/lab-api.ts';

it('of many addresses gone through while a model is made, only the last is followed', async () => {
  const made: Settings[] = [];
  let finish = () => {};
  const make = (settings: Settings) => {
    made.push(settings);
    return new Promise<boolean>((resolve) => {
      finish = () => resolve(true);
    });
  };
  const run = { settings: { preset: 'facts' } } as RunInfo;
  const page = { value: INITIAL_PAGE };
  const keeper = new ModelController(
    {
      lab: { value: { ...INITIAL_LAB, run }, make } as unknown as LabStore,
      page: page as PageStore,
    },
    async () => false,
  );
  const goTo = (L: number) => {
    page.value = { ...INITIAL_PAGE, settings: { preset: 'facts', model: { L } } };
    return keeper.applyUrl();
  };
  const followed = goTo(1);
  for (let L = 2; L <= 20; L++) void goTo(L);
  expect(made).toEqual([{ preset: 'facts', model: { L: 1 } }]);
  finish();
  await expect.poll(() => made.length).toBe(2);
  finish();
  await followed;
  expect(made.at(-1)).toEqual({ preset: 'facts', model: { L: 20 } });
  void goTo(3);
  expect(made).toHaveLength(3);
});

it('an address that asks for fresh weights gets them in place of those that came with the page, and of no others', async () => {
  const made: unknown[] = [];
  const keeperOf = (from: 'bundle' | 'file') => {
    const run = { preset: 'facts', settings: { preset: 'facts' } } as RunInfo;
    const lab = { ...INITIAL_LAB, run, step: 1500, source: { from, name: 'facts', step: 1500 } };
    const make = async (...asked: unknown[]) => made.push(asked) > 0;
    const page = { value: { ...INITIAL_PAGE, weights: 'fresh' } } as PageStore;
    const stores = { lab: { value: lab, make, check: async () => {} } as unknown as LabStore, page };
    return new ModelController(stores, async () => false);
  };
  await keeperOf('file').applyUrl();
  expect(made).toEqual([]);
  await keeperOf('bundle').applyUrl();
  expect(made).toEqual([[INITIAL_PAGE.settings, 'fresh']]);
});
