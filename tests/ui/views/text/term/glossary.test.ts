// The glossary: short definitions, and the terms of each chapter.
import { expect, test } from 'vitest';
import { COURSE } from '../../../../../src/ui/course/course.ts';
import { GLOSSARY } from '../../../../../src/ui/views/text/term/glossary.ts';
import { CHAPTER_TERMS } from '../../../../../src/ui/views/text/term/terms.ts';

test.each(Object.entries(GLOSSARY))('%s has a short definition', (_, definition) => {
  expect(definition).toMatch(/^[A-Z].*\.$/);
  expect(definition.length).toBeLessThan(150);
});

test('each chapter has terms, without duplicates', () => {
  for (const { number } of COURSE) {
    expect(CHAPTER_TERMS[number].length, `chapter ${number}`).toBeGreaterThan(0);
    expect(new Set(CHAPTER_TERMS[number]).size).toBe(CHAPTER_TERMS[number].length);
  }
});
