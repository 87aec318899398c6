// `npm run course-map`: writes docs/course.md, what the stage shows at each minute of each video.
import { writeFileSync } from 'node:fs';
import { COURSE_MAP, courseMap } from './course-map-text.ts';

writeFileSync(COURSE_MAP, courseMap());
console.log(`${COURSE_MAP} is written.`);
