// A test that is skipped is a promise nobody keeps: none is.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const skips =
  /\b(?:test|it|describe|suite|bench)(?:\.\w+)*\.(?:skip|skipIf|runIf|only|todo|fails)\b|\bskip\(\)/;

// Spelt apart, so that this file does not find itself.
test.each([
  'test.sk' + 'ip(',
  'describe.on' + 'ly(',
  'it.to' + 'do(',
  'test.concurrent.sk' + 'ipIf(',
  'context.sk' + 'ip()',
])('%s is recognised', (planted) => expect(planted).toMatch(skips));

test('no test skips, is alone or only planned', () => {
  const files = readdirSync('tests', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((name) => skips.test(readFileSync(join('tests', name), 'utf8')))).toEqual([]);
});
