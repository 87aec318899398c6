// `lab lens`: looks into a model file as the page does, and tells it in tables or as JSON.

import { SingleBar } from 'cli-progress';
import { Command, Option } from 'commander';
import { LENSES } from '../../lenses/lenses.ts';
import type { BackendChoice } from '../../node/command-options.ts';
import { backendOption, parseInteger, parseNumber } from '../../node/command-options.ts';
import { startNodeEngine } from '../../node/node-engine.ts';
import { type JsonError, parseStrictJson } from '../../shared/strict-json.ts';
import type { Lenses, LensName, LensProgress } from '../../workers/rpc/api/lab-api.ts';
import { Lab } from '../../workers/session/lab.ts';
import { type QueryLens, TABLE_LENSES } from '../lens-tables.ts';
import { readBytes } from '../model-file.ts';
import { printJson, printLines } from '../output.ts';
import { runEditBenchmark } from './edit-benchmark.ts';

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
    .argument('<name>', `in tables: ${Object.keys(TABLE_LENSES).join(', ')}; as JSON: any of the page’s`)
    .option('--model <files...>', 'model as safetensors, saved by this lab; several for --benchmark')
    .option('--prompt <text>', 'the text that is read')
    .option('--subject <words>', 'who or what the fact is about')
    .option('--relation <name>', 'what is told of it, e.g. sport')
    .option('--answer <word>', 'the token that is followed or taken apart')
    .option('--rival <word>', 'the token that it is compared with')
    .option('--to <word>', 'the new answer of an edit')
    .option('--layer <n>', 'counted from 0', parseInteger)
    .option('--head <n>', 'counted from 0', parseInteger)
    .option('--neuron <n>', 'of an MLP, counted from 0', parseInteger)
    .option('--feature <n>', 'of those that features finds, counted from 0', parseInteger)
    .option('--position <n>', 'of a token, counted from 0', parseInteger)
    .addOption(new Option('--at <token>', 'where an edit reads its key').choices(['answer', 'subject']))
    .option('--protect', 'an edit that leaves the other facts alone, as far as it can')
    .addOption(new Option('--kind <kind>', 'what an ablated head says').choices(['zero', 'mean']))
    .option('--samples <n>', 'noises that a trace averages', parseInteger)
    .option('--noise <n>', 'standard deviations of a trace’s noise', parseNumber)
    .option('--count <n>', 'how many facts are traced, switched off or rewritten', parseInteger)
    .option('--seed <n>', 'of noise and choices', parseInteger)
    .option('--benchmark', 'edit: many facts, in the models given or in three trained for it')
    .option('--ask <json>', 'what a lens is asked, as the page would ask it; for lenses without options here')
    .option('--json', 'one line of JSON instead of tables')
    .addOption(backendOption())
    .action(runLens);
}

async function runLens(name: string, options: LensOptions): Promise<void> {
  const tableLens = TABLE_LENSES[name];
  if (!tableLens && !isLensName(name)) {
    const known = [...Object.keys(TABLE_LENSES), ...Object.keys(LENSES)];
    throw new Error(`There is no lens '${name}'; there are ${known.join(', ')}.`);
  }
  const missing = tableLens?.requiredOptions.filter((need) => options[need] === undefined) ?? [];
  if (missing.length > 0 && !(name === 'edit' && options.benchmark))
    throw new Error(`The lens ${name} needs ${missing.map((need) => `--${need}`).join(' and ')}.`);

  const lab = new Lab(undefined, async () => startNodeEngine(options.backend));
  await lab.start({ backend: options.backend });
  if (options.benchmark) {
    const { result, lines } = await runEditBenchmark(lab, options, withProgress);
    return options.json ? printJson(result) : printLines(lines);
  }
  const [file, ...more] = options.model ?? [];
  if (file === undefined) throw new Error(`The lens ${name} needs --model, a file saved by this lab.`);
  if (more.length > 0) throw new Error('Only --benchmark looks into several models; give one.');
  const run = await lab.transformer.open(readBytes(file));
  const query: QueryLens = (lensName, request) =>
    withProgress((onProgress) => lab.transformer.lens(lensName, request, onProgress));
  if (tableLens) {
    const { result, lines } = await tableLens.run(query, options, run);
    return options.json ? printJson(toPlainJson(result)) : printLines(lines);
  }
  if (isLensName(name)) await printJson(toPlainJson(await query(name, toRequest(name, options))));
}

function isLensName(name: string): name is LensName {
  return Object.hasOwn(LENSES, name);
}

/** What the page would ask: the prompt as its text, and whatever `--ask` says. Lenses check it themselves. */
function toRequest<Name extends LensName>(_: Name, { prompt, ask }: LensOptions): Lenses[Name]['request'] {
  let parsed: unknown = {};
  try {
    if (ask !== undefined) parsed = parseStrictJson(ask);
  } catch (error) {
    throw new Error(`--ask ${(error as JsonError).message}.`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error('--ask is no JSON object.');
  return { ...(prompt !== undefined && { text: prompt }), ...parsed } as Lenses[Name]['request'];
}

/** Does long work with a bar on stderr, from its first word of progress on. */
export async function withProgress<Result>(
  task: (onProgress: (progress: LensProgress) => boolean) => Promise<Result>,
): Promise<Result> {
  const bar = new SingleBar({
    format: '{what} [{bar}] {value}/{total}',
    stream: process.stderr,
    noTTYOutput: false,
  });
  let shown = '';
  try {
    return await task(({ label, done, total }) => {
      if (shown !== label) bar.start(total, done, { what: label });
      else bar.update(done);
      shown = label;
      return true;
    });
  } finally {
    bar.stop();
  }
}

/** Typed arrays as lists: in JSON they would become objects. */
function toPlainJson(result: unknown): unknown {
  return JSON.parse(
    JSON.stringify(result, (_, value) =>
      ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value,
    ),
  );
}
