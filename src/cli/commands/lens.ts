// `lab lens`: a lens on a model file, as a table or as JSON.

import { Command, InvalidArgumentError, Option } from 'commander';
import type { HeadIndex } from '../../lenses/attention/head-index.ts';
import type { LensOutput, LensQuery } from '../../lenses/shared/lens-table.ts';
import { METHODS, METRICS } from '../../lenses/shared/patching-options.ts';
import { backendOption, parseInteger, parseNumber } from '../../node/command-options.ts';
import { startNodeEngine } from '../../node/node-engine.ts';
import { printJson, printLines, printMessage } from '../../node/terminal.ts';
import { LENSES, type LensName, parseLensRequest } from '../../workers/requests/lens-requests.ts';
import type { RunInfo } from '../../workers/rpc/api/lab-api.ts';
import type { Lab } from '../../workers/session/lab.ts';
import { checkpointModels } from '../shared/checkpoint-models.ts';
import { parseJsonOption, toPlainJson } from '../shared/json.ts';
import { parseLensName } from '../shared/lens-name.ts';
import type { LensCommandOptions } from '../shared/lens-options.ts';
import { configOption, openModel, tokenizerOption, weightsOption } from '../shared/model-file.ts';
import { createNodeLab } from '../shared/node-lab.ts';
import { withProgress } from '../shared/with-progress.ts';
import { runEditBenchmark } from './edit-benchmark.ts';
import { writePatching } from './lens-patching.ts';

/** Former spellings of `request`, `contrast`, `site` and `preserveOthers`. */
interface LegacyOptions {
  ask?: LensCommandOptions['request'];
  rival?: LensCommandOptions['contrast'];
  at?: LensCommandOptions['site'];
  protect?: LensCommandOptions['preserveOthers'];
}

const TABLE_NAMES = Object.values(LENSES).flatMap(({ name, table }) => (table ? [name] : []));

export function lensCommand(): Command {
  return new Command('lens')
    .description('inspect a model through a lens')
    .argument('<name>', `as a table: ${TABLE_NAMES.join(', ')}; all other lenses as JSON`)
    .option('--model <files...>', 'model as safetensors; several, saved by this lab, for --benchmark')
    .addOption(configOption())
    .addOption(tokenizerOption())
    .addOption(weightsOption())
    .option('--prompt <text>', 'text that the model reads')
    .option('--corrupt-prompt <text>', 'patching: a second prompt of the same length')
    .option('--subject <words>', 'subject of a fact')
    .option('--relation <name>', 'relation of a fact, e.g. sport')
    .option('--answer <word>', 'token to follow or to attribute')
    .option('--contrast <word>', 'attribution and patching: token that the answer is compared with')
    .option('--to <word>', 'edit: new answer; steering: class of --set')
    .option('--layer <n>', 'counted from 0', parseInteger)
    .option('--head <n>', 'counted from 0', parseInteger)
    .option('--neuron <n>', 'of an MLP, counted from 0', parseInteger)
    .option('--feature <n>', 'of a sparse autoencoder, counted from 0', parseInteger)
    .option('--position <n>', 'of a token, counted from 0', parseInteger)
    .addOption(siteOption('--site <token>', 'edit: token whose key is edited'))
    .option('--preserve-others', 'edit: constrain the answers to other prompts')
    .addOption(
      new Option('--kind <kind>', 'ablation, head-table: replacement').choices(['zero', 'mean', 'resample']),
    )
    .option(
      '--also <heads...>',
      'ablation: further heads such as 1.2, layer and head counted from 0',
      parseHeads,
    )
    .option('--batches <n>', 'ablation: validation batches', parseInteger)
    .option('--samples <n>', 'trace: noise samples', parseInteger)
    .option('--noise <n>', 'trace: noise in standard deviations of the embedding', parseNumber)
    .option('--count <n>', 'number of facts, features or rows', parseInteger)
    .option('--seed <n>', 'random seed', parseInteger)
    .option('--benchmark', 'edit: many facts, in the given models or in three models trained for it')
    .addOption(
      new Option('--baseline <weights>', 'edit --benchmark: fine-tune this instead').choices([
        'matrix',
        'model',
      ]),
    )
    .option('--pairs <n>', 'patching: pairs of prompts from the data set, like --prompt', parseInteger)
    .addOption(new Option('--metric <name>', 'patching: what is measured').choices(METRICS))
    .addOption(new Option('--method <name>', 'patching: what replaces an activation').choices(METHODS))
    .option('--integration-steps <n>', 'patching: steps of integrated gradients', parseInteger)
    .option('--set <name>', 'steering, probes: labels of the data set, such as gender')
    .option('--from <class>', 'steering: class of --set')
    .option('--toward <prompts...>', 'steering: prompts that the direction leads to')
    .option('--away <prompts...>', 'steering: prompts that it leads away from')
    .option('--strength <n>', 'steering: in mean lengths of the stream there', parseNumber)
    .option('--rate <n>', 'influence: of the gradient steps', parseNumber)
    .option('--ids <file>', 'patching: JSON of clean prompts, rows of token ids')
    .option('--corrupt-ids <file>', 'patching: JSON of corrupted prompts, rows of the same lengths')
    .option('--answers <file>', 'patching: JSON of a row [answer, other] of token ids for each pair')
    .option('--out <file>', 'patching of --ids: output file')
    .option('--checkpoints <folder>', 'also on each checkpoint that train --checkpoints wrote there')
    .option('--request <json>', 'request as JSON')
    .addOption(new Option('--ask <json>').hideHelp())
    .addOption(new Option('--rival <word>').hideHelp())
    .addOption(siteOption('--at <token>').hideHelp())
    .addOption(new Option('--protect').hideHelp())
    .option('--json', 'one line of JSON instead of a table')
    .addOption(backendOption())
    .action((name: string, options: LensCommandOptions & LegacyOptions) =>
      runLens(name, withoutLegacyOptions(options)),
    );
}

function parseHeads(text: string, heads: HeadIndex[] = []): HeadIndex[] {
  const match = /^(\d+)\.(\d+)$/.exec(text);
  if (!match) throw new InvalidArgumentError('a head is written as layer.head, such as 1.2.');
  return [...heads, { layer: Number(match[1]), head: Number(match[2]) }];
}

const siteOption = (flags: string, description?: string) =>
  new Option(flags, description).choices(['answer', 'subject']);

function withoutLegacyOptions(options: LensCommandOptions & LegacyOptions): LensCommandOptions {
  const { ask, rival, at, protect, ...current } = options;
  const legacy = { request: ask, contrast: rival, site: at, preserveOthers: protect };
  return { ...legacy, ...current };
}

async function runLens(text: string, options: LensCommandOptions): Promise<void> {
  const name = parseLensName(text);
  if (options.ids !== undefined) return patchFiles(name, options);
  const isBenchmark = name === 'edit' && options.benchmark;
  if (!isBenchmark) assertRequiredOptions(name, options);
  else if (options.config ?? options.tokenizer)
    throw new Error('--benchmark edits models of this lab; leave out --config and --tokenizer.');
  if (options.checkpoints !== undefined && (options.config ?? options.tokenizer))
    throw new Error('--checkpoints are of a model of this lab; leave out --config and --tokenizer.');
  const lab = createNodeLab(async () => startNodeEngine(options.backend));
  await lab.start({ backend: options.backend });
  if (isBenchmark) return printOutput(await runEditBenchmark(lab, options), options);
  const [file, ...more] = options.model ?? [];
  if (file === undefined) throw new Error(`The lens ${name} needs --model, a file of weights.`);
  if (more.length > 0) throw new Error('Only --benchmark takes several models; give one.');
  if (options.checkpoints !== undefined)
    return printOutput(await computeAlong(lab, name, file, options.checkpoints, options), options);
  const run = await openModel(lab, { ...options, model: file });
  const request = toRequest(name, options, run);
  await printOutput(await computeOutput(lab, name, request, options), options);
}

/** A lens on each checkpoint of a training, and on the model at its end. */
async function computeAlong(
  lab: Lab,
  name: LensName,
  model: string,
  folder: string,
  options: LensCommandOptions,
): Promise<LensOutput> {
  const results: { step: number; result: unknown }[] = [];
  const tables: string[] = [];
  const { table, atCheckpoint } = LENSES[name];
  for (const { step, file, isLast } of checkpointModels(model, folder, printMessage)) {
    const run = await lab.transformer.open(file);
    const request = toRequest(name, options, run);
    const asked = isLast ? request : (atCheckpoint?.(request as never) ?? request);
    const { result, lines = [JSON.stringify(toPlainJson(result))] } = await computeOutput(
      lab,
      name,
      asked,
      options,
    );
    results.push({ step, result });
    tables.push(`step ${step}`, ...lines, '');
  }
  const lines = table?.formatSteps?.(results.map(({ result }) => result) as never, options) ?? tables;
  return { result: results, lines };
}

async function patchFiles(name: LensName, { model = [], ids = '', ...options }: LensCommandOptions) {
  if (name !== 'patching')
    throw new Error(`The lens ${name} reads no --ids; it reads --prompt or --request.`);
  if (model.length !== 1) throw new Error('The lens patching needs --model, one file of weights.');
  await writePatching({ ...options, model: model[0], ids });
}

function assertRequiredOptions(name: LensName, options: LensCommandOptions): void {
  if (options.request !== undefined) return;
  const missing = LENSES[name].table?.requiredOptions?.filter((option) => options[option] === undefined);
  if (missing && missing.length > 0)
    throw new Error(
      `The lens ${name} needs ${missing.map((option) => `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`).join(' and ')}.`,
    );
}

/** Of the options, or `--request`. */
function toRequest(name: LensName, options: LensCommandOptions, run: RunInfo): object {
  const { table } = LENSES[name];
  const request =
    options.request === undefined && table ? table.toRequest(options, run) : parseRequest(options);
  return parseLensRequest(name, request);
}

/** Without `lines` the output is JSON. */
async function computeOutput(
  lab: Lab,
  name: LensName,
  request: object,
  options: LensCommandOptions,
): Promise<Partial<LensOutput>> {
  const { table } = LENSES[name];
  const compute = (lens: LensName, request: object) =>
    withProgress((onProgress) => lab.transformer.lens(lens, request as never, onProgress));
  const query: LensQuery = (lens, request) =>
    compute(lens.name as LensName, request as object) as Promise<never>;
  const result = await compute(name, request);
  if (!table) return { result };
  const output = await table.format(result as never, options, query);
  return 'lines' in output ? output : { result, lines: output };
}

/** `--request`, with `--prompt` as its text. Lenses validate it. */
const parseRequest = ({ prompt, request = '{}' }: LensCommandOptions): object => ({
  ...(prompt !== undefined && { text: prompt }),
  ...parseJsonOption('request', request),
});

async function printOutput({ result, lines }: Partial<LensOutput>, { json }: LensCommandOptions) {
  await (json || !lines ? printJson(toPlainJson(result)) : printLines(lines));
}
