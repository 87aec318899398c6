// Finds a model in files that were dropped or picked together: one of this lab, or one of another library.

import type { Capacity } from '../../kernels/backends/executor.ts';
import { transformerParameters } from '../../model/architecture/architecture.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import { flopsPerToken } from '../../model/architecture/flops.ts';
import { parameterCount } from '../../model/architecture/parameters.ts';
import { type Checkpoint, checkpointInSlices } from '../../model/files/checkpoint.ts';
import { isHuggingFaceConfig } from '../../model/files/hugging-face-config.ts';
import { fromLlama2c } from '../../model/files/llama2c/from-llama2c.ts';
import { type PreparedModel, prepareModel } from '../../model/files/load-model.ts';
import { readSafeTensorsHeader, type SafeTensorsHeader } from '../../model/files/safetensors.ts';
import { isShardIndex, joinShards, type Shard } from '../../model/files/shards.ts';
import { isTokenizerJson } from '../../model/tokenizers/tokenizer-json.ts';
import { FILE_BUDGET, withinBudget } from '../../shared/budget.ts';
import { endSentence } from '../../shared/end-sentence.ts';
import { errorMessage } from '../../shared/error-message.ts';
import type { Job } from '../../shared/job.ts';
import { JsonError, parseJsonInSlices } from '../../shared/strict-json.ts';
import type { WeightType } from '../../shared/weight-types.ts';
import type { FilesInfo } from '../rpc/api/files-api.ts';
import { chatTemplateOf } from './chat-template.ts';

/** A model saved by this lab: it can be trained further. */
interface LabModel {
  readonly kind: 'lab';
  readonly checkpoint: Checkpoint;
}

interface ReadOnlyModel {
  readonly kind: 'read-only';
  readonly model: PreparedModel;
  readonly chatTemplate?: string;
}

/** Of the tokenizer, with the chat template. */
const SETTINGS = 'tokenizer_config.json';
const INDEX = 'model.safetensors.index.json';
type JsonRole = 'config.json' | 'tokenizer.json' | typeof INDEX;

/** Larger than any model that this lab can train. */
const MAX_LAB_FILE_BYTES = 256e6;
/** GPT-2's tokenizer has one or two megabytes. */
const MAX_JSON_BYTES = 32e6;
/** The folder of a model has about ten files. */
const MAX_FILES = 40;
/** Files of a model folder that are not needed. */
const IGNORED_FILES = [
  ...[SETTINGS, 'generation_config.json', 'special_tokens_map.json', 'added_tokens.json'],
  ...['vocab.json', 'merges.txt', 'README.md', '.gitattributes', 'LICENSE', '.DS_Store'],
];
/** Suffixes of other formats, and why they are not supported. */
const OTHER_FORMATS: Readonly<Record<string, string>> = {
  bin: 'Weights in a pickle can run code when they are read; choose model.safetensors instead',
  pt: 'Weights in a pickle can run code when they are read; save them as safetensors',
  pth: 'Weights in a pickle can run code when they are read; save them as safetensors',
  gguf: 'This lab reads safetensors, and no quantised formats',
  onnx: 'This lab reads safetensors',
  h5: 'This lab reads safetensors',
};

/** @throws Error that names the file */
export async function* findModel(
  chosen: readonly File[],
  capacity: Capacity,
  weightType?: WeightType,
): Job<LabModel | ReadOnlyModel> {
  if (chosen.length > MAX_FILES)
    throw new Error(
      `${chosen.length} files were chosen; a model has a handful: its weights, config.json and tokenizer.json.`,
    );
  const files = yield* fromLlama2c(chosen);
  const { weightFiles, jsons } = classifyFiles(files);
  const shards: Shard[] = [];
  for (const file of weightFiles)
    shards.push({ file, header: yield* withFileName(file, readSafeTensorsHeader(file)) });
  const [{ file: first, header: firstHeader }] = shards;
  if (shards.length === 1 && firstHeader.metadata.has('origin'))
    return yield* withFileName(first, labModel(first, firstHeader));
  const classified: { file: File; value: unknown; role?: JsonRole }[] = [];
  for (const file of jsons) {
    const value = yield* withFileName(file, readJson(file));
    classified.push({ file, value, role: roleOf(value) });
  }
  const unrecognized = classified.find(({ role }) => role === undefined);
  if (unrecognized)
    throw new Error(`“${unrecognized.file.name}” is neither a model’s config.json nor its tokenizer.json.`);
  const singleOf = (role: string) => {
    const [one, other] = classified.filter((each) => each.role === role);
    if (other) throw new Error(`“${one.file.name}” and “${other.file.name}” are both a ${role}; choose one.`);
    return one?.value;
  };
  const { file: weights, header } = joinShards(shards, singleOf(INDEX));
  const modelFiles = {
    weights,
    header,
    config: singleOf('config.json') ?? (yield* withFileName(weights, embeddedConfig(header))),
    tokenizer: singleOf('tokenizer.json'),
  };
  const settings = files.find(({ name }) => name === SETTINGS);
  const chatTemplate = settings && chatTemplateOf(yield* withFileName(settings, readJson(settings)));
  const model = yield* withFileName(weights, prepareModel(modelFiles, capacity, weightType));
  return { kind: 'read-only', model, chatTemplate };
}

/** Preview of a model that is not opened yet. */
export function toFilesInfo(found: LabModel | ReadOnlyModel): FilesInfo {
  if (found.kind === 'read-only') {
    const { name, config, memoryBytes, layout, weightChoices, dtypes, notes } = found.model;
    return {
      ...commonInfo(name, config),
      use: 'read-only',
      memoryBytes,
      chatTemplate: found.chatTemplate,
      weightType: layout.weightType,
      weightChoices: [...weightChoices],
      facts: [
        { label: 'numbers in the file', value: dtypes.join(' and ') },
        { label: 'tokenizer', value: 'tokenizer.json' },
      ],
      notes: [...notes],
    };
  }
  const { config, origin, tokenizer } = found.checkpoint;
  return {
    ...commonInfo(origin?.settings.preset ?? '', config),
    use: 'train',
    step: origin?.step,
    facts: [
      { label: 'trained by', value: origin?.engine ?? '' },
      { label: 'tokenizer', value: tokenizer?.kind ?? '' },
      ...(origin?.edits?.length ? [{ label: 'edited facts', value: origin.edits.length }] : []),
    ],
    notes: [],
  };
}

function commonInfo(name: string, model: ModelConfig) {
  return {
    name,
    model,
    parameterCount: parameterCount(transformerParameters(model)),
    flopsPerToken: flopsPerToken(model),
  };
}

async function* labModel(file: File, { metadata }: SafeTensorsHeader): Job<LabModel> {
  if (!metadata.has('tokenizer')) throw new Error('it does not say how its tokens are cut');
  if (file.size > MAX_LAB_FILE_BYTES) throw new Error('it is larger than any model of this lab');
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { kind: 'lab', checkpoint: yield* withinBudget(checkpointInSlices(bytes), FILE_BUDGET) };
}

function classifyFiles(files: readonly File[]): { weightFiles: File[]; jsons: File[] } {
  const wanted = files.filter(({ name }) => !IGNORED_FILES.includes(name));
  const endsWith = (ending: string) => wanted.filter(({ name }) => name.toLowerCase().endsWith(`.${ending}`));
  const weights = endsWith('safetensors');
  for (const [ending, why] of Object.entries(OTHER_FORMATS)) {
    const [other] = endsWith(ending);
    if (other && weights.length === 0) throw new Error(`“${other.name}” cannot be opened. ${why}.`);
  }
  const jsons = endsWith('json');
  // A single file with another name may contain weights; its first bytes decide.
  const weightFiles = weights.length === 0 && wanted.length === 1 && jsons.length === 0 ? wanted : weights;
  if (weightFiles.length === 0) {
    const names = files.slice(0, 3).map(({ name }) => `“${name}”`);
    throw new Error(
      `There are no weights in ${names.join(', ')}; choose a model’s .safetensors file as well.`,
    );
  }
  return { weightFiles, jsons };
}

async function* readJson(file: File): Job<unknown> {
  if (file.size > MAX_JSON_BYTES) throw new Error('it is far too large for a description of a model');
  return yield* parseJson(decodeUtf8(await file.arrayBuffer()));
}

function roleOf(value: unknown): JsonRole | undefined {
  if (isTokenizerJson(value)) return 'tokenizer.json';
  if (isShardIndex(value)) return INDEX;
  const isOurs = typeof value === 'object' && value !== null && 'd_model' in value;
  return isOurs || isHuggingFaceConfig(value) ? 'config.json' : undefined;
}

/** A file of this lab that lost its origin in Python tools may still contain its config. */
async function* embeddedConfig({ metadata }: SafeTensorsHeader): Job<unknown> {
  const text = metadata.get('config');
  return text === undefined ? undefined : yield* parseJson(text);
}

function decodeUtf8(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('it is no text in UTF-8');
  }
}

async function* parseJson(text: string): Job<unknown> {
  try {
    return yield* withinBudget(parseJsonInSlices(text), FILE_BUDGET);
  } catch (error) {
    throw error instanceof JsonError ? new Error(`it ${error.message}`) : error;
  }
}

/** Adds the name of the file to errors. */
async function* withFileName<Result>(file: File, job: Job<Result>): Job<Result> {
  try {
    return yield* job;
  } catch (error) {
    throw new Error(`“${file.name}” cannot be opened: ${endSentence(errorMessage(error))}`);
  }
}
