// The model follows settings that change faster than models load.

import { expect, it } from 'vitest';
import { ModelController } from '../../../src/ui/app/model-controller.ts';
import type { PageStore } from '../../../src/ui/state/page/page-store.ts';
import type { LabStore } from '../../../src/ui/state/runs/lab-store.ts';
import { INITIAL_LAB } from '../../../src/ui/types/lab.ts';
import { INITIAL_PAGE, type Settings } from '../../../src/ui/types/page.ts';
import type { RunInfo } from '../../../src/workers/rpc/api/lab-api.ts';

/** A lab with a model of `preset`, whose loads take until `finish`. */
function slowLab(preset: string) {
  const loaded: Settings[] = [];
  let resolveLast = (_: boolean) => {};
  const load = (settings: Settings) => {
    loaded.push(settings);
    return new Promise<boolean>((resolve) => {
      resolveLast = resolve;
    });
  };
  const run = { settings: { preset } } as RunInfo;
  const state = { ...INITIAL_LAB, run };
  const lab = { value: state, live: state, load } as unknown as LabStore;
  const page = { value: INITIAL_PAGE };
  const keeper = new ModelController({ lab, page: page as PageStore }, async () => false);
  return { loaded, keeper, page, finish: () => resolveLast(true) };
}

it('after several navigations during a load only the last URL is applied', async () => {
  const { loaded, keeper, page, finish } = slowLab('facts');
  const goTo = (L: number) => {
    page.value = { ...INITIAL_PAGE, settings: { preset: 'facts', model: { L } } };
    return keeper.applyUrl();
  };
  const followed = goTo(1);
  for (let L = 2; L <= 20; L++) void goTo(L);
  expect(loaded).toEqual([{ preset: 'facts', model: { L: 1 } }]);
  finish();
  await expect.poll(() => loaded.length).toBe(2);
  finish();
  await followed;
  expect(loaded.at(-1)).toEqual({ preset: 'facts', model: { L: 20 } });
  void goTo(3);
  expect(loaded).toHaveLength(3);
});

it('settings of an earlier URL are dropped once the page opens the course’s model', async () => {
  const { loaded, keeper, page, finish } = slowLab('stories');
  const goTo = (part: Partial<typeof INITIAL_PAGE>, openCourseModel?: () => Promise<void>) => {
    page.value = { ...INITIAL_PAGE, ...part };
    return keeper.applyUrl(openCourseModel);
  };
  const facts = (L: number) => ({ settings: { preset: 'facts', model: { L } } });
  const followed = goTo(facts(1));
  void goTo(facts(2));
  const opened: string[] = [];
  const chapter = { view: 'chapter', chapter: 6, settings: { preset: 'world' } } as const;
  await goTo(chapter, async () => void opened.push('world'));
  finish();
  await followed;
  expect(opened).toEqual(['world']);
  expect(loaded).toEqual([facts(1).settings]);
});

it('a URL of the current model is applied while another model loads, which would replace it', async () => {
  const loaded: Settings[] = [];
  const state = { ...INITIAL_LAB, run: { settings: { preset: 'stories' } } as RunInfo };
  const lab = {
    value: state,
    live: state,
    loading: undefined as Settings | undefined,
    load: async (settings: Settings) => loaded.push(settings) > 0,
  };
  const page = { value: { ...INITIAL_PAGE, settings: { preset: 'stories' } } } as PageStore;
  const keeper = new ModelController({ lab: lab as unknown as LabStore, page }, async () => false);
  await keeper.applyUrl();
  expect(loaded).toEqual([]);
  lab.loading = { preset: 'world' };
  await keeper.applyUrl();
  expect(loaded).toEqual([{ preset: 'stories' }]);
});

it('a URL with fresh weights replaces the bundled model and no other', async () => {
  const loaded: unknown[] = [];
  const keeperOf = (from: 'bundle' | 'file') => {
    const run = { preset: 'facts', settings: { preset: 'facts' } } as RunInfo;
    const lab = { ...INITIAL_LAB, run, step: 1500, source: { from, name: 'facts', step: 1500 } };
    const load = async (...args: unknown[]) => loaded.push(args) > 0;
    const page = { value: { ...INITIAL_PAGE, weights: 'fresh' } } as PageStore;
    const stores = {
      lab: { value: lab, live: lab, load, validate: async () => {} } as unknown as LabStore,
      page,
    };
    return new ModelController(stores, async () => false);
  };
  await keeperOf('file').applyUrl();
  expect(loaded).toEqual([]);
  await keeperOf('bundle').applyUrl();
  expect(loaded).toEqual([[INITIAL_PAGE.settings, 'fresh']]);
});

it('before a model is trained, refused settings are named; problems of settings that the page has left are not', async () => {
  const refused = { preset: 'facts', model: { C: 512 } };
  const shown: unknown[] = [];
  const lab = {
    value: { ...INITIAL_LAB, problems: [{ message: 'It needs 68.7 GB.' }] },
    validate: async (settings: Settings) => {
      const problems = settings === refused ? lab.value.problems : [];
      lab.value = { ...lab.value, problems };
    },
    reportErrors: (action: () => Promise<unknown>) => action().catch(({ message }) => shown.push(message)),
  };
  const page = { value: { ...INITIAL_PAGE, settings: refused as Settings } };
  const stores = { lab: lab as unknown as LabStore, page: page as PageStore };
  const controller = new ModelController(stores, async () => false);
  expect(await controller.confirmSettings()).toBe(false);
  expect(shown).toEqual([expect.stringContaining('are refused: It needs 68.7 GB.')]);
  page.value = INITIAL_PAGE;
  expect(await controller.confirmSettings()).toBe(true);
  expect(shown).toHaveLength(1);
});
