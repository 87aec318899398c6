// Validation of untrusted values with valibot schemas; errors are one short sentence about the first issue.

import * as v from 'valibot';

const MAX_PATH_LENGTH = 80;
const MAX_MESSAGE_LENGTH = 160;

/** The parsed value, without unknown keys; throws an error that begins with `subject` if it does not match the schema. */
export function parseWithSchema<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  subject: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  const location = path === null ? '' : ` at '${truncate(path, MAX_PATH_LENGTH)}'`;
  throw new Error(`${subject} is invalid${location}: ${truncate(issueMessage(issue), MAX_MESSAGE_LENGTH)}.`);
}

/** Shorter messages for valibot's issues with objects. */
function issueMessage({ kind, type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (kind !== 'schema' || (type !== 'object' && type !== 'strict_object')) return message;
  if (expected === 'never') return 'unknown key';
  return expected === 'Object'
    ? 'it must be an object'
    : `it ${received === 'undefined' ? 'is missing' : 'has the wrong type'}`;
}

/** The first `maxLength` characters, with an ellipsis if more follow. */
export function truncate(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/** Any number; the code that uses it checks the range. */
export const anyNumber = v.custom<number>((value) => typeof value === 'number', 'it must be a number');

export const integerBetween = (min: number, max: number) =>
  v.custom<number>(
    (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
    `it must be a whole number from ${min} to ${max}`,
  );

export const finiteNumber = v.custom<number>(Number.isFinite, 'it must be a finite number');

export const boundedString = (maxLength: number) =>
  v.pipe(
    v.string('it must be a string'),
    v.maxLength(maxLength, `it can have at most ${maxLength.toLocaleString('en')} characters`),
  );

export const boolean = v.boolean('it must be true or false');

export const oneOf = <const Values extends readonly (string | number)[]>(values: Values) =>
  v.picklist(values, `it must be one of ${values.join(', ')}`);

export const boundedArray = <Schema extends v.GenericSchema>(schema: Schema, maxLength: number) =>
  v.pipe(
    v.array(schema, 'it must be a list'),
    v.maxLength(maxLength, `it can have at most ${maxLength.toLocaleString('en')} entries`),
  );
