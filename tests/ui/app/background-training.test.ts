// Training in a hidden tab: full speed, throttled or paused.
import { expect, test } from 'vitest';
import { BackgroundTraining } from '../../../src/ui/app/background-training.ts';
import { DeviceSettingsStore } from '../../../src/ui/state/device/device-settings-store.ts';
import { ComparisonStore } from '../../../src/ui/state/runs/comparison-store.ts';
import type { LabStore } from '../../../src/ui/state/runs/lab-store.ts';
import type { BackgroundMode } from '../../../src/ui/types/device.ts';
import type { RunState } from '../../../src/workers/rpc/api/lab-api.ts';
import type { LabClient } from '../../../src/workers/rpc/client/lab-client.ts';

/** A run that obeys, and notes its orders. */
function fakeRun(runState: string) {
  const store = {
    orders: [] as string[],
    value: { runState, step: 40, run: {} },
    async pause() {
      store.orders.push('pause');
      store.value = { ...store.value, runState: 'paused', step: 41 };
    },
    async train() {
      store.orders.push('train');
      store.value = { ...store.value, runState: 'training' };
    },
  };
  return store;
}

/** A comparison of two variants that obeys, and notes its orders. */
function fakeComparison() {
  const orders: string[] = [];
  const setState = (state: RunState) => {
    for (const variant of [0, 1])
      store.handleEvent({ type: 'variant', variant, event: { type: 'state', state } });
  };
  const order = (name: string, state: RunState) => async () => {
    orders.push(name);
    setState(state);
  };
  const client = { pause: order('pause', 'paused'), train: order('train', 'training') };
  const store = new ComparisonStore(client as unknown as LabClient['comparison']);
  return { orders, store, setState };
}

function createTab(hidden: BackgroundMode, model = fakeRun('training'), digits = fakeRun('none')) {
  const paces: number[] = [];
  const messages: string[] = [];
  const listeners: (() => void)[] = [];
  const page = {
    title: 'lab',
    visibilityState: 'visible' as DocumentVisibilityState,
    addEventListener: (_: string, listener: () => void) => void listeners.push(listener),
    removeEventListener: () => {},
  };
  const settings = new DeviceSettingsStore(() => ({ getItem: () => null, setItem: () => {} }));
  settings.change({ hidden });
  const comparison = fakeComparison();
  const lab = Object.assign(model, {
    digits,
    comparison: comparison.store,
    client: { throttle: async (share: number) => void paces.push(share) },
  });
  new BackgroundTraining(page, lab as unknown as LabStore, settings, (message) =>
    messages.push(message),
  ).connect();
  const setVisibility = async (state: DocumentVisibilityState) => {
    page.visibilityState = state;
    for (const listener of listeners) listener();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { page, model, digits, comparison, paces, messages: messages, setVisibility: setVisibility };
}

test('by default training continues without a message', async () => {
  const { page, model, paces, messages, setVisibility } = createTab('go-on');
  await setVisibility('hidden');
  expect(page.title).toBe('lab');
  await setVisibility('visible');
  expect([model.orders, paces, messages]).toEqual([[], [], []]);
});

test('pause: the title says so, and training resumes with a message', async () => {
  const { page, model, messages, setVisibility } = createTab('pause');
  await setVisibility('hidden');
  expect(model.orders).toEqual(['pause']);
  expect(page.title).toBe('Paused · lab');
  await setVisibility('visible');
  expect(model.orders).toEqual(['pause', 'train']);
  expect(page.title).toBe('lab');
  expect(messages).toEqual(['Training paused at step 41 while this tab was hidden. It continues now.']);
});

test('slow: training is throttled to a tenth, then back to full speed', async () => {
  const { page, model, paces, messages, setVisibility } = createTab('slow');
  await setVisibility('hidden');
  expect(page.title).toBe('Training slowly · lab');
  await setVisibility('visible');
  expect(paces).toEqual([0.1, 1]);
  expect(model.orders).toEqual([]);
  expect(messages[0]).toMatch(/Training was throttled/);
});

test('a run that did not train is not started', async () => {
  const { page, model, digits, messages, setVisibility } = createTab(
    'pause',
    fakeRun('paused'),
    fakeRun('training'),
  );
  await setVisibility('hidden');
  await setVisibility('visible');
  expect(model.orders).toEqual([]);
  expect(digits.orders).toEqual(['pause', 'train']);
  expect(messages).toHaveLength(1);
  expect(page.title).toBe('lab');
});

test('both variants of a comparison pause and resume', async () => {
  const { comparison, messages, setVisibility } = createTab('pause', fakeRun('none'));
  comparison.setState('training');
  await setVisibility('hidden');
  await setVisibility('visible');
  expect(comparison.orders).toEqual(['pause', 'train']);
  expect(messages).toEqual(['Training paused at step 0 while this tab was hidden. It continues now.']);
});

test('a model that was replaced meanwhile is not resumed', async () => {
  const { model, messages, setVisibility } = createTab('pause');
  await setVisibility('hidden');
  model.value = { ...model.value, run: {}, runState: 'paused' };
  await setVisibility('visible');
  expect(model.orders).toEqual(['pause']);
  expect(messages).toEqual([]);
});
