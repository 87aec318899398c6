import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterAll, beforeAll, test } from 'vitest';
import { WasmExecutor } from '../../src/kernels/backends/wasm/wasm-executor.ts';
import { timedActs } from '../support/walk/acts.ts';
import { BrowserProfile } from '../support/walk/browser-profile.ts';
import { KnownWeights } from '../support/walk/compare.ts';
import {
  BUNDLED_PRESETS,
  type BundleHost,
  STEPS,
  trainBundle,
  useSmallPresets,
} from '../support/walk/small-presets.ts';
import { Walk } from '../support/walk/walk.ts';
import { WalkedPageInNode } from '../support/walk/walked-page-in-node.ts';

let restore: () => void;
let host: BundleHost;
beforeAll(async () => {
  restore = useSmallPresets();
  host = await trainBundle();
});
afterAll(() => restore());
const models = {
  steps: Object.fromEntries(BUNDLED_PRESETS.map((preset) => [preset, STEPS])),
  withFact: ['world', 'facts'],
  course: 'world',
};
const SEED = Number(process.env.SEED ?? 1);
const RUNS = Number(process.env.RUNS ?? 20);
test('walks', async () => {
  const executor = await WasmExecutor.create();
  const known = new KnownWeights();
  const t = process.cpuUsage();
  let acts = 0;
  let n = 0;
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.array(timedActs(['facts', 'league', 'world']), { minLength: 1, maxLength: 10 }),
        async (sequence) => {
          n++;
          const page = await WalkedPageInNode.open(
            new BrowserProfile(host, '#view=course&preset=facts'),
            executor,
          );
          const walk = new Walk(page, { models, known, preset: 'facts' });
          try {
            await walk.rest();
            for (const act of sequence) await walk.perform(act);
            await walk.rest();
          } finally {
            acts += walk.acts.length;
            await page.close();
          }
        },
      ),
      { numRuns: RUNS, seed: SEED, endOnFailure: process.env.SHRINK !== '1' },
    );
  } finally {
    const c = process.cpuUsage(t);
    console.log('walks', n, 'acts', acts, 'cpu', ((c.user + c.system) / 1e6).toFixed(1));
  }
}, 600_000);
