// Validates the stored summary of a run. A row of the database may be damaged or of another program.

import * as v from 'valibot';
import {
  anyNumber,
  boolean,
  boundedArray,
  boundedString,
  integerBetween,
  oneOf,
} from '../../shared/validation.ts';
import type { RunSummary } from '../rpc/api/run-library-api.ts';

/** Far more writes than any device makes. A greater number is damaged. */
export const MAX_SEQUENCE = 2 ** 50;

const count = integerBetween(0, Number.MAX_SAFE_INTEGER);
/** Milliseconds since 1970, in the range of `Date`. */
const time = integerBetween(0, 8.64e15);

const RUN_SUMMARY = v.object({
  id: boundedString(100),
  network: oneOf(['model', 'digits']),
  name: boundedString(1000),
  preset: boundedString(100),
  step: count,
  steps: count,
  parameterCount: count,
  made: time,
  changed: time,
  bytes: count,
  training: boolean,
  // The losses of a diverged run are no finite numbers.
  curve: boundedArray(v.object({ step: count, loss: anyNumber }), 10_000),
  past: v.object({
    stride: count,
    steps: boundedArray(v.object({ step: count, bytes: count }), 10_000),
  }),
  deleted: v.optional(boolean),
  sequence: v.optional(integerBetween(0, MAX_SEQUENCE)),
}) satisfies v.GenericSchema<unknown, RunSummary>;

/** The summary stored under a key; undefined if it is invalid. */
export function parseRunSummary(key: unknown, record: unknown): RunSummary | undefined {
  const result = v.safeParse(RUN_SUMMARY, record, { abortEarly: true });
  return result.success && result.output.id === key ? result.output : undefined;
}

/** Last written first. Runs of versions without sequence numbers follow, ordered by date. */
export const byLastWrite = (a: RunSummary, b: RunSummary): number =>
  (b.sequence ?? 0) - (a.sequence ?? 0) || b.changed - a.changed;
