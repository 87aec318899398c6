// A model file: one safetensors with GPT-2's weight names; config, tokenizer, data set and settings in its metadata.

import * as v from 'valibot';
import { KernelError } from '../kernels/errors.ts';
import type { ModelConfig } from './config.ts';
import { configFromFile, configToFile } from './config-file.ts';
import { historyText, type RunHistory, readRunHistory } from './history-file.ts';
import type { PastEdit } from './lenses/rank-one-edit.ts';
import { checkedTensors, namedTensors } from './named-tensors.ts';
import { momentTensors, readMoments } from './optimizer-file.ts';
import { transformerParameters } from './parameters.ts';
import type { RunSettings } from './run.ts';
import type { SafeTensorsFile } from './safetensors.ts';
import { readSafeTensors, writeSafeTensors } from './safetensors.ts';
import { TOKENIZER_KINDS, type Tokenizer } from './tokenizers/tokenizer.ts';
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

export interface Checkpoint {
  readonly config: ModelConfig;
  readonly weights: WeightValues;
  /** The optimiser's memory; without it training begins anew from these weights. */
  readonly moments?: Moments;
  /** Absent in files that hold only weights. */
  readonly tokenizer?: Tokenizer;
  readonly origin?: Origin;
  /** What became of it on the way. */
  readonly history?: RunHistory;
}

/** How its sentences begin. */
const WHAT = 'model file';

const OriginFile = v.object({
  settings: v.object({
    preset: v.string(),
    model: v.optional(v.record(v.string(), v.union([v.number(), v.string(), v.boolean()]))),
    training: v.optional(v.record(v.string(), v.number())),
    facts: v.optional(
      v.array(v.object({ subject: v.string(), relation: v.string(), answer: v.optional(v.string()) })),
    ),
    text: v.optional(v.string()),
    tokenizer: v.optional(v.picklist(TOKENIZER_KINDS)),
    vocabularySize: v.optional(v.number()),
  }),
  step: v.pipe(v.number(), v.integer(), v.minValue(0)),
  engine: v.string(),
  variants: v.record(v.string(), v.string()),
  edits: v.optional(
    v.array(
      v.object({
        subject: v.string(),
        relation: v.string(),
        oldAnswer: v.string(),
        newAnswer: v.string(),
        site: v.object({ layer: v.number(), at: v.picklist(['answer', 'subject']) }),
        protect: v.boolean(),
        step: v.number(),
      }),
    ),
  ),
});

export function writeCheckpoint(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { config, weights, moments, tokenizer, origin, history } = checkpoint;
  const parameters = transformerParameters(config);
  const tensors = new Map([
    ...namedTensors(parameters, weights),
    ...(moments ? momentTensors(parameters, moments) : []),
  ]);
  const metadata = new Map([['config', JSON.stringify(configToFile(config))]]);
  if (tokenizer) metadata.set('tokenizer', JSON.stringify(tokenizer.state()));
  if (origin) metadata.set('origin', JSON.stringify(origin));
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
    tokenizer: metadataTokenizer(file, used),
    origin: metadataOrigin(file),
    history: readRunHistory(file.metadata.get('history'), WHAT),
  };
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
  const result = v.safeParse(OriginFile, parse('origin', text));
  if (!result.success)
    throw new KernelError(`model file: its origin is not right. ${result.issues[0].message}.`);
  // Names and limits of the settings are checked where a run is planned from them.
  return result.output as Origin;
}

function parse(what: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new KernelError(`model file: its ${what} is not JSON`);
  }
}
