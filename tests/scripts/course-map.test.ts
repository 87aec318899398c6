// docs/course.md tells of the course as it is.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COURSE_MAP_PATH, renderCourseMap } from '../../scripts/render-course-map.ts';

test('the map of the course is that of the chapters; `npm run course-map` writes it anew', () => {
  expect(readFileSync(COURSE_MAP_PATH, 'utf8')).toBe(renderCourseMap());
});
