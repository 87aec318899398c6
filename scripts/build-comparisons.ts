// `npm run build:comparisons`: records the networks that chapters 2 and 3 train for comparison, all or one, on one thread of the CPU, so that the
// page shows them at once.
import { readFileSync, writeFileSync } from 'node:fs';
import { WasmExecutor } from '../src/kernels/backends/wasm/wasm-executor.ts';
import type { PartLoader } from '../src/model/data/mnist/mnist.ts';
import { COMPARISONS, type ComparisonName } from '../src/ui/course/02-gradient-descent/comparisons.ts';
import { fetchSgdPaths } from '../src/ui/course/03-backpropagation/sgd-paths.ts';
import { compareRuns } from '../src/ui/state/digits/compare-runs.ts';
import { Lab } from '../src/workers/session/lab.ts';

const openPackedMnist: PartLoader = async (part) =>
  new Blob([readFileSync(`src/model/data/mnist/generated/${part}.bin`)]).stream() as ReadableStream<
    Uint8Array<ArrayBuffer>
  >;
const lab = new Lab(
  undefined,
  async () => {
    const executor = await WasmExecutor.create();
    return { executor, engine: { backend: 'wasm', adapter: executor.adapter } };
  },
  openPackedMnist,
);
await lab.start({ backend: 'cpu' });
await lab.digits.create({ preset: 'digits' });
/** As the page's client does: progress goes to the caller, and the job goes on. */
const digits = {
  query: lab.digits.query.bind(lab.digits),
  lens: (name: never, request: never, { onProgress }: { onProgress?: (progress: unknown) => void } = {}) =>
    lab.digits.lens(name, request, (progress) => {
      onProgress?.(progress);
      return true;
    }),
} as unknown as Parameters<typeof fetchSgdPaths>[0];
const options = (name: string) => ({
  signal: new AbortController().signal,
  onProgress: ({ done, total }: { done: number; total: number }) =>
    console.error(`${name}: ${done} of ${total}`),
});

const chosen = process.argv[2];
for (const name of (Object.keys(COMPARISONS) as ComparisonName[]).filter(
  (name) => !chosen || name === chosen,
))
  write(
    `src/ui/course/02-gradient-descent/recorded/${name}.json`,
    await compareRuns(digits, COMPARISONS[name], options(name), () => undefined),
  );
if (!chosen || chosen === 'paths')
  write(
    'src/ui/course/03-backpropagation/recorded/paths.json',
    await fetchSgdPaths(digits, options('paths')),
  );
await lab.dispose();

/** Five significant figures. */
function write(path: string, recorded: unknown): void {
  const round = (_: string, value: unknown) =>
    typeof value === 'number'
      ? Number(value.toPrecision(5))
      : value instanceof Float32Array
        ? Array.from(value)
        : value;
  writeFileSync(path, `${JSON.stringify(recorded, round)}\n`);
  console.log(`Wrote ${path}.`);
}
