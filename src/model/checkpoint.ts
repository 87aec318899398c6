// A model file: one safetensors with GPT-2's weight names; config, tokenizer, data set and settings in its metadata.

import * as v from 'valibot';
import { KernelError } from '../kernels/errors.ts';
import { checked, textOf, wholeNumber } from './checked.ts';
import type { ModelConfig } from './config.ts';
import { configFromFile, configToFile } from './config-file.ts';
import { historyText, type RunHistory, readRunHistory } from './history-file.ts';
import { toHuggingFace } from './hugging-face-config.ts';
import type { PastEdit } from './lenses/rank-one-edit.ts';
import { checkedTensors, namedTensors } from './named-tensors.ts';
import { momentTensors, readMoments } from './optimizer-file.ts';
import { type Parameter, transformerParameters } from './parameters.ts';
import type { RunSettings } from './run-plan.ts';
import { PAST_EDITS, RUN_SETTINGS } from './run-settings.ts';
import type { SafeTensorsFile } from './safetensors.ts';
import { readSafeTensors, writeSafeTensors } from './safetensors.ts';
import { type JsonProblem, parseStrictly } from './strict-json.ts';
import type { Tokenizer } from './tokenizers/tokenizer.ts';
import { tokenizerFrom } from './tokenizers/tokenizer-from.ts';
import type { Moments } from './trainer.ts';
import type { WeightValues } from './weights.ts';

/** How a model came to be, enough to make it again or train it further. */
export interface Origin {
  readonly settings: RunSettings;
  readonly step: number;
  /** Engine and kernel variants that trained it: a run is exact only on the same ones. */
  readonly engine: string;
  readonly variants: Readonly<Record<string, string>>;
  /** Facts rewritten in the weights by hand. */
  readonly edits?: readonly PastEdit[];
}

/** The way back from facts that were rewritten last. */
export interface Undo {
  /** The edited matrices by name, as they were before. */
  readonly matrices: WeightValues;
  /** What was added to them since, as whoever edits writes it. */
  readonly edits: string;
}

export interface Checkpoint {
  readonly config: ModelConfig;
  readonly weights: WeightValues;
  /** The optimiser's memory; without it training begins anew from these weights. */
  readonly moments?: Moments;
  readonly undo?: Undo;
  /** Absent in files that hold only weights. */
  readonly tokenizer?: Tokenizer;
  readonly origin?: Origin;
  /** What became of it on the way. */
  readonly history?: RunHistory;
}

/** Before the name of a matrix as it was. */
const BEFORE = 'undo.';
/** How its sentences begin. */
const WHAT = 'model file';

const ORIGIN = v.object({
  settings: RUN_SETTINGS,
  step: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  engine: textOf(200),
  variants: v.record(textOf(200), textOf(200), 'it must be an object'),
  edits: v.optional(PAST_EDITS),
});

export function writeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { config, weights, moments, undo, tokenizer, origin, history } = checkpoint;
  const parameters = transformerParameters(config);
  const tensors = new Map([
    ...namedTensors(parameters, weights),
    ...(moments ? momentTensors(parameters, moments) : []),
    ...(undo ? undoTensors(parameters, undo) : []),
  ]);
  // `transformers` opens no file that does not say for whom it was written, and knows sizes by other names.
  const metadata = new Map([
    ['format', 'pt'],
    ['config', JSON.stringify({ ...toHuggingFace(config), ...configToFile(config) })],
  ]);
  if (tokenizer) metadata.set('tokenizer', JSON.stringify(tokenizer.state()));
  if (origin) metadata.set('origin', JSON.stringify(origin));
  if (undo) metadata.set('undo', undo.edits);
  if (history) metadata.set('history', historyText(history));
  return writeSafeTensors({ tensors, metadata });
}

/**
 * Reads a model file; `config` is for files that carry none of their own. Throws one sentence for whatever is wrong, and
 * never half a model: names, shapes and numbers are all checked.
 */
export function readCheckpoint(bytes: Uint8Array, config?: ModelConfig): Checkpoint {
  const file = readSafeTensors(bytes);
  const own = file.metadata.get('config');
  const used = config ?? (own === undefined ? undefined : configFromFile(parse('config', own)));
  if (!used) throw new KernelError('model file: it carries no configuration; give one beside it');
  const parameters = transformerParameters(used);
  return {
    config: used,
    weights: checkedTensors(parameters, file.tensors, WHAT),
    moments: readMoments('adamw', parameters, file.tensors, WHAT),
    undo: readUndo(parameters, file),
    tokenizer: metadataTokenizer(file, used),
    origin: metadataOrigin(file),
    history: readRunHistory(file.metadata.get('history'), WHAT),
  };
}

const undoTensors = (parameters: readonly Parameter[], { matrices }: Undo) =>
  namedTensors(
    parameters.filter(({ name }) => matrices.has(name)),
    matrices,
    BEFORE,
  );

function readUndo(
  parameters: readonly Parameter[],
  { tensors, metadata }: SafeTensorsFile,
): Undo | undefined {
  const edits = metadata.get('undo');
  if (edits === undefined) return undefined;
  const edited = parameters.filter(({ name }) => tensors.has(BEFORE + name));
  return { edits, matrices: checkedTensors(edited, tensors, WHAT, BEFORE) };
}

function metadataTokenizer({ metadata }: SafeTensorsFile, config: ModelConfig): Tokenizer | undefined {
  const text = metadata.get('tokenizer');
  if (text === undefined) return undefined;
  const tokenizer = tokenizerFrom(parse('tokenizer', text));
  const size = tokenizer.vocabulary.length;
  if (size !== config.V)
    throw new KernelError(`model file: the tokenizer has ${size} tokens and the model ${config.V}`);
  return tokenizer;
}

function metadataOrigin({ metadata }: SafeTensorsFile): Origin | undefined {
  const text = metadata.get('origin');
  if (text === undefined) return undefined;
  // Limits of the settings are checked where a run is planned from them.
  return checked(ORIGIN, parse('origin', text), `${WHAT}: its origin`);
}

function parse(what: string, json: string): unknown {
  try {
    return parseStrictly(json);
  } catch (error) {
    throw new KernelError(`${WHAT}: its ${what} ${(error as JsonProblem).message}`);
  }
}
