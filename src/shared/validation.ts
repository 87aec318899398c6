// Values from outside against a schema: one sentence for the first thing that is wrong, and never a long one.

import * as v from 'valibot';

const MAX_PATH_LENGTH = 80;
const MAX_MESSAGE_LENGTH = 160;

/** The value, if it is what the schema says, without what the schema does not name; else throws a sentence about `what`. */
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
  throw new Error(
    `${subject} is not right${location}: ${truncate(issueMessage(issue), MAX_MESSAGE_LENGTH)}.`,
  );
}

/** valibot speaks of keys and types; here of what is missing, and of names nobody knows. */
function issueMessage({ kind, type, expected, received, message }: v.BaseIssue<unknown>): string {
  if (kind !== 'schema' || (type !== 'object' && type !== 'strict_object')) return message;
  if (expected === 'never') return 'nothing is known by this name';
  return expected === 'Object'
    ? 'it must be an object'
    : `it is ${received === 'undefined' ? 'missing' : 'wrong'}`;
}

/** The beginning of a text that may be of any length. */
export function truncate(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/** Any number at all: its limits, and the sentence about them, are where it is used. */
export const anyNumber = v.custom<number>((value) => typeof value === 'number', 'it must be a number');

export const integerBetween = (min: number, max: number) =>
  v.custom<number>(
    (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
    `it must be a whole number from ${min} to ${max}`,
  );

export const finiteNumber = v.custom<number>(Number.isFinite, 'it must be a finite number');

export const boundedString = (maxLength: number) =>
  v.pipe(
    v.string('it must be a text'),
    v.maxLength(maxLength, `it can have ${maxLength.toLocaleString('en')} characters`),
  );

export const boolean = v.boolean('it must be true or false');

export const oneOf = <const Values extends readonly (string | number)[]>(values: Values) =>
  v.picklist(values, `it must be one of ${values.join(', ')}`);

export const boundedArray = <Schema extends v.GenericSchema>(schema: Schema, maxLength: number) =>
  v.pipe(
    v.array(schema, 'it must be a list'),
    v.maxLength(maxLength, `it can have ${maxLength.toLocaleString('en')} entries`),
  );
