// `npm run build:course-map` writes docs/course.md: the view of the stage at each moment of each video.
import { writeFileSync } from 'node:fs';
import { COURSE_MAP_PATH, renderCourseMap } from './render-course-map.ts';

writeFileSync(COURSE_MAP_PATH, renderCourseMap());
console.log(`Wrote ${COURSE_MAP_PATH}.`);
