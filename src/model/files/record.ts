// `history.json` of a bundled model: its checkpoints, and loss curve and evaluations as model files hold them.

import * as v from 'valibot';
import { KernelError } from '../../kernels/errors.ts';
import type { History } from '../../shared/history/history.ts';
import { type RecordedFile, recordedFilesSchema } from '../../shared/model-record.ts';
import { JsonError, parseStrictJson } from '../../shared/strict-json.ts';
import { boundedString, parseWithSchema } from '../../shared/validation.ts';

export interface ModelRecord<H> {
  /** In order of steps; the last step is the model's own file. */
  readonly checkpoints: readonly RecordedFile[];
  readonly history: H;
  /** Id of the training that it is of, and with it the checkpoints, by their digests; absent from older files. */
  readonly training?: string;
}

/** Digits of the numbers: those of 32-bit floats. */
const DIGITS = 7;

export const serializeRecord = ({
  checkpoints,
  history,
  training,
}: ModelRecord<History<{ readonly step: number }>>): string => {
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value;
  return `${JSON.stringify({ training, checkpoints, ...history }, rounded)}\n`;
};

/** `readHistory` reads the curves of the network. Errors begin with `errorPrefix`. */
export function parseRecord<H>(
  text: string,
  readHistory: (text: string, errorPrefix: string) => H | undefined,
  errorPrefix: string,
): ModelRecord<H> {
  const history = readHistory(text, errorPrefix) as H;
  const schema = v.object({ checkpoints: recordedFilesSchema, training: v.optional(boundedString(64)) });
  try {
    return { ...parseWithSchema(schema, parseStrictJson(text), `${errorPrefix}: its list`), history };
  } catch (error) {
    throw error instanceof JsonError ? new KernelError(`${errorPrefix}: it ${error.message}`) : error;
  }
}
