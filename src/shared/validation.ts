// Validation of untrusted values: valibot's schemas, with those below in place of its own and beside them; errors are one short sentence
// about the first issue.

import * as v from 'valibot';
import { own, ownRecord } from './own-record.ts';
import { truncate } from './truncate.ts';

export * from 'valibot';

const MAX_PATH_LENGTH = 80;
const MAX_MESSAGE_LENGTH = 160;

/** The parsed value; throws an error that begins with `subject` if it does not match the schema. */
export function parseWithSchema<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  subject: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const { path, message } = describeIssue(result.issues[0]);
  throw new Error(`${subject} is invalid${path === undefined ? '' : ` at '${path}'`}: ${message}.`);
}

/** Where and why a value does not match a schema: the path in the value, and a predicate. */
export function describeIssue(issue: v.BaseIssue<unknown>): {
  readonly path?: string;
  readonly message: string;
} {
  const path = v.getDotPath(issue);
  return {
    ...(path !== null && { path: truncate(path, MAX_PATH_LENGTH) }),
    message: truncate(issueMessage(issue), MAX_MESSAGE_LENGTH),
  };
}

/** Shorter messages for valibot's issues with objects and missing values. */
function issueMessage({ kind, type, expected, received, message }: v.BaseIssue<unknown>): string {
  // Schemas without a message of their own have valibot's, which begins with 'Invalid'.
  if (kind !== 'schema' || !message.startsWith('Invalid ')) return message;
  if (type !== 'object' && type !== 'strict_object')
    return received === 'undefined' ? 'it is missing' : 'it has the wrong type';
  return objectMessage({ expected, received });
}

function objectMessage({ expected, received }: Pick<v.BaseIssue<unknown>, 'expected' | 'received'>): string {
  if (expected === 'never') return 'unknown key';
  return expected === 'Object'
    ? 'it must be an object'
    : `it ${received === 'undefined' ? 'is missing' : 'has the wrong type'}`;
}

/** An object without other keys: they would be dropped silently, and a typo is one. */
export const strictObject = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  ofOwnKeys(
    v.strictObject(own(entries), (issue) =>
      issue.expected === 'never' ? unknownKey(Object.keys(entries)) : objectMessage(issue),
    ),
  );

/** An object whose other keys are dropped: of files that other programs extend. */
export const looseObject = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  ofOwnKeys(v.object(own(entries), objectMessage));

/** Refuses lists and instances of classes, which valibot takes for objects, and neither reads nor returns what an object inherits. */
function ofOwnKeys<Schema extends v.GenericSchema>(schema: Schema): Schema {
  const run: Schema['~run'] = ({ value }, config) => {
    const dataset = own({ value: value === undefined ? value : (ownRecord(value) ?? null) });
    const result = schema['~run'](dataset, config);
    return result.typed ? Object.assign(result, { value: ownRecord(result.value) }) : result;
  };
  return { ...schema, '~run': run };
}

function unknownKey(keys: readonly string[]): string {
  return keys.length === 0 ? 'unknown key; there are none' : `unknown key; the keys are ${keys.join(', ')}`;
}

/** Any number; the code that uses it checks the range. */
export const anyNumber = v.custom<number>((value) => typeof value === 'number', 'it must be a number');

export const integerBetween = (min: number, max: number) =>
  v.custom<number>(
    (value) => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
    `it must be a whole number from ${min} to ${max}`,
  );

/** Of random numbers. */
export const SEED = integerBetween(0, Number.MAX_SAFE_INTEGER);

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

/** An object with any keys; a list is none. */
export const recordOf = <Key extends v.GenericSchema<string, string>, Schema extends v.GenericSchema>(
  key: Key,
  schema: Schema,
) => ofOwnKeys(v.record(key, schema, 'it must be an object'));

export const boundedRecord = <Schema extends v.GenericSchema>(schema: Schema, maxEntries: number) =>
  v.pipe(
    recordOf(v.string(), schema),
    v.maxEntries(maxEntries, `it can have at most ${maxEntries.toLocaleString('en')} entries`),
  );

export const numberBetween = (min: number, max: number) =>
  v.custom<number>(
    (value) => Number.isFinite(value) && (value as number) >= min && (value as number) <= max,
    `it must be a number from ${min} to ${max}`,
  );
