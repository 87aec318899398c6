// Token labels: every token is visible, and no control character affects the text around it.
import { expect, test } from 'vitest';
import { tokenLabel } from '../../../src/ui/format/token-label.ts';

test.each([
  ['', '∅'],
  ['  a', '␣␣a'],
  ['a\n\tb', 'a⏎⇥b'],
  ['\u202Eevil', '‹202E›evil'],
  ['a\u0000\u200B', 'a‹0›‹200B›'],
  ['<b>', '<b>'],
  ['x'.repeat(1e6), `${'x'.repeat(60)}…`],
])('%.20j is shown as %j', (text, shown) => {
  expect(tokenLabel(text)).toBe(shown);
});
