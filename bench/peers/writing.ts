// `npm run bench:writing`: the lab and llama.cpp in WebAssembly write with the same weights in the same browser.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Page } from 'puppeteer';
import { parseNumber } from '../../src/node/command-options.ts';
import type { WeightType } from '../../src/shared/weight-types.ts';
import { withBenchBrowser } from '../browser-runner.ts';
import { SHAPES, writeRandomModel } from '../models/random-model.ts';
import { installPeers } from './install.ts';
import { type GgufType, writeGguf } from './writing/gguf.ts';
import type { LabResult, LlamaCppResult, Writing, WritingResult } from './writing/page.ts';

/** Types of the lab, and of llama.cpp with as many bits a code. */
const TYPES: Readonly<Record<WeightType, GgufType | undefined>> = {
  float32: undefined,
  float16: 'F16',
  int8: 'Q8_0',
  int4: 'Q4_0',
};
/** Of a log probability: the engines round weights and activations differently. */
const MAX_DIFFERENCE = 0.5;

const PROMPT = 'thequickbrownfox';

interface Options {
  readonly model: string[];
  readonly type: WeightType[];
  readonly threads: number[];
  readonly tokens: number;
  readonly rounds: number;
  readonly models: string;
}

await new Command('npm run bench:writing --')
  .description('tokens a second of the lab and of llama.cpp (wllama) in one browser')
  .option('--model <names...>', Object.keys(SHAPES).join(', '), ['gpt2-124m', 'smollm2-135m'])
  .option('--type <names...>', Object.keys(TYPES).join(', '), ['float16', 'int8', 'int4'])
  .option('--threads <counts...>', 'of llama.cpp', (value, all: number[] = []) => [...all, Number(value)])
  .option('--tokens <n>', 'tokens to write in a round', parseNumber, 16)
  .option('--rounds <n>', 'of which the fastest counts', parseNumber, 6)
  .option('--models <folder>', 'where the random models are kept', join(tmpdir(), 'mini-llm-lab-models'))
  .action(run)
  .parseAsync()
  .catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });

async function run({ model, type, threads = [1, availableParallelism()], tokens, rounds, models }: Options) {
  installPeers();
  for (const name of model) {
    const folder = join(models, name);
    if (!existsSync(join(folder, 'model.safetensors'))) await writeRandomModel(name, folder);
    for (const each of type) {
      const gguf = TYPES[each];
      if (gguf && !existsSync(join(folder, `${gguf}.gguf`)))
        await writeGguf(folder, gguf, join(folder, `${gguf}.gguf`));
    }
  }
  const writing = { prompt: PROMPT, count: tokens, rounds };
  // llama.cpp's threads share memory, which needs an isolated page.
  const headers = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  };
  process.stdout.write(
    '| model | weights | engine | threads | tokens/s | prompt | load | memory, peak |\n|---|---|---|---|---|---|---|---|\n',
  );
  await withBenchBrowser(
    'bench/peers/writing/page.html',
    async (open) => {
      for (const name of model)
        for (const each of type) await compare(open, join(models, name), name, each, { ...writing, threads });
    },
    { headers, fs: { allow: ['.', models] } },
  );
}

async function compare(
  open: () => Promise<Page>,
  folder: string,
  name: string,
  type: WeightType,
  { threads, ...writing }: Omit<Writing, 'threads'> & { threads: number[] },
): Promise<void> {
  const page = await open();
  await page.waitForFunction(() => 'writeWithLab' in window);
  const lab = await page.evaluate(
    (path, each, options) => window.writeWithLab(path, each, options),
    ...([`/@fs${folder}`, type, { ...writing, threads: 1 }] as const),
  );
  report(name, type, 'lab', 1, lab, await memory(page));
  await page.close();
  const gguf = TYPES[type];
  if (!gguf) return;
  for (const count of threads) {
    const page = await open();
    await page.waitForFunction(() => 'writeWithLlamaCpp' in window);
    const result = await page.evaluate(
      (path, options) => window.writeWithLlamaCpp(path, options),
      ...([`/@fs${folder}/${gguf}.gguf`, { ...writing, threads: count }] as const),
    );
    report(name, gguf, 'llama.cpp', count, result, await memory(page));
    checkSame(lab, result);
    await page.close();
  }
}

function report(
  name: string,
  type: string,
  engine: string,
  threads: number,
  { tokensPerSecond, promptMs, loadMs }: WritingResult,
  bytes: { now: number; peak: number } | undefined,
): void {
  const gigabytes = bytes ? `${(bytes.now / 1e9).toFixed(2)} GB, ${(bytes.peak / 1e9).toFixed(2)} GB` : '';
  const cells = [
    name,
    type,
    engine,
    threads,
    tokensPerSecond.toFixed(1),
    `${promptMs.toFixed(0)} ms`,
    `${(loadMs / 1000).toFixed(1)} s`,
    gigabytes,
  ];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

/** Both engines gave the first written token about the same probability: they have the same weights. */
function checkSame(
  { first: { logProbabilities } }: LabResult,
  { first: { id, logProbability } }: LlamaCppResult,
): void {
  const difference = Math.abs(logProbabilities[id] - logProbability);
  if (difference > MAX_DIFFERENCE)
    throw new Error(
      `The log probabilities of token ${id} differ by ${difference.toFixed(2)}: these are different models.`,
    );
}

/** Resident memory of the page's process, now and at most; on Linux only. */
async function memory(page: Page): Promise<{ now: number; peak: number } | undefined> {
  if (process.platform !== 'linux') return undefined;
  const target = await page.browser().target().createCDPSession();
  const { processInfo } = await target.send('SystemInfo.getProcessInfo');
  await target.detach();
  const statuses = processInfo
    .filter(({ type, id }) => type === 'renderer' && readdirSync('/proc').includes(String(id)))
    .map(({ id }) => readFileSync(`/proc/${id}/status`, 'utf8'));
  const field = (status: string, name: string) =>
    1024 * Number(new RegExp(`${name}:\\s*(\\d+) kB`).exec(status)?.[1]);
  // The page of the model is the largest of the browser's.
  const all = statuses.map((status) => ({ now: field(status, 'VmRSS'), peak: field(status, 'VmHWM') }));
  return all.sort((a, b) => b.peak - a.peak)[0];
}
