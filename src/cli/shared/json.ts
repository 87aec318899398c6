// JSON on the command line: options that hold an object, and results with typed arrays.

import { type JsonError, parseStrictJson } from '../../shared/strict-json.ts';

/** Throws a sentence with the option's name unless the text is a JSON object. */
export function parseJsonOption(option: string, text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = parseStrictJson(text);
  } catch (error) {
    throw new Error(`--${option} ${(error as JsonError).message}.`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Error(`--${option} is not a JSON object.`);
  return parsed as Record<string, unknown>;
}

/** Typed arrays as lists; JSON.stringify would make objects of them. */
export function toPlainJson(result: unknown): unknown {
  return JSON.parse(
    JSON.stringify(result, (_, value) =>
      ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value,
    ),
  );
}
