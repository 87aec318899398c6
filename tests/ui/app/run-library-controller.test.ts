// What the buttons of saved runs do.

import { expect, test, vi } from 'vitest';
import { RunLibraryController } from '../../../src/ui/app/run-library-controller.ts';
import { SavedRunEvent } from '../../../src/ui/events/index.ts';
import type { PageStore } from '../../../src/ui/state/page/page-store.ts';
import type { LabStore } from '../../../src/ui/state/runs/lab-store.ts';
import { INITIAL_PAGE } from '../../../src/ui/types/page.ts';
import type { RunSummary } from '../../../src/workers/rpc/api/lab-api.ts';

const saved = (state: Partial<RunSummary>) =>
  ({
    id: 'a',
    network: 'model',
    name: 'facts',
    preset: 'facts',
    step: 40,
    steps: 100,
    ...state,
  }) as RunSummary;

function setUp({ opens = true } = {}) {
  const train = vi.fn(async () => {});
  const openDigits = vi.fn(async () => opens);
  const lab = {
    value: { presets: [] },
    prepareReplacement: () => () => true,
    trainOpened: train,
    openSaved: vi.fn(async () => opens),
    digits: { trainOpened: vi.fn(async () => {}), openSaved: openDigits },
    runs: { dismissOffer: vi.fn(), verify: async () => true, refresh: async () => {}, open: vi.fn() },
  };
  const page = { value: INITIAL_PAGE, update: vi.fn() };
  const stores = { lab: lab as unknown as LabStore, page: page as unknown as PageStore };
  return { lab, page, controller: new RunLibraryController(stores) };
}

test.each([
  ['that was paused', saved({ training: false })],
  ['that was interrupted', saved({ training: true })],
])('Resume goes on with the training of a run %s', async (_, run) => {
  const { lab, controller } = setUp();
  await controller.handleAction(new SavedRunEvent('resume', run));
  expect(lab.openSaved).toHaveBeenCalledOnce();
  expect(lab.trainOpened).toHaveBeenCalledOnce();
});

test('of the digit network too', async () => {
  const { lab, controller } = setUp();
  await controller.handleAction(new SavedRunEvent('resume', saved({ network: 'digits', training: false })));
  expect(lab.digits.trainOpened).toHaveBeenCalledOnce();
  expect(lab.trainOpened).not.toHaveBeenCalled();
});

test.each([
  ['a run that is at its end', 'resume', saved({ step: 100 }), true],
  ['a run that is opened', 'open', saved({ training: true }), true],
  ['a run that cannot be opened', 'resume', saved({}), false],
] as const)('%s does not train', async (_, action, run, opens) => {
  const { lab, controller } = setUp({ opens });
  await controller.handleAction(new SavedRunEvent(action, run));
  expect(lab.openSaved).toHaveBeenCalledOnce();
  expect(lab.trainOpened).not.toHaveBeenCalled();
});

test('the page goes on naming a model that was chosen while a run opened', async () => {
  const { lab, page, controller } = setUp();
  await controller.open(saved({}));
  expect(page.update).toHaveBeenCalled();
  page.update.mockClear();
  Object.assign(lab, { loading: { preset: 'world' } });
  expect(await controller.open(saved({}))).toBe(false);
  expect(page.update).not.toHaveBeenCalled();
});
