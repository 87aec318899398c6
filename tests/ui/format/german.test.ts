// Numbers of a page in German.
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as numbers from '../../../src/ui/format/numbers.ts';
import * as quantities from '../../../src/ui/format/quantities.ts';
import * as times from '../../../src/ui/format/relative-time.ts';
import { currentLanguage, setCurrentLanguage } from '../../../src/ui/languages/current-language.ts';

const language = currentLanguage();
beforeAll(() => setCurrentLanguage('de'));
// Other files share the process.
afterAll(() => setCurrentLanguage(language));

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
