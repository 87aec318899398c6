// Numbers of a page in German.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toCsv } from '../../../src/ui/files/csv.ts';
import { formatList } from '../../../src/ui/format/lists.ts';
import * as numbers from '../../../src/ui/format/numbers.ts';
import * as quantities from '../../../src/ui/format/quantities.ts';
import * as times from '../../../src/ui/format/relative-time.ts';
import { currentLanguage, setCurrentLanguage } from '../../../src/ui/languages/current-language.ts';
import { exactRows } from '../../../src/ui/views/charts/line-chart/chart-data.ts';

const language = currentLanguage();
beforeAll(() => setCurrentLanguage('de'));
// Other files share the process.
afterAll(() => setCurrentLanguage(language));

test('decimals have a comma, thousands a point', () => {
  expect(numbers.formatInteger(1480)).toBe('1.480');
  expect(numbers.formatPercent(0.4312)).toBe('43,1\u202f%');
  expect(numbers.formatPercent(0.0002)).toBe('<\u202f0,1\u202f%');
  expect(numbers.formatSigned(-0.4)).toBe('−0,40');
  expect(numbers.formatReal(-0.001, 2)).toBe('0,00');
  expect(numbers.formatReal(-0.5, 2)).toBe('−0,50');
  expect(numbers.tickOf(-0.25)).toBe('−0,25');
  expect(numbers.formatScientific(0.0000012, 2)).toBe('1,2\u202f×\u202f10⁻⁶');
  expect(quantities.formatCompact(2_100_000)).toBe('2,1\u202fM');
  expect(quantities.formatBytes(3_400_000)).toBe('3,4\u202fMB');
  expect(quantities.formatLoss(1.25)).toBe('1,250');
  expect(quantities.formatSignificant(-0.31274)).toBe('−0,313');
});

test('a comma in a formula is no list; thousands have none', () => {
  expect(numbers.inTex(numbers.formatFixed(0.25, 2))).toBe('0{,}25');
  expect(numbers.inTex(numbers.formatInteger(13002))).toBe('13.002');
});

test('lists end with the word of the language, whichever was formatted before', () => {
  expect(formatList(['a', 'b'])).toBe('a und b');
  setCurrentLanguage('en');
  expect(formatList(['a', 'b', 'c'])).toBe('a, b and c');
  setCurrentLanguage('de');
  expect(formatList(['a', 'b', 'c'])).toBe('a, b und c');
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

test('the points of a chart are exported at full precision', () => {
  const points = [
    [0, 0.981],
    [0.5, -0.5],
    [1480, 1.2e-7],
  ] as const;
  const rows = exactRows([{ name: 'loss', colour: 'blue', style: 'line', points }]);
  expect(toCsv({ columns: ['step', 'loss'], rows })).toBe(
    'step,loss\r\n0,0.981\r\n0.5,-0.5\r\n1480,1.2e-7\r\n',
  );
});

test('times are words of the language', () => {
  expect(times.formatRelativeTime(0, 86_400_000)).toBe('gestern');
});
