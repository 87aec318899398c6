// The text of docs/course.md, from the chapters themselves, so that the two cannot part.
import type { Chapter, Moment } from '../src/ui/course/chapter.ts';
import { COURSE } from '../src/ui/course/course.ts';
import { INTERLUDE } from '../src/ui/course/moments.ts';
import { formatTimestamp } from '../src/ui/format/timestamp.ts';

export const COURSE_MAP_PATH = 'docs/course.md';

const HEADER = `# The course, minute by minute

What the stage shows at each moment of each video. Written by \`npm run course-map\` from the chapters
(\`src/ui/chapters/*/chapter.ts\`); a test sees to it that it is up to date. A view is the key by which a chapter's
stage knows it, with its settings; at an interlude the stage keeps what it had.
`;

export function renderCourseMap(): string {
  return [HEADER, ...COURSE.map(renderChapter)].join('\n');
}

function renderChapter({ number, title, duration, network, moments }: Chapter): string {
  const about = network === 'digits' ? 'the digit network' : 'the language model';
  return [
    `## Chapter ${number}: ${title}`,
    '',
    `${formatTimestamp(duration)} minutes, ${moments.length} moments, about ${about}.`,
    '',
    '| minute | moment | view |',
    '|---|---|---|',
    ...moments.map(
      (moment) => `| ${formatTimestamp(moment.startTime)} | ${moment.title} | ${renderView(moment)} |`,
    ),
    '',
  ].join('\n');
}

function renderView({ view, settings = {} }: Moment): string {
  if (view === INTERLUDE) return 'interlude';
  const shown = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return [`\`${view}\``, ...shown].join(', ').replaceAll('|', '\\|');
}
