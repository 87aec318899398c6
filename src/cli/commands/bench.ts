// `lab bench`: how fast training steps are, and every kernel in them.

import { Command, Option } from 'commander';
import { type BenchResult, parseBenchCase, runCase } from '../../../bench/bench-case.ts';
import {
  DIMENSIONS,
  type Dimension,
  formatScalingTable,
  measureScaling,
  type ScalingResult,
} from '../../../bench/scaling.ts';
import { parseNumber } from '../../node/command-options.ts';
import { startNodeEngine } from '../../node/node-engine.ts';

type Backend = 'webgpu' | 'cpu';

interface BenchOptions {
  case: string[];
  backend: Backend[];
  seconds: number;
  browser?: boolean;
  growth?: true | Dimension[];
  json?: boolean;
}

export function benchCommand(): Command {
  return new Command('bench')
    .description('measure training steps and every kernel in them')
    .option('--case <names...>', 'small, middle, or L,H,C,T,B,V', ['small', 'middle'])
    .addOption(
      new Option('--backend <names...>', 'what computes')
        .choices(['webgpu', 'cpu'])
        .default(['webgpu', 'cpu']),
    )
    .option(
      '--seconds <n>',
      'how long to measure whole steps, for each case (an eighth of it for each size of --growth)',
      parseNumber,
      4,
    )
    .option('--browser', 'in a Chromium instead of Node')
    .addOption(
      new Option(
        '--growth [letters...]',
        'what a token costs as a size doubles, instead of the cases',
      ).choices(DIMENSIONS),
    )
    .option('--json', 'one line of JSON a case instead of tables')
    .action(runBench);
}

async function runBench({
  case: cases,
  backend: backends,
  seconds,
  browser,
  growth,
  json,
}: BenchOptions): Promise<void> {
  for (const name of cases) parseBenchCase(name);
  if (!(seconds > 0)) throw new Error(`--seconds is ${seconds}; it must be above 0.`);
  const letters = growth === true ? DIMENSIONS : growth;
  if (letters) return runScaling({ letters, backends, seconds: seconds / 8, browser, json });
  const print = (result: BenchResult) =>
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : formatResult(result));
  if (browser) {
    // Only here, so that the other commands need neither a browser nor a server.
    const { runCasesInBrowser } = await import('../../../bench/browser-runner.ts');
    for (const result of await runCasesInBrowser(cases, backends, seconds)) print(result);
    return;
  }
  for (const backend of backends) {
    const engine = await startNodeEngine(backend);
    for (const name of cases) print(await runCase(engine, name, { seconds, host: 'node' }));
    engine.executor.dispose();
  }
}

interface ScalingOptions {
  readonly letters: readonly Dimension[];
  readonly backends: readonly Backend[];
  readonly seconds: number;
  readonly browser?: boolean;
  readonly json?: boolean;
}

async function runScaling({ letters, backends, seconds, browser, json }: ScalingOptions): Promise<void> {
  const print = (result: ScalingResult) =>
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : formatScalingTable(result));
  if (browser) {
    const { measureScalingInBrowser } = await import('../../../bench/browser-runner.ts');
    for (const result of await measureScalingInBrowser(letters, backends, seconds)) print(result);
    return;
  }
  for (const backend of backends) {
    const engine = await startNodeEngine(backend);
    print(await measureScaling(engine, { letters, seconds, host: 'node' }));
    engine.executor.dispose();
  }
}

function formatResult(result: BenchResult): string {
  const { case: name, backend, adapter, host, tokensPerSecond, spread, phases, ops } = result;
  const { fmaGflops, copyGBs, fractionOfFma } = result;
  const lines = [
    `\n${name}, ${backend} (${adapter}), ${host}`,
    `  ${tokensPerSecond} tokens/s (${spread[0]} to ${spread[1]})`,
    `  ${Object.entries(phases)
      .map(([phase, ms]) => `${phase} ${ms.toFixed(2)} ms`)
      .join(', ')}`,
    `  at most ${fmaGflops.toFixed(1)} GFLOP/s of multiply-adds, copies of ${copyGBs.toFixed(1)} GB/s; a step reaches ${(100 * fractionOfFma).toFixed(1)} %`,
  ];
  const total = ops.reduce((sum, { uses, milliseconds }) => sum + uses * milliseconds, 0);
  for (const { name: op, uses, milliseconds, gflops } of ops) {
    const share = `${((100 * uses * milliseconds) / total).toFixed(1)} %`.padStart(8);
    lines.push(
      `${share}${`${uses} ×`.padStart(6)}${`${milliseconds.toFixed(3)} ms`.padStart(12)}${`${gflops.toFixed(1)} GFLOP/s`.padStart(15)}  ${op}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
