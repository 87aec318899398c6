// The answer to “which forms its head first?”.

import { expect, it } from 'vitest';
import {
  formationText,
  type HeadFormation,
} from '../../../../src/ui/views/training/head-emergence/emergence-text.ts';

const learned = (step?: number, isOpen = true): HeadFormation => ({
  name: 'Learned',
  step,
  best: 0.21,
  isOpen,
});
const rotary = (step?: number, isOpen = true): HeadFormation => ({
  name: 'Rotary',
  step,
  best: 0.18,
  isOpen,
});

it.each([
  [learned(), rotary(), 'Neither has one yet: best scores 0.21 (Learned) and 0.18 (Rotary).'],
  [
    learned(undefined, false),
    rotary(undefined, false),
    'Neither forms one: best scores 0.21 (Learned) and 0.18 (Rotary).',
  ],
  [learned(260), rotary(), 'Learned, at step 260. Rotary has none yet.'],
  [learned(260), rotary(undefined, false), 'Learned, at step 260. Rotary forms none.'],
  [learned(1400), rotary(260), 'Rotary, at step 260: 1,140 steps before Learned.'],
  [learned(260), rotary(260), 'Both in the same interval, at step 260.'],
])('%o, %o', (a, b, text) => {
  expect(formationText([a, b])).toBe(text);
});

it('has no scores before the first evaluation', () => {
  const none = { name: 'A', isOpen: true };
  expect(formationText([none, none])).toBe('Neither has one yet.');
});
