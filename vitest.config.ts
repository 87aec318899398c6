// The test suites, cheapest first. Each is a project: `npx vitest --project unit`.
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
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
    // generous, because the machine may be busy; a look at a page takes processor time that its work needs
    expect: { poll: { timeout: seconds * 500, interval: name === 'e2e' ? 100 : 50 } },
    ...rest,
  },
});

/** The slowest files, slowest first. They start first, so that none of them runs alone at the end. */
const SLOW_FILES = [
  'tests/e2e/layout/announcements.test.ts',
  'tests/e2e/course/course.test.ts',
  'tests/e2e/platform/integrity.test.ts',
  'tests/e2e/layout/responsive.test.ts',
  'tests/e2e/platform/webgpu.test.ts',
  'tests/e2e/course/moments.test.ts',
  'tests/e2e/course/digit-moments.test.ts',
  'tests/e2e/model/train.test.ts',
  'tests/e2e/model/persistence.test.ts',
  'tests/e2e/platform/offline.test.ts',
  'tests/e2e/platform/soak.test.ts',
  'tests/e2e/course/chapter-5.test.ts',
  'tests/gpu/world-model.test.ts',
  'tests/gpu/decoder.test.ts',
  'tests/gpu/goldens.test.ts',
  'tests/model/files/shipped-models.test.ts',
  'tests/cli/bench.test.ts',
  'tests/cli/lens.test.ts',
  'tests/model/training/learning.test.ts',
  'tests/model/training/world.test.ts',
  'tests/lenses/facts/course-model-edits.test.ts',
];

class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const index = SLOW_FILES.findIndex((name) => moduleId.endsWith(name));
      return index < 0 ? SLOW_FILES.length : index;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    allowOnly: false,
    pool: 'forks', // a crash in native code (Dawn) ends one file's process, not the whole run
    sequence: { sequencer: SlowestFirst },
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
          'offline',
          'ui',
          'cli',
          'node',
          'scripts',
          'conventions',
          'library',
          'support',
        ],
        60,
        // Files share a process and its modules: half of the time was the start of processes.
        {
          isolate: false,
          setupFiles: ['tests/support/unstub-globals.ts', 'tests/support/equal-bytes.ts'],
          restoreMocks: true,
          maxWorkers: '100%',
        },
      ),
      suite('gpu', ['gpu'], 300, {
        globalSetup: 'tests/support/kernels/vulkan-driver.ts',
        maxWorkers: 2,
        isolate: false, // as above; a crash in Dawn still ends one file
      }),
      suite('e2e', ['e2e'], 120, {
        globalSetup: 'tests/support/browser/preview-server.ts',
        maxWorkers: 4, // a file waits for half of its time
        isolate: false, // the start of a process and its modules takes as long as a short file
      }),
      suite('long', ['long'], 1800, {
        globalSetup: ['tests/support/kernels/vulkan-driver.ts', 'tests/support/browser/preview-server.ts'],
        fileParallelism: false,
      }),
    ],
  },
});
