// `lab bench`: how fast training steps are, and every kernel in them.

import { Command, Option } from 'commander';
import { type BenchResult, benchCase, runCase } from '../../bench/case.ts';
import { type Growth, growthTable, LETTERS, type Letter, measureGrowth } from '../../bench/growth.ts';
import { nodeEngine } from './engine.ts';
import { realNumber } from './options.ts';

type Backend = 'webgpu' | 'cpu';

interface BenchOptions {
  case: string[];
  backend: Backend[];
  seconds: number;
  browser?: boolean;
  growth?: true | Letter[];
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
      realNumber,
      4,
    )
    .option('--browser', 'in a Chromium instead of Node')
    .addOption(
      new Option(
        '--growth [letters...]',
        'what a token costs as a size doubles, instead of the cases',
      ).choices(LETTERS),
    )
    .option('--json', 'one line of JSON a case instead of tables')
    .action(bench);
}

async function bench({
  case: cases,
  backend: backends,
  seconds,
  browser,
  growth,
  json,
}: BenchOptions): Promise<void> {
  for (const name of cases) benchCase(name);
  if (!(seconds > 0)) throw new Error(`--seconds is ${seconds}; it must be above 0.`);
  const letters = growth === true ? LETTERS : growth;
  if (letters) return grow({ letters, backends, seconds: seconds / 8, browser, json });
  const print = (result: BenchResult) =>
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : table(result));
  if (browser) {
    // Only here, so that the other commands need neither a browser nor a server.
    const { benchInBrowser } = await import('../../bench/in-browser.ts');
    for (const result of await benchInBrowser(cases, backends, seconds)) print(result);
    return;
  }
  for (const backend of backends) {
    const started = await nodeEngine(backend);
    for (const name of cases) print(await runCase(started, name, { seconds, host: 'node' }));
    started.executor.dispose();
  }
}

interface GrowthOptions {
  readonly letters: readonly Letter[];
  readonly backends: readonly Backend[];
  readonly seconds: number;
  readonly browser?: boolean;
  readonly json?: boolean;
}

async function grow({ letters, backends, seconds, browser, json }: GrowthOptions): Promise<void> {
  const print = (result: Growth) =>
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : growthTable(result));
  if (browser) {
    const { growInBrowser } = await import('../../bench/in-browser.ts');
    for (const result of await growInBrowser(letters, backends, seconds)) print(result);
    return;
  }
  for (const backend of backends) {
    const started = await nodeEngine(backend);
    print(await measureGrowth(started, { letters, seconds, host: 'node' }));
    started.executor.dispose();
  }
}

function table(result: BenchResult): string {
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
