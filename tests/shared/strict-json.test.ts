// Strict JSON: the result of JSON.parse, or an error.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonError, parseStrictJson } from '../../src/shared/strict-json.ts';

function problem(text: string): string {
  try {
    parseStrictJson(text);
  } catch (error) {
    expect(error).toBeInstanceOf(JsonError);
    return (error as Error).message;
  }
  throw new Error('it was read');
}

describe('valid JSON', () => {
  it('equals the result of JSON.parse', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary', noUnicodeString: false } as object), (text) => {
        expect(parseStrictJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    '{"a":{"a":1},"b":[{"a":1},{"a":2}]}',
    '["a","a"]',
    '{"a":"b:\\"a\\":","b":"\\\\"}',
    '{"\\\\":1,"\\"":2}',
  ])('may repeat a key in another object, or as a value: %s', (text) => {
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });
});

describe('rejected JSON', () => {
  it.each([
    ['nothing', '', 'is not JSON'],
    ['half a text', '{"a', 'is not JSON'],
    ['brackets that do not match', ']]]', 'is not JSON'],
    ['a name twice', '{"a":1,"b":2,"a":3}', "has the key 'a' twice in one object"],
    ['a name twice, once in escapes', '{"a":1,"\\u0061":3}', "has the key 'a' twice in one object"],
    ['a name of the prototype twice', '{"__proto__":1,"__proto__":3}', "has the key '__proto__' twice"],
    ['an escape that is none', '{"\\x":1}', 'is not JSON'],
  ])('%s', (_, text, sentence) => {
    expect(problem(text)).toContain(sentence);
  });

  it.each(['[', '{"a":'])('a million levels of %s, without a stack overflow', (open) => {
    expect(problem(open.repeat(1e6))).toBe('nests more than 32 levels deep');
  });

  it('truncates a long key in the message', () => {
    const name = 'w'.repeat(1e6);
    expect(problem(`{"${name}":1,"${name}":2}`).length).toBeLessThan(150);
  });
});
