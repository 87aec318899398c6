// `npm run bench:peers`: the lab and other libraries train the same model in the same browser, one after the other.

import { Command } from 'commander';
import { parseNumber } from '../../src/node/command-options.ts';
import { parseBenchCase } from '../bench-case.ts';
import { withBenchBrowser } from '../browser-runner.ts';
import { installPeers } from './install.ts';
import type { ContenderName, ContenderResult } from './page.ts';

/** The lab's engines first: they are the reference of the others. */
const HARDWARE: Record<ContenderName, 'GPU' | 'processor'> = {
  'lab, WebAssembly': 'processor',
  'jax-js, WebAssembly': 'processor',
  'TensorFlow.js, CPU': 'processor',
  'lab, WebGPU': 'GPU',
  'jax-js, WebGPU': 'GPU',
  'TensorFlow.js, WebGPU': 'GPU',
};
const NAMES = Object.keys(HARDWARE) as ContenderName[];

/** Largest relative difference of the first losses at which two libraries count as training the same model. */
const MAX_RELATIVE_DIFFERENCE = 1e-4;

interface Result {
  readonly caseName: string;
  readonly name: ContenderName;
  readonly contest: ContenderResult | { readonly failure: string };
}

await new Command('npm run bench:peers --')
  .description('train the same model with the lab, jax-js and TensorFlow.js in one browser, and compare')
  .option('--case <names...>', 'small, middle, or L,H,C,T,B,V', ['small', 'middle'])
  .option('--only <words...>', 'contenders whose names hold one of these words: lab, jax, CPU …')
  .option('--seconds <n>', 'how long to measure each, after three steps that are left out', parseNumber, 4)
  .action(run)
  .parseAsync()
  .catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });

async function run({ case: cases, only, seconds }: { case: string[]; only?: string[]; seconds: number }) {
  for (const name of cases) parseBenchCase(name);
  const chosen = NAMES.filter((name) => !only || only.some((word) => name.includes(word)));
  if (chosen.length === 0) throw new Error(`--only ${only?.join(' ')} leaves none of: ${NAMES.join('; ')}.`);
  installPeers();
  const results = await withBenchBrowser('bench/peers/page.html', async (open) => {
    const results: Result[] = [];
    for (const caseName of cases) {
      for (const name of chosen) {
        const page = await open();
        await page.waitForFunction(() => 'runContender' in window);
        const contest = await page
          .evaluate((n, c, s) => window.runContender(n, c, s), name, caseName, seconds)
          .catch((error: Error) => ({ failure: error.message.split('\n')[0] }));
        await page.close();
        const result = { caseName, name, contest };
        process.stderr.write(`${formatResult(result)}\n`);
        results.push(result);
      }
    }
    return results;
  });
  for (const name of cases) printTable(results.filter(({ caseName }) => caseName === name));
}

function formatResult({ caseName, name, contest }: Result): string {
  if ('failure' in contest) return `${caseName}, ${name}: ${contest.failure}`;
  const { tokensPerSecond, steps, losses } = contest;
  const shown = losses.map((loss) => loss.toFixed(5)).join(', ');
  return `${caseName}, ${name}: ${tokensPerSecond} tokens/s over ${steps} steps; first losses ${shown}`;
}

/** A Markdown table: speed, slowdown relative to the lab on the same hardware, and whether losses agree. */
function printTable(results: readonly Result[]): void {
  const measured = results.flatMap(({ name, contest }) =>
    'failure' in contest ? [] : [{ name, ...contest }],
  );
  const truth = measured[0]?.losses ?? [];
  const lines = measured.map(({ name, tokensPerSecond, losses }) => {
    const lab = measured.find(
      (each) => each.name.startsWith('lab') && HARDWARE[each.name] === HARDWARE[name],
    );
    const ratio = lab && lab.name !== name ? `${(lab.tokensPerSecond / tokensPerSecond).toFixed(1)} ×` : '';
    const difference = Math.max(...losses.map((loss, i) => Math.abs(loss / truth[i] - 1)));
    const same = difference <= MAX_RELATIVE_DIFFERENCE ? 'the same' : 'ANOTHER MODEL';
    return `| ${name} | ${tokensPerSecond.toLocaleString('en')} | ${ratio} | ${same}, within ${difference.toExponential(0)} |`;
  });
  process.stdout.write(
    `\n| ${results[0].caseName} | tokens/s | the lab is faster by | first losses |\n|---|---|---|---|\n${lines.join('\n')}\n`,
  );
}
