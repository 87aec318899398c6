// The text of docs/course.md, from the chapters themselves, so that the two cannot part.
import type { Chapter, Moment } from '../src/ui/chapters/chapter.ts';
import { COURSE } from '../src/ui/chapters/course.ts';
import { INTERLUDE } from '../src/ui/chapters/moments.ts';
import { clockTime } from '../src/ui/views/clock-time.ts';

export const COURSE_MAP = 'docs/course.md';

const BEGINNING = `# The course, minute by minute

What the stage shows at each moment of each video. Written by \`npm run course-map\` from the chapters
(\`src/ui/chapters/*/chapter.ts\`); a test sees to it that it is up to date. A view is the key by which a chapter's
stage knows it, with its settings; at an interlude the stage keeps what it had.
`;

export function courseMap(): string {
  return [BEGINNING, ...COURSE.map(chapterMap)].join('\n');
}

function chapterMap({ number, title, seconds, network, moments }: Chapter): string {
  const about = network === 'digits' ? 'the digit network' : 'the language model';
  return [
    `## Chapter ${number}: ${title}`,
    '',
    `${clockTime(seconds)} minutes, ${moments.length} moments, about ${about}.`,
    '',
    '| minute | moment | view |',
    '|---|---|---|',
    ...moments.map((moment) => `| ${clockTime(moment.at)} | ${moment.title} | ${viewOf(moment)} |`),
    '',
  ].join('\n');
}

function viewOf({ view, settings = {} }: Moment): string {
  if (view === INTERLUDE) return 'interlude';
  const shown = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return [`\`${view}\``, ...shown].join(', ').replaceAll('|', '\\|');
}
