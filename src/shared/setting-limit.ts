// The range of a numeric setting, and the errors of values outside of it.

import type { FieldError } from './field-error.ts';
import { own } from './own-record.ts';
import { shownValue } from './shown-value.ts';

/** Range of a numeric setting, with the reason for the limit. */
export interface SettingLimit {
  readonly min: number;
  readonly max: number;
  readonly isInteger?: boolean;
  readonly reason?: string;
}

/** The error of a value outside of its range, NaN and infinities included; undefined for a valid one. */
export function limitProblem(
  name: string,
  value: unknown,
  { min, max, isInteger, reason }: SettingLimit,
): FieldError | undefined {
  const isValid =
    (isInteger ? Number.isInteger(value) : Number.isFinite(value)) &&
    (value as number) >= min &&
    (value as number) <= max;
  if (isValid) return undefined;
  const because = reason === undefined ? '' : `: ${reason}`;
  const message = `${name} is ${shownValue(value)}; it must be a ${isInteger ? 'whole ' : ''}number from ${min} to ${max}${because}.`;
  return { field: name, message };
}

/** The errors of those settings that are given. */
export const limitProblems = (
  limits: Readonly<Record<string, SettingLimit>>,
  values: Readonly<Record<string, unknown>> = {},
): FieldError[] => {
  const given = own(values);
  return Object.entries(limits).flatMap(([name, limit]) =>
    given[name] === undefined ? [] : (limitProblem(name, given[name], limit) ?? []),
  );
};
