// `lab bench`: the speed of training steps and of each kernel.

import { availableParallelism } from 'node:os';
import { Command, Option } from 'commander';
import { type BenchResult, engineLabel, parseBenchCase, runCase } from '../../../bench/bench-case.ts';
import {
  DIMENSIONS,
  type Dimension,
  formatScalingTable,
  measureScaling,
  type ScalingResult,
} from '../../../bench/scaling.ts';
import { parseInteger, parseNumber } from '../../node/command-options.ts';
import { nodeThreads, startNodeEngine } from '../../node/node-engine.ts';
import { print } from '../../node/terminal.ts';
import { runToCompletion } from '../../shared/job.ts';
import type { StartedEngine } from '../../workers/session/engine/start-engine.ts';
import { measureHardware } from '../../workers/speed/measure-hardware.ts';
import { NO_SHARED_MEMORY } from '../../workers/speed/measured-threads.ts';
import { formatHardware } from '../shared/format-hardware.ts';

/** As a page may start. */
const MAX_THREADS = 64;

type Backend = 'webgpu' | 'cpu';

interface BenchOptions {
  case: string[];
  backend: Backend[];
  seconds: number;
  threads?: number;
  browser?: boolean;
  scaling?: true | Dimension[];
  hardware?: boolean;
  json?: boolean;
}

export function benchCommand(): Command {
  return new Command('bench')
    .description('measure training steps and every kernel in them')
    .option('--case <names...>', 'small, middle, or L,H,C,T,B,V', ['small', 'middle'])
    .addOption(
      new Option('--backend <names...>', 'execution backends')
        .choices(['webgpu', 'cpu'])
        .default(['webgpu', 'cpu']),
    )
    .option(
      '--seconds <n>',
      'seconds of measurement per case (an eighth of it per size of --scaling, a tenth per training step of --hardware)',
      parseNumber,
      4,
    )
    .option(
      '--threads <n>',
      'threads of the CPU engine, 1 by default; of --hardware beside 1, as many as the processor has, 8 at most',
      parseInteger,
    )
    .option('--browser', 'measure in Chromium instead of Node')
    .addOption(
      new Option('--scaling [letters...]', 'cost of a token as a size doubles, instead of the cases').choices(
        DIMENSIONS,
      ),
    )
    .option(
      '--hardware',
      'rates of every engine of this machine, and variants of the product, instead of the cases',
    )
    .option('--json', 'one JSON line per case instead of tables')
    .action(runBench);
}

async function runBench({
  case: cases,
  backend: backends,
  seconds,
  threads,
  browser,
  scaling,
  hardware,
  json,
}: BenchOptions): Promise<void> {
  if (!(seconds > 0)) throw new Error(`--seconds is ${seconds}; it must be above 0.`);
  if (threads !== undefined && !(threads >= 1 && threads <= MAX_THREADS))
    throw new Error(`--threads is ${threads}; it must be 1 to ${MAX_THREADS}.`);
  if (browser && threads !== undefined)
    throw new Error('--browser measures one thread; leave out --threads.');
  if (hardware) return runHardware(backends, seconds / 10, { threads, json });
  for (const name of cases) parseBenchCase(name);
  const letters = scaling === true ? DIMENSIONS : scaling;
  if (letters) return runScaling({ letters, backends, seconds: seconds / 8, threads, browser, json });
  const printResult = (result: BenchResult) =>
    print(json ? `${JSON.stringify(result)}\n` : formatResult(result));
  if (browser) {
    // Loaded on demand: the other commands need neither browser nor server.
    const { runCasesInBrowser } = await import('../../../bench/browser-runner.ts');
    for (const result of await runCasesInBrowser(cases, backends, seconds)) await printResult(result);
    return;
  }
  for (const backend of backends) {
    const engine = await startBenchEngine(backend, threads);
    for (const name of cases) {
      const isRead = await printResult(await runCase(engine, name, { seconds, host: 'node' }));
      if (!isRead) return;
    }
    engine.executor.dispose();
  }
}

/** @throws Error where the threads cannot be had: fewer would be measured under their name */
async function startBenchEngine(backend: Backend, threads = 1): Promise<StartedEngine> {
  const engine = await startNodeEngine(backend, threads);
  if (backend === 'cpu' && threads > 1 && !engine.threads) throw new Error(NO_SHARED_MEMORY);
  return engine;
}

async function runHardware(
  backends: readonly Backend[],
  seconds: number,
  { threads = nodeThreads(), json }: Pick<BenchOptions, 'threads' | 'json'>,
): Promise<void> {
  const job = measureHardware({
    backends,
    seconds,
    start: ({ backend, threads = 1 }) => startNodeEngine(backend, threads),
    threads,
    host: `Node ${process.versions.node}`,
    processorThreads: availableParallelism(),
  });
  const report = await runToCompletion(job);
  await print(json ? `${JSON.stringify(report)}\n` : formatHardware(report));
}

interface ScalingOptions {
  readonly letters: readonly Dimension[];
  readonly backends: readonly Backend[];
  readonly seconds: number;
  readonly threads?: number;
  readonly browser?: boolean;
  readonly json?: boolean;
}

async function runScaling({
  letters,
  backends,
  seconds,
  threads,
  browser,
  json,
}: ScalingOptions): Promise<void> {
  const printResult = (result: ScalingResult) =>
    print(json ? `${JSON.stringify(result)}\n` : formatScalingTable(result));
  if (browser) {
    const { measureScalingInBrowser } = await import('../../../bench/browser-runner.ts');
    for (const result of await measureScalingInBrowser(letters, backends, seconds)) await printResult(result);
    return;
  }
  for (const backend of backends) {
    const engine = await startBenchEngine(backend, threads);
    const isRead = await printResult(await measureScaling(engine, { letters, seconds, host: 'node' }));
    if (!isRead) return;
    engine.executor.dispose();
  }
}

function formatResult(result: BenchResult): string {
  const { case: name, backend, host, tokensPerSecond, spread, phases, ops, aboveRate } = result;
  const { fmaGflops, copyGBs, fractionOfFma, dispatches, bytesMoved } = result;
  const lines = [
    `\n${name}, ${backend} (${engineLabel(result)}), ${host}`,
    `  ${tokensPerSecond} tokens/s (${spread[0]} to ${spread[1]}), ${dispatches} dispatches a step, which move ${(bytesMoved / 1e6).toFixed(1)} MB`,
    `  ${Object.entries(phases)
      .map(([phase, ms]) => `${phase} ${ms.toFixed(2)} ms`)
      .join(', ')}`,
    `  at most ${fmaGflops.toFixed(1)} GFLOP/s of multiply-adds, copies of ${copyGBs.toFixed(1)} GB/s; a step reaches ${(100 * fractionOfFma).toFixed(1)} %`,
    ...(aboveRate.length > 0
      ? ['  (!) measured above that rate, which other programs slowed down; measure again on an idle machine']
      : []),
  ];
  const total = ops.reduce((sum, { uses, milliseconds }) => sum + uses * milliseconds, 0);
  for (const { name: op, uses, milliseconds, gflops } of ops) {
    const share = `${((100 * uses * milliseconds) / total).toFixed(1)} %`.padStart(8);
    const flag = aboveRate.includes(op) ? ' (!)' : '';
    lines.push(
      `${share}${`${uses} ×`.padStart(6)}${`${milliseconds.toFixed(3)} ms`.padStart(12)}${`${gflops.toFixed(1)} GFLOP/s`.padStart(15)}  ${op}${flag}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
