// Every chapter names the words it takes for known, and each is explained in a breath.
import { expect, test } from 'vitest';
import { COURSE } from '../../../../../src/ui/course/course.ts';
import { CHAPTER_TERMS, GLOSSARY } from '../../../../../src/ui/views/text/term/glossary.ts';

test.each(Object.entries(GLOSSARY))('%s is explained in a breath', (_, meaning) => {
  expect(meaning).toMatch(/^[A-Z].*\.$/);
  expect(meaning.length).toBeLessThan(150);
});

test('each chapter has its words, none of them twice', () => {
  for (const { number } of COURSE) {
    expect(CHAPTER_TERMS[number].length, `chapter ${number}`).toBeGreaterThan(0);
    expect(new Set(CHAPTER_TERMS[number]).size).toBe(CHAPTER_TERMS[number].length);
  }
});
