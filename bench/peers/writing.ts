// `npm run bench:writing`: the lab and llama.cpp in WebAssembly write with the same weights in the same browser.

import { existsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Page } from 'puppeteer';
import { parseNumber } from '../../src/node/command-options.ts';
import type { WeightType } from '../../src/shared/weight-types.ts';
import { ISOLATED, withBenchBrowser } from '../browser-runner.ts';
import { SHAPES, writeRandomModel } from '../models/random-model.ts';
import { installPeers } from './install.ts';
import { type GgufType, writeGguf } from './writing/gguf.ts';
import type { Opened, Round } from './writing/page.ts';
import { newestPageProcess, type PageProcess } from './writing/page-process.ts';

/** Types of the lab, and of llama.cpp with as many bits a code. */
const TYPES: Readonly<Record<WeightType, GgufType | undefined>> = {
  float32: undefined,
  float16: 'F16',
  int8: 'Q8_0',
  int4: 'Q4_0',
};
/** Of a log probability, in nats. Codes of 4 bits are rounded too differently to tell models apart by it. */
const MAX_DIFFERENCE: Readonly<Record<WeightType, number>> = {
  ...{ float32: 0, float16: 0.5, int8: 0.5, int4: Number.POSITIVE_INFINITY },
};

const COLUMNS = [
  ...['model', 'weights', 'engine', 'threads', 'tokens/s', 'per second of processor time'],
  ...['prompt', 'load', 'memory, peak'],
];

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
  .option('--threads <counts...>', 'of both engines', (value, all: number[] = []) => [...all, Number(value)])
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
  process.stdout.write(`| ${COLUMNS.join(' | ')} |\n|${COLUMNS.map(() => '---|').join('')}\n`);
  for (const name of model)
    for (const each of type)
      await withBenchBrowser(
        'bench/peers/writing/page.html',
        async (open) => {
          const contenders = await openAll(open, join(models, name), each, threads);
          // By turns: what else the machine does slows all of them alike.
          for (let round = 0; round < rounds; round++)
            for (const contender of contenders) await measure(contender, tokens);
          for (const contender of contenders) report(name, contender, tokens);
        },
        { ...ISOLATED, fs: { allow: ['.', models] } }, // llama.cpp's threads share memory
      );
}

interface Contender {
  readonly page: Page;
  readonly engine: string;
  readonly type: string;
  readonly threads: number;
  readonly loadMs: number;
  readonly process: PageProcess | undefined;
  readonly measured: Round[];
  /** Processor seconds of rounds of one token, and of all. */
  readonly seconds: { readonly one: number[]; readonly all: number[] };
}

async function openAll(
  open: () => Promise<Page>,
  folder: string,
  type: WeightType,
  threads: readonly number[],
): Promise<Contender[]> {
  const ready = async () => {
    const page = await open();
    await page.waitForFunction(() => 'openLab' in window);
    return page;
  };
  const contender = async (
    page: Page,
    engine: string,
    type: string,
    threads: number,
    { loadMs }: Opened,
  ) => ({
    ...{ page, engine, type, threads, loadMs },
    ...{ process: await newestPageProcess(page), measured: [], seconds: { one: [], all: [] } },
  });
  const contenders: Contender[] = [];
  const gguf = TYPES[type];
  for (const count of threads) {
    const labPage = await ready();
    const lab = await labPage.evaluate(
      (path, each, count) => window.openLab(path, each, count),
      ...([`/@fs${folder}`, type, count] as const),
    );
    contenders.push(await contender(labPage, 'lab', type, count, lab));
    if (!gguf) continue;
    const page = await ready();
    const opened = await page.evaluate(
      (path, each) => window.openLlamaCpp(path, each),
      ...([`/@fs${folder}/${gguf}.gguf`, count] as const),
    );
    checkSame(lab, opened, MAX_DIFFERENCE[type]);
    contenders.push(await contender(page, 'llama.cpp', gguf, count, opened));
  }
  return contenders;
}

/** Both engines give a token after the prompt about the same probability: they have the same weights. */
function checkSame(lab: Opened, { logProbabilities }: Opened, most: number): void {
  for (const [id, logProbability] of Object.entries(logProbabilities)) {
    const difference = Math.abs(lab.logProbabilities[Number(id)] - logProbability);
    if (!(difference <= most))
      throw new Error(
        `The log probabilities of token ${id} differ by ${difference}: these are different models.`,
      );
  }
}

async function measure({ page, process, measured, seconds }: Contender, tokens: number): Promise<void> {
  const write = async (count: number, times: number[]) => {
    const begin = process?.processorSeconds() ?? 0;
    const round = await page.evaluate((count) => window.write(count), count);
    times.push((process?.processorSeconds() ?? 0) - begin);
    return round;
  };
  await write(1, seconds.one);
  measured.push(await write(tokens, seconds.all));
}

function report(
  name: string,
  { type, engine, threads, loadMs, process, measured, seconds }: Contender,
  tokens: number,
): void {
  const speed = Math.max(...measured.map(({ tokensPerSecond }) => tokensPerSecond));
  const perProcessorSecond = (tokens - 1) / (Math.min(...seconds.all) - Math.min(...seconds.one));
  const prompt = Math.min(...measured.map(({ promptMs }) => promptMs));
  const gigabytes = Object.values(process?.memory() ?? {}).map((bytes) => `${(bytes / 1e9).toFixed(2)} GB`);
  const cells = [
    ...[name, type, engine, threads, speed.toFixed(1), process ? perProcessorSecond.toFixed(1) : ''],
    ...[`${prompt.toFixed(0)} ms`, `${(loadMs / 1000).toFixed(1)} s`, gigabytes.join(', ')],
  ];
  globalThis.process.stdout.write(`| ${cells.join(' | ')} |\n`);
}
