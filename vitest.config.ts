// The test suites, cheapest first. Each is a project: `npx vitest --project unit`.
import { defineConfig } from 'vitest/config';
import { buildWasm } from './scripts/build-wasm.mjs';
import { packMnist } from './scripts/pack-mnist.mjs';

// Once, before every suite reads vite.config.ts and would begin it.
await buildWasm();
packMnist();

const suite = (name: string, folders: string[], seconds: number, rest: object = {}) => ({
  extends: './vite.config.ts',
  test: {
    name,
    include: folders.map((folder) => `tests/${folder}/**/*.test.ts`),
    testTimeout: seconds * 1000,
    hookTimeout: seconds * 1000,
    expect: { poll: { timeout: seconds * 500 } }, // states are waited for, however busy the machine is
    ...rest,
  },
});

export default defineConfig({
  test: {
    allowOnly: false,
    pool: 'forks', // a crash in native code (Dawn) takes one file's process along, not the whole run
    projects: [
      suite(
        'unit',
        [
          'shared',
          'kernels',
          'model',
          'lenses',
          'workers',
          'downloads',
          'ui',
          'cli',
          'node',
          'scripts',
          'conventions',
          'library',
          'support',
        ],
        60,
      ),
      suite('gpu', ['gpu'], 300, { globalSetup: 'tests/support/kernels/vulkan-driver.ts', maxWorkers: 1 }),
      suite('e2e', ['e2e'], 120, { globalSetup: 'tests/support/browser/preview-server.ts', maxWorkers: 2 }),
      suite('long', ['long'], 1800, {
        globalSetup: ['tests/support/kernels/vulkan-driver.ts', 'tests/support/browser/preview-server.ts'],
        fileParallelism: false,
      }),
    ],
  },
});
