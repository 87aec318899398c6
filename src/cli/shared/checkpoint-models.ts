// The checkpoints of a training as models of their own.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { transformerParameters } from '../../model/architecture/parameters.ts';
import { writeCheckpoint } from '../../model/files/checkpoint.ts';
import { readRecordedCheckpoint } from '../../model/files/recorded-checkpoint.ts';
import { checkpointFile } from '../../shared/model-record.ts';
import { readBytes, readModelFile } from './model-file.ts';

/** By ascending step; the model itself is the last. Throws if the folder has none, or they are of another model. */
export function* checkpointModels(
  model: string,
  folder: string,
): Generator<{ readonly step: number; readonly file: Uint8Array<ArrayBuffer> }> {
  const { origin, ...checkpoint } = readModelFile({ model });
  if (!origin) throw new Error(`${model} was not trained by this lab, so that it has no checkpoints.`);
  const parameters = transformerParameters(checkpoint.config);
  for (const step of stepsIn(folder)) {
    if (step >= origin.step) continue;
    const { weights } = readRecordedCheckpoint(parameters, readBytes(join(folder, checkpointFile(step))));
    const at = { ...checkpoint, weights, moments: undefined, undo: undefined, history: undefined };
    yield { step, file: writeCheckpoint({ ...at, origin: { ...origin, step, edits: undefined } }) };
  }
  yield { step: origin.step, file: readBytes(model) };
}

function stepsIn(folder: string): number[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new Error(
      `${folder} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}.`,
    );
  }
  const steps = names.flatMap((name) => /^step-(\d+)\.safetensors$/.exec(name)?.[1] ?? []).map(Number);
  if (steps.length === 0)
    throw new Error(`${folder} holds no checkpoints; name the folder that train --checkpoints wrote.`);
  return steps.sort((a, b) => a - b);
}
