// Every chapter names the words it takes for known, and each is explained in a breath.
import { expect, test } from 'vitest';
import { COURSE } from '../../../../src/ui/chapters/course.ts';
import { GLOSSARY, TERMS } from '../../../../src/ui/views/term/glossary.ts';

test.each(Object.entries(GLOSSARY))('%s is explained in a breath', (_, meaning) => {
  expect(meaning).toMatch(/^[A-Z].*\.$/);
  expect(meaning.length).toBeLessThan(150);
});

test('each chapter has its words, none of them twice', () => {
  for (const { number } of COURSE) {
    expect(TERMS[number].length, `chapter ${number}`).toBeGreaterThan(0);
    expect(new Set(TERMS[number]).size).toBe(TERMS[number].length);
  }
});
