// A model file: a safetensors file with the weight names of Hugging Face; config, tokenizer, settings and history in its metadata.

import * as v from 'valibot';
import { KernelError } from '../../kernels/errors.ts';
import { finish, type Sliced } from '../../shared/budget.ts';
import { joinMessages } from '../../shared/field-error.ts';
import { toFloat16 } from '../../shared/float16.ts';
import { own } from '../../shared/own-record.ts';
import { plainJson } from '../../shared/plain-json.ts';
import { shownValue } from '../../shared/shown-value.ts';
import { type JsonError, parseJsonInSlices } from '../../shared/strict-json.ts';
import {
  boundedRecord,
  boundedString,
  integerBetween,
  looseObject,
  parseWithSchema,
} from '../../shared/validation.ts';
import { transformerParameters } from '../architecture/architecture.ts';
import type { ModelConfig } from '../architecture/config.ts';
import type { Parameter } from '../architecture/parameters.ts';
import type { WeightValues } from '../architecture/weights.ts';
import { EDIT_RECORDS_SCHEMA, type EditRecord } from '../editing/edit-record.ts';
import { restoreTokenizer } from '../tokenizers/restore-tokenizer.ts';
import type { Tokenizer } from '../tokenizers/tokenizer.ts';
import { type RunSettings, settingProblems } from '../training/run-plan.ts';
import { RUN_SETTINGS_SCHEMA } from '../training/run-settings-schema.ts';
import type { Moments } from '../training/trainer.ts';
import { parseConfigJson, toConfigJson } from './config-json.ts';
import { verifyDigestInSlices, withDigest } from './digest.ts';
import { toFloats } from './float-types.ts';
import { foreignFile } from './foreign-tensors.ts';
import { type RunHistory, readRunHistory, serializeHistory } from './history-metadata.ts';
import { fileFamilyOf, toHuggingFace } from './hugging-face-config.ts';
import { momentTensorNames, readMomentTensors, toMomentTensors } from './moment-tensors.ts';
import { readNamedTensors, rejectUnknownTensors, toNamedTensors } from './named-tensors.ts';
import { fromOriginSettings, optimizerOf, toOriginSettings } from './origin-settings.ts';
import type { SafeTensorsFile } from './safetensors.ts';
import { safeTensorsInSlices, writeSafeTensors } from './safetensors.ts';

/** Provenance of a model: enough to reproduce it or to continue its training. */
export interface Origin {
  readonly settings: RunSettings;
  readonly step: number;
  /** Engine and kernel variants of the training: a run resumes bit-exactly only on the same ones. */
  readonly engine: string;
  readonly variants: Readonly<Record<string, string>>;
  /** Rank-one edits applied to the weights. */
  readonly edits?: readonly EditRecord[];
}

/** State for undoing the latest edits. */
export interface UndoState {
  /** The edited matrices by name, before the edits. */
  readonly previousMatrices: WeightValues;
  /** The edits since then, as JSON of the edit history. */
  readonly serializedEdits: string;
}

export interface Checkpoint {
  readonly config: ModelConfig;
  readonly weights: WeightValues;
  /** Optimizer state; without it the optimizer restarts from zero. */
  readonly moments?: Moments;
  readonly undo?: UndoState;
  /** Absent from files with weights only. */
  readonly tokenizer?: Tokenizer;
  readonly origin?: Origin;
  readonly history?: RunHistory;
}

/** The weights at the precision of 16-bit floats. */
export const roundToFloat16 = (weights: WeightValues): WeightValues =>
  new Map([...weights].map(([name, values]) => [name, rounded(values)]));

const rounded = (values: Float32Array) => toFloats('F16', toFloat16(values).buffer);

/** Prefix of the names of `previousMatrices` in the file. */
const UNDO_PREFIX = 'undo.';
/** Prefix of error messages. */
const ERROR_PREFIX = 'model file';

const CHECKED = { label: 'weights checked', done: 1, total: 1 };

const ORIGIN_SCHEMA = looseObject({
  settings: RUN_SETTINGS_SCHEMA,
  step: integerBetween(0, Number.MAX_SAFE_INTEGER),
  engine: boundedString(200),
  variants: boundedRecord(boundedString(200), 1000),
  edits: v.optional(EDIT_RECORDS_SCHEMA),
});

/** `floatType` F16 halves the file; its checksum is that of the rounded values, as they are read. */
export function writeCheckpoint(
  checkpoint: Checkpoint,
  floatType: 'F32' | 'F16' = 'F32',
): Uint8Array<ArrayBuffer> {
  const { config, weights, moments, undo, tokenizer, origin, history } = checkedCheckpoint(checkpoint);
  const parameters = transformerParameters(config);
  const tensors = new Map([
    ...toNamedTensors(parameters, weights),
    ...(moments ? toMomentTensors(parameters, moments) : []),
    ...(undo ? undoTensors(parameters, undo) : []),
  ]);
  if (floatType === 'F16')
    for (const [name, tensor] of tensors)
      if (tensor.data instanceof Float32Array) tensors.set(name, { ...tensor, data: rounded(tensor.data) });
  // The `transformers` library requires 'format', and has its own keys for the sizes.
  const metadata = new Map([
    ['format', 'pt'],
    ['config', plainJson({ ...toHuggingFace(config), ...toConfigJson(config) })],
  ]);
  if (tokenizer) metadata.set('tokenizer', plainJson(tokenizer.state()));
  if (origin) metadata.set('origin', plainJson({ ...origin, settings: toOriginSettings(origin.settings) }));
  if (undo) metadata.set('undo', undo.serializedEdits);
  if (history) metadata.set('history', serializeHistory(history));
  return writeSafeTensors(withDigest({ tensors, metadata }), floatType);
}

/** Its own parts: the library may be called without types. */
function checkedCheckpoint(checkpoint: Checkpoint): Checkpoint {
  const parts = typeof checkpoint === 'object' && checkpoint !== null ? own(checkpoint) : undefined;
  if (parts && typeof parts.config === 'object' && parts.config !== null && parts.weights instanceof Map)
    return parts;
  const got = parts ? 'an object without them' : shownValue(checkpoint);
  throw new KernelError(
    `${ERROR_PREFIX}: a model has a 'config' and 'weights', which are a Map from names to values; got ${got}`,
  );
}

/**
 * Reads a model file; `config` is for files without one, whose names may lack the family's prefix. Throws one error if the config, names, shapes, values or the checksum
 * are invalid; never returns part of a model.
 */
export const readCheckpoint = (bytes: Uint8Array, config?: ModelConfig): Checkpoint =>
  finish(checkpointInSlices(bytes, config));

/** As `readCheckpoint`, with pauses. */
export function* checkpointInSlices(bytes: Uint8Array, config?: ModelConfig): Sliced<Checkpoint> {
  const file = config ? yield* foreignFile(bytes, config) : yield* safeTensorsInSlices(bytes);
  const embeddedConfig = file.metadata.get('config');
  const modelConfig =
    config ??
    (embeddedConfig === undefined
      ? undefined
      : parseConfigJson(yield* parseMetadata('config', embeddedConfig)));
  if (!modelConfig)
    throw new KernelError('model file: it contains no configuration; pass a config.json with it');
  const parameters = transformerParameters(modelConfig);
  const { isRedundant } = fileFamilyOf(modelConfig);
  const weightTensors = new Map([...file.tensors].filter(([name]) => !isRedundant(name)));
  const origin = yield* readOrigin(file);
  const optimizer = origin ? optimizerOf(origin.settings) : 'adamw';
  const momentNames = momentTensorNames(optimizer, parameters);
  const undoNames = parameters.map(({ name }) => UNDO_PREFIX + name);
  rejectUnknownTensors(parameters, weightTensors, ERROR_PREFIX, [...momentNames, ...undoNames]);
  const weights = readNamedTensors(parameters, file.tensors, ERROR_PREFIX);
  yield CHECKED;
  const moments = readMomentTensors(optimizer, parameters, file.tensors, ERROR_PREFIX);
  yield CHECKED;
  const checkpoint = {
    config: modelConfig,
    weights,
    moments,
    undo: readUndo(parameters, file),
    tokenizer: yield* readTokenizer(file, modelConfig),
    origin,
    history: readRunHistory(file.metadata.get('history'), ERROR_PREFIX),
  };
  // Last: the errors above name the place.
  yield* verifyDigestInSlices(file, ERROR_PREFIX);
  return checkpoint;
}

const undoTensors = (parameters: readonly Parameter[], { previousMatrices }: UndoState) =>
  toNamedTensors(
    parameters.filter(({ name }) => previousMatrices.has(name)),
    previousMatrices,
    UNDO_PREFIX,
  );

function readUndo(
  parameters: readonly Parameter[],
  { tensors, metadata }: SafeTensorsFile,
): UndoState | undefined {
  const serializedEdits = metadata.get('undo');
  if (serializedEdits === undefined) return undefined;
  const edited = parameters.filter(({ name }) => tensors.has(UNDO_PREFIX + name));
  return { serializedEdits, previousMatrices: readNamedTensors(edited, tensors, ERROR_PREFIX, UNDO_PREFIX) };
}

function* readTokenizer({ metadata }: SafeTensorsFile, config: ModelConfig): Sliced<Tokenizer | undefined> {
  const text = metadata.get('tokenizer');
  if (text === undefined) return undefined;
  const tokenizer = restoreTokenizer(yield* parseMetadata('tokenizer', text));
  const size = tokenizer.vocabulary.length;
  if (size !== config.V)
    throw new KernelError(`model file: the tokenizer has ${size} tokens and the model ${config.V}`);
  return tokenizer;
}

function* readOrigin({ metadata }: SafeTensorsFile): Sliced<Origin | undefined> {
  const text = metadata.get('origin');
  if (text === undefined) return undefined;
  const subject = `${ERROR_PREFIX}: its origin`;
  const origin = parseWithSchema(ORIGIN_SCHEMA, yield* parseMetadata('origin', text), subject);
  // The configuration replaces these settings while the run is open, but the next file of the run contains them again.
  const problems = settingProblems(origin.settings);
  if (problems.length > 0) throw new KernelError(`${subject}: ${joinMessages(problems)}`);
  return own({ ...origin, settings: fromOriginSettings(origin.settings) });
}

function* parseMetadata(key: string, json: string): Sliced<unknown> {
  try {
    return yield* parseJsonInSlices(json);
  } catch (error) {
    throw new KernelError(`${ERROR_PREFIX}: its ${key} ${(error as JsonError).message}`);
  }
}
