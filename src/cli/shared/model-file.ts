// Reads the files that commands name.

import { readFileSync } from 'node:fs';
import type { Executor } from '../../kernels/backends/executor.ts';
import { transformerParameters } from '../../model/architecture/parameters.ts';
import { Weights } from '../../model/architecture/weights.ts';
import type { Checkpoint } from '../../model/files/checkpoint.ts';
import { readCheckpoint } from '../../model/files/checkpoint.ts';
import { parseConfigJson } from '../../model/files/config-json.ts';
import { JsonError, parseStrictJson } from '../../shared/strict-json.ts';

/** Reads the file; `configPath` names a `config.json` for files that hold only weights. */
export function readModelFile(path: string, configPath: string | undefined): Checkpoint {
  const config = configPath === undefined ? undefined : parseConfigJson(readJson(configPath));
  return readCheckpoint(readBytes(path), config);
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
