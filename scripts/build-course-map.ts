// `npm run course-map`: writes docs/course.md, what the stage shows at each minute of each video.
import { writeFileSync } from 'node:fs';
import { COURSE_MAP_PATH, renderCourseMap } from './render-course-map.ts';

writeFileSync(COURSE_MAP_PATH, renderCourseMap());
console.log(`${COURSE_MAP_PATH} is written.`);
