// What is shown and edited of a text that takes long to lay out.
import { expect, it } from 'vitest';
import { beginningOf, hiddenInField } from '../../../../src/ui/course/notes/text/layout-steps.ts';
import { longest, SLOW_UNITS } from '../../../support/course/hostile-notes.ts';

it('of a text that is not drawn, its first characters are shown, and no half of one', () => {
  expect(beginningOf('short')).toBe('short');
  expect(beginningOf('ab'.repeat(10_000))).toBe(`${'ab'.repeat(500)} …`);
  expect(beginningOf(`a${'😀'.repeat(1000)}`)).toBe(`a${'😀'.repeat(499)} …`);
});

it.each(SLOW_UNITS)(
  'the field has the beginning of a text of %j alone, and the whole of a short one',
  (unit) => {
    const text = longest(unit);
    const hidden = hiddenInField(text);
    expect(text.length - hidden.length).toBeLessThanOrEqual(1000);
    expect(text.endsWith(hidden)).toBe(true);
    expect(hiddenInField(unit.repeat(30))).toBe('');
  },
);

it.each([
  'the loss of a head is $x_1$ ',
  'السلام عليكم ورحمة الله. ',
  '|a|b|\n',
  '注意力机制让每个词元都能读取，',
])('the field has the whole of a long text such as %j', (unit) => {
  expect(hiddenInField(longest(unit))).toBe('');
});
