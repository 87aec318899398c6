// docs/course.md lists the moments of the chapters.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COURSE_MAP_PATH, renderCourseMap } from '../../scripts/render-course-map.ts';

test('docs/course.md is up to date; `npm run build:course-map` writes it', () => {
  expect(readFileSync(COURSE_MAP_PATH, 'utf8')).toBe(renderCourseMap());
});
