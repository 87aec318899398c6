// Hostile JSON values and texts, of which the formats are built.

import fc from 'fast-check';

/** Numbers at the edges of what JSON, doubles and sizes can be. */
const number = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    0.5,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 53,
    -(2 ** 53),
    1e308,
    -1e308,
    5e-324,
    1e7,
    1e9,
  ),
  fc.nat({ max: 70 }),
  fc.integer(),
  fc.double(),
);

/** Names of prototypes, marks that reverse text, halves of characters, markup, long names. */
export const name = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'length',
    'then',
    '',
    ' ',
  ),
  fc.constantFrom(
    '\u0000',
    '\ud800',
    '\u202e',
    '\ufeff',
    '\u00ad',
    '<img src=x onerror=alert(1)>',
    '../..',
    '%00',
  ),
  fc.constant('n'.repeat(2000)),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

export const scalar: fc.Arbitrary<unknown> = fc.oneof(number, name, fc.constantFrom(null, true, false));

export const json: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 6 }),
  fc.dictionary(name, scalar, { maxKeys: 4 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Mostly the expected value, sometimes any other or none. */
export const mostly = <Value>(expected: fc.Arbitrary<Value>, weight = 12): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight, arbitrary: expected },
    { weight: 1, arbitrary: json },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );

/** An object with entries of its own, `__proto__` included, as `JSON.parse` makes it. */
export const withExtra = (object: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc.oneof(
    { weight: 6, arbitrary: object },
    fc.tuple(object, name, json).map(([base, key, value]) =>
      JSON.parse(JSON.stringify({ ...base }, null) ?? '{}', function (_, each) {
        if (this[''] === each && each && typeof each === 'object')
          Object.defineProperty(each, key, { value, enumerable: true, configurable: true });
        return each;
      }),
    ),
  );

/** JSON with a damaged part: cut, doubled, nested, with numbers that no double holds. */
export const damagedText = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(text, fc.nat(), fc.nat({ max: 19 }), fc.string({ unit: 'binary', maxLength: 6 }))
    .map(([whole, place, kind, junk]) => {
      const at = whole.length === 0 ? 0 : place % whole.length;
      const parts = [
        whole,
        whole,
        whole,
        whole.slice(0, at),
        whole.slice(0, at) + junk + whole.slice(at),
        whole.slice(0, at) + whole.slice(at + 1 + junk.length),
        whole.replace(/\d+(?=[,}\]])/, '1e400'),
        whole + whole,
        `${'['.repeat(40)}${whole}`,
        whole.replace('{', `{"${junk.replace(/["\\]/g, '')}":1,"__proto__":{"polluted":1},`),
      ];
      return parts[kind] ?? whole;
    });
