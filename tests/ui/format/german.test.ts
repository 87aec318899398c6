// Numbers of a page in German.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

let numbers: typeof import('../../../src/ui/format/numbers.ts');
let quantities: typeof import('../../../src/ui/format/quantities.ts');
let times: typeof import('../../../src/ui/format/relative-time.ts');

beforeAll(async () => {
  vi.resetModules();
  (await import('../../../src/ui/languages/current-language.ts')).setCurrentLanguage('de');
  numbers = await import('../../../src/ui/format/numbers.ts');
  quantities = await import('../../../src/ui/format/quantities.ts');
  times = await import('../../../src/ui/format/relative-time.ts');
});

// Other files share the process: theirs are modules in English.
afterAll(() => vi.resetModules());

test('decimals have a comma, thousands a point', () => {
  expect(numbers.formatInteger(1480)).toBe('1.480');
  expect(numbers.formatPercent(0.4312)).toBe('43,1\u202f%');
  expect(numbers.formatPercent(0.0002)).toBe('<\u202f0,1\u202f%');
  expect(numbers.formatSigned(-0.4)).toBe('−0,40');
  expect(numbers.formatScientific(0.0000012, 2)).toBe('1,2\u202f×\u202f10⁻⁶');
  expect(quantities.formatCompact(2_100_000)).toBe('2,1\u202fM');
  expect(quantities.formatBytes(3_400_000)).toBe('3,4\u202fMB');
  expect(quantities.formatLoss(1.25)).toBe('1,250');
  expect(quantities.formatSignificant(-0.31274)).toBe('−0,313');
});

test('files have the numbers that programs read', () => {
  for (const [shown, plain] of [
    ['1.480', '1480'],
    ['−0,40', '-0.40'],
    ['+2,31', '2.31'],
    ['−1,2\u202f×\u202f10⁻⁶', '-1.2e-6'],
    ['1,480', '1.480'],
    ['1.48', undefined],
  ])
    expect(numbers.toPlainNumber(shown as string), shown).toBe(plain);
});

test('times are words of the language', () => {
  expect(times.formatRelativeTime(0, 86_400_000)).toBe('gestern');
});
