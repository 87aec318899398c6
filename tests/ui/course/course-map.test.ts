// docs/course.md lists the moments of the chapters, each with what the stage shows.
import { expect, test } from 'vitest';
import { COURSE } from '../../../src/ui/course/course.ts';
import { CLAIMS, stagedMoments } from '../../support/course/claims.ts';
import { renderCourseMap } from '../../support/course/course-map.ts';

test.each(Object.entries(CLAIMS))('every moment of chapter %s has a claim', (number, claims) => {
  const starts = stagedMoments(COURSE[Number(number) - 1]).map(({ startTime }) => String(startTime));
  expect(Object.keys(claims).sort()).toEqual(starts.sort());
});

test('docs/course.md is up to date; `npm run build:course-map` writes it', async () => {
  await expect(renderCourseMap()).toMatchFileSnapshot('../../../docs/course.md');
});
