// Reads the files that commands name.

import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Option } from 'commander';
import type { Executor } from '../../kernels/backends/executor.ts';
import { transformerParameters } from '../../model/architecture/architecture.ts';
import { Weights } from '../../model/architecture/weights.ts';
import type { Checkpoint } from '../../model/files/checkpoint.ts';
import { readCheckpoint } from '../../model/files/checkpoint.ts';
import { parseConfigJson } from '../../model/files/config-json.ts';
import { readSizes } from '../../model/files/llama2c/llama2c-weights.ts';
import { loadModel } from '../../model/files/load-model.ts';
import { headerInSlices } from '../../model/files/safetensors.ts';
import { joinShards, shardNames } from '../../model/files/shards.ts';
import { describeLogitChange, type LogitChange } from '../../model/inspection/logit-change.ts';
import type { Tokenizer } from '../../model/tokenizers/tokenizer.ts';
import { tokenizerFromJson } from '../../model/tokenizers/tokenizer-json.ts';
import { wordTokenizer } from '../../model/tokenizers/words.ts';
import { toTokenizerJson } from '../../model/tokenizers/write-tokenizer-json.ts';
import type { Run } from '../../model/training/run.ts';
import { printMessage } from '../../node/terminal.ts';
import { finish } from '../../shared/budget.ts';
import { endSentence } from '../../shared/end-sentence.ts';
import { errorMessage } from '../../shared/error-message.ts';
import { runToCompletion } from '../../shared/job.ts';
import { JsonError, parseStrictJson } from '../../shared/strict-json.ts';
import { WEIGHT_TYPES, type WeightType } from '../../shared/weight-types.ts';
import { findModel } from '../../workers/persistence/model-files.ts';
import type { RunInfo } from '../../workers/rpc/api/lab-api.ts';
import type { Lab } from '../../workers/session/lab.ts';

/** Of the name of an index, after the name of the weights. */
const INDEX_ENDING = '.index.json';

/** The paths of a model: `config` and `tokenizer` are for files that hold only weights. */
export interface ModelPaths {
  readonly model: string;
  readonly config?: string;
  readonly tokenizer?: string;
  /** How the weights of a model of another library are held; by default as the most exact type that fits. */
  readonly weights?: WeightType;
}

export const configOption = () =>
  new Option('--config <file>', 'config.json, for a file that holds only weights');
export const tokenizerOption = () =>
  new Option(
    '--tokenizer <file>',
    'tokenizer.json, or the tokenizer.bin of a model of llama2.c, for a file that holds only weights; without it the prompt is token ids',
  );

export const weightsOption = () =>
  new Option(
    '--weights <type>',
    'hold the weights of a model of another library in fewer bits; prints how much that changes its logits',
  ).choices(WEIGHT_TYPES);

export function readModelFile({ model, config }: Omit<ModelPaths, 'tokenizer' | 'weights'>): Checkpoint {
  if (isLlama2c(model)) throw new Error(`${model}: models of llama2.c are read by lens, query and generate.`);
  const weights = readWeights(model);
  const modelConfig = config === undefined ? undefined : readConfig(config);
  return openAs(model, () => readCheckpoint(weights, modelConfig));
}

/** Names the file in the error of what is read from it. */
export function openAs<Result>(path: string, open: () => Result): Result {
  try {
    return open();
  } catch (error) {
    throw refusal(path, error);
  }
}

const refusal = (path: string, error: unknown) =>
  new Error(`${path} cannot be opened: ${endSentence(errorMessage(error))}`);

const readConfig = (path: string) => {
  const json = readJson(path);
  return openAs(path, () => parseConfigJson(json));
};

/** As `readModelFile`, with a tokenizer: the one that is named, the file's own, or one of token ids. */
export async function readTextModel(paths: ModelPaths): Promise<Checkpoint & { tokenizer: Tokenizer }> {
  const checkpoint = readModelFile(paths);
  const { V } = checkpoint.config;
  if (paths.tokenizer !== undefined) {
    const { tokenizer: path } = paths;
    const reading = runToCompletion(tokenizerFromJson(readJson(path), V));
    const tokenizer = await reading.catch((error) => Promise.reject(refusal(path, error)));
    return { ...checkpoint, tokenizer };
  }
  return { ...checkpoint, tokenizer: checkpoint.tokenizer ?? idTokenizer(paths.model, V) };
}

/** Opens a model in a lab, to be inspected if it is another library's. What its weights' type changes is reported on stderr. */
export async function openModel(lab: Lab, { weights, ...paths }: ModelPaths): Promise<RunInfo> {
  const bytes = readWeights(paths.model);
  if (!isLlama2c(paths.model) && !weights && paths.config === undefined && paths.tokenizer === undefined)
    return openModelOfLab(lab, paths.model, bytes);
  const run = await lab.transformer.openFiles(filesOfOthers(paths, bytes), weights);
  reportWeights(run.weightType ?? 'float32', run.logitChange);
  return run;
}

/** Opens a model that this lab has trained. */
export const openModelOfLab = (lab: Lab, path: string, bytes = readBytes(path)): Promise<RunInfo> =>
  lab.transformer.open(bytes).catch((error) => Promise.reject(refusal(path, error)));

/** A model of another library whose weights are held as `weights`, outside a lab. */
export async function loadModelOfOthers(executor: Executor, { weights, ...paths }: ModelPaths): Promise<Run> {
  const files = filesOfOthers(paths, readWeights(paths.model));
  const found = await runToCompletion(findModel(files, executor.capacity, weights));
  if (found.kind === 'lab') throw new Error(`${paths.model} was trained by this lab.`);
  const run = await runToCompletion(loadModel(executor, found.model));
  reportWeights(run.weights.weightType, run.plan.logitChange);
  return run;
}

function reportWeights(type: WeightType, change: LogitChange | undefined): void {
  if (change) printMessage(describeLogitChange(type, change));
}

function filesOfOthers(
  { model, config, tokenizer }: Omit<ModelPaths, 'weights'>,
  bytes: Uint8Array<ArrayBuffer>,
): File[] {
  if (isLlama2c(model)) return llama2cFiles({ model, config, tokenizer }, bytes);
  if (openAs(model, () => finish(headerInSlices(bytes, bytes.length))).metadata.has('origin'))
    throw new Error(
      (config ?? tokenizer)
        ? `${model} holds its configuration and its tokenizer; leave out --config and --tokenizer.`
        : `${model} was trained by this lab, in float32; --weights is for models of other libraries.`,
    );
  if (config === undefined)
    throw new Error(`${model} holds only weights; name its config.json with --config.`);
  const ids = () => toTokenizerJson(idTokenizer(model, readConfig(config).V).state());
  const tokenizerJson = tokenizer === undefined ? JSON.stringify(ids()) : readBytes(tokenizer);
  return [
    new File([bytes], basename(model, INDEX_ENDING)),
    new File([readBytes(config)], basename(config)),
    new File([tokenizerJson], 'tokenizer.json'),
  ];
}

/** By its name: llama2.c’s weights have no mark. */
export const isLlama2c = (model: string) => model.endsWith('.bin');

/** A model of llama2.c, whose configuration is in its weights; the tokenizer is a tokenizer.bin. */
function llama2cFiles(
  { model, config, tokenizer }: Omit<ModelPaths, 'weights'>,
  bytes: Uint8Array<ArrayBuffer>,
): File[] {
  const sizes = readSizes(new DataView(bytes.buffer));
  if (!sizes) throw new Error(`${model} is no model of llama2.c.`);
  if (config) throw new Error(`${model} holds its configuration; leave out --config.`);
  const ids = () => JSON.stringify(toTokenizerJson(idTokenizer(model, sizes.V).state()));
  const weights = new File([bytes], basename(model));
  if (tokenizer === undefined) return [weights, new File([ids()], 'tokenizer.json')];
  return [
    weights,
    new File([readBytes(tokenizer)], `tokenizer.${tokenizer.endsWith('.bin') ? 'bin' : 'json'}`),
  ];
}

/** The bytes of a safetensors file: the one that is named, or all files of an index as one. */
function readWeights(path: string): Uint8Array<ArrayBuffer> {
  if (!path.endsWith(INDEX_ENDING)) return readBytes(path);
  const index = readJson(path);
  const shards = shardNames(index).map((name) => {
    if (name !== basename(name) || name.includes('\0'))
      throw new Error(`${path} names “${name}”, which is no file beside it.`);
    const bytes = readBytes(join(dirname(path), name));
    const header = openAs(join(dirname(path), name), () => finish(headerInSlices(bytes, bytes.length)));
    return { bytes, file: new File([bytes], name), header };
  });
  openAs(path, () => joinShards(shards, index));
  let start = 0;
  const entries: [string, unknown][] = [];
  for (const { header, bytes } of shards) {
    for (const { name, dtype, shape, begin, end } of header.entries)
      entries.push([name, { dtype, shape, data_offsets: [start + begin, start + end] }]);
    start += bytes.length - header.dataStart;
  }
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Uint8Array.from(
    Buffer.concat([length, header, ...shards.map(({ bytes, header }) => bytes.subarray(header.dataStart))]),
  );
}

/** Reads a prompt such as `5 17 3`. */
function idTokenizer(model: string, V: number): Tokenizer {
  printMessage(`${model} has no tokenizer: the prompt is read as token ids.`);
  return wordTokenizer(Array.from({ length: V }, (_, id) => String(id)));
}

/** Uploads a checkpoint's weights to an engine. */
export function uploadWeights(executor: Executor, { config, weights: values }: Checkpoint): Weights {
  const weights = new Weights(executor, transformerParameters(config));
  weights.set(values);
  return weights;
}

export function readJson(path: string): unknown {
  try {
    return parseStrictJson(readText(path));
  } catch (error) {
    throw error instanceof JsonError ? new Error(`${path} ${error.message}.`) : error;
  }
}

/** Throws when the file is not UTF-8. */
export function readText(path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readBytes(path));
  } catch (error) {
    if (error instanceof TypeError) throw new Error(`${path} is not plain text in UTF-8.`);
    throw error;
  }
}

export function readBytes(path: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(readFileSync(path));
  } catch (error) {
    throw new Error(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}.`);
  }
}
