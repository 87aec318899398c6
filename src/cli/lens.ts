// `lab lens`: looks into a model file as the page does, and tells it in tables or as JSON.

import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import { type JsonProblem, parseStrictly } from '../model/strict-json.ts';
import { Lab } from '../workers/lab.ts';
import type { Lenses, LensName, LensProgress } from '../workers/lab-api.ts';
import { LENSES } from '../workers/lenses/lenses.ts';
import { editBenchmark } from './edit-benchmark.ts';
import { nodeEngine } from './engine.ts';
import { type Look, TOLD_LENSES } from './lens-words.ts';
import { readBytes } from './model.ts';
import type { BackendChoice } from './options.ts';
import { backendOption, realNumber, wholeNumber } from './options.ts';
import { printResult, printText } from './output.ts';

export interface LensOptions {
  model?: string[];
  prompt?: string;
  ask?: string;
  subject?: string;
  relation?: string;
  answer?: string;
  rival?: string;
  to?: string;
  layer?: number;
  head?: number;
  neuron?: number;
  feature?: number;
  position?: number;
  at?: 'answer' | 'subject';
  protect?: boolean;
  kind?: 'zero' | 'mean';
  samples?: number;
  noise?: number;
  count?: number;
  seed?: number;
  benchmark?: boolean;
  backend: BackendChoice;
  json?: boolean;
}

export function lensCommand(): Command {
  return new Command('lens')
    .description('look into a model through one of the page’s lenses')
    .argument('<name>', `in tables: ${Object.keys(TOLD_LENSES).join(', ')}; as JSON: any of the page’s`)
    .option('--model <files...>', 'model as safetensors, saved by this lab; several for --benchmark')
    .option('--prompt <text>', 'the text that is read')
    .option('--subject <words>', 'who or what the fact is about')
    .option('--relation <name>', 'what is told of it, e.g. sport')
    .option('--answer <word>', 'the token that is followed or taken apart')
    .option('--rival <word>', 'the token that it is compared with')
    .option('--to <word>', 'the new answer of an edit')
    .option('--layer <n>', 'counted from 0', wholeNumber)
    .option('--head <n>', 'counted from 0', wholeNumber)
    .option('--neuron <n>', 'of an MLP, counted from 0', wholeNumber)
    .option('--feature <n>', 'of those that features finds, counted from 0', wholeNumber)
    .option('--position <n>', 'of a token, counted from 0', wholeNumber)
    .addOption(new Option('--at <token>', 'where an edit reads its key').choices(['answer', 'subject']))
    .option('--protect', 'an edit that leaves the other facts alone, as far as it can')
    .addOption(new Option('--kind <kind>', 'what an ablated head says').choices(['zero', 'mean']))
    .option('--samples <n>', 'noises that a trace averages', wholeNumber)
    .option('--noise <n>', 'standard deviations of a trace’s noise', realNumber)
    .option('--count <n>', 'how many facts are traced, switched off or rewritten', wholeNumber)
    .option('--seed <n>', 'of noise and choices', wholeNumber)
    .option('--benchmark', 'edit: many facts, in the models given or in three trained for it')
    .option('--ask <json>', 'what a lens is asked, as the page would ask it; for lenses without options here')
    .option('--json', 'one line of JSON instead of tables')
    .addOption(backendOption())
    .action(lens);
}

async function lens(name: string, options: LensOptions): Promise<void> {
  const told = TOLD_LENSES[name];
  if (!told && !isLensName(name)) {
    const known = [...Object.keys(TOLD_LENSES), ...Object.keys(LENSES)];
    throw new Error(`There is no lens '${name}'; there are ${known.join(', ')}.`);
  }
  const missing = told?.needs.filter((need) => options[need] === undefined) ?? [];
  if (missing.length > 0 && !(name === 'edit' && options.benchmark))
    throw new Error(`The lens ${name} needs ${missing.map((need) => `--${need}`).join(' and ')}.`);

  const lab = new Lab(undefined, async () => nodeEngine(options.backend));
  await lab.start({ backend: options.backend });
  if (options.benchmark) {
    const { reading, lines } = await editBenchmark(lab, options, withProgress);
    return options.json ? printResult(reading) : printText(lines);
  }
  const [file, ...more] = options.model ?? [];
  if (file === undefined) throw new Error(`The lens ${name} needs --model, a file saved by this lab.`);
  if (more.length > 0) throw new Error('Only --benchmark looks into several models; give one.');
  const run = await lab.open(readBytes(file));
  const look: Look = (asked, asks) => withProgress((watch) => lab.lens(asked, asks, watch));
  if (told) {
    const { reading, lines } = await told.look(look, options, run);
    return options.json ? printResult(plain(reading)) : printText(lines);
  }
  if (isLensName(name)) await printResult(plain(await look(name, askOf(name, options))));
}

function isLensName(name: string): name is LensName {
  return Object.hasOwn(LENSES, name);
}

/** What the page would ask: the prompt as its text, and whatever `--ask` says. Lenses check it themselves. */
function askOf<Name extends LensName>(_: Name, { prompt, ask }: LensOptions): Lenses[Name]['asks'] {
  let given: unknown = {};
  try {
    if (ask !== undefined) given = parseStrictly(ask);
  } catch (error) {
    throw new Error(`--ask ${(error as JsonProblem).message}.`);
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new Error('--ask is no JSON object.');
  return { ...(prompt !== undefined && { text: prompt }), ...given } as Lenses[Name]['asks'];
}

/** Does long work with a bar on stderr, from its first word of progress on. */
export async function withProgress<Result>(
  work: (watch: (progress: LensProgress) => boolean) => Promise<Result>,
): Promise<Result> {
  const bar = new SingleBar({
    format: '{what} [{bar}] {value}/{total}',
    stream: process.stderr,
    noTTYOutput: false,
  });
  let shown = '';
  try {
    return await work(({ what, done, total }) => {
      if (shown !== what) bar.start(total, done, { what });
      else bar.update(done);
      shown = what;
      return true;
    });
  } finally {
    bar.stop();
  }
}

/** Typed arrays as lists: in JSON they would become objects. */
function plain(reading: unknown): unknown {
  return JSON.parse(
    JSON.stringify(reading, (_, value) =>
      ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value,
    ),
  );
}
