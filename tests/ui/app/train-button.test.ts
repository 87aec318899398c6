// The run's buttons while the model of changed settings is on its way.

import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import { RunActionEvent, SettingsChangeEvent } from '../../../src/ui/events/index.ts';
import { BrowserProfile } from '../../support/walk/browser-profile.ts';
import { PageInNode } from '../../support/walk/page-in-node.ts';
import { trainBundle, useSmallPresets } from '../../support/walk/small-presets.ts';

let restorePresets: () => void;

beforeAll(() => {
  restorePresets = useSmallPresets();
});

afterAll(() => restorePresets());

test('Train waits for the settings that have just changed, and trains their model', async () => {
  const [host, executor] = [await trainBundle(), await WasmExecutor.create()];
  for (const isLoading of [false, true]) {
    const profile = new BrowserProfile(host, '#view=train&preset=facts&weights=fresh');
    const page = await PageInNode.open(profile, executor);
    const { app } = page;
    app.dispatchEvent(new SettingsChangeEvent({ preset: 'facts', training: { steps: 3 } }));
    while (isLoading && !app.lab.loading) await new Promise((resolve) => setImmediate(resolve));
    app.dispatchEvent(new RunActionEvent('train'));
    await page.settle();
    expect(app.lab.value).toMatchObject({ step: 3, run: { settings: { training: { steps: 3 } } } });
    await page.close();
  }
});
