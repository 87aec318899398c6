// Renders docs/course.md from the chapters, so that the page cannot differ from them.
import type { ChainShot } from '../src/ui/course/04-calculus/map/shot.ts';
import type { Chapter, Moment } from '../src/ui/course/chapter.ts';
import { COURSE } from '../src/ui/course/course.ts';
import type { DigitPicture } from '../src/ui/course/digit-stage/picture.ts';
import { INTERLUDE } from '../src/ui/course/moments.ts';
import { formatTimestamp } from '../src/ui/format/timestamp.ts';

export const COURSE_MAP_PATH = 'docs/course.md';

const HEADER = `# The course, minute by minute

The view of the stage at each moment of each video. \`npm run build:course-map\` writes this page from the chapters
(\`src/ui/course/*/chapter.ts\`), and a test checks that it is up to date. A view is a key of the chapter's stage,
followed by its settings; in chapters 1 to 3 the digit map's picture follows: where the camera is, the overlay, and weights or an image of
the moment's own. In chapter 4 the picture of the small network follows: where the camera is, what is drawn, and what moves. At an interlude the stage keeps its view.
`;

export function renderCourseMap(): string {
  return [HEADER, ...COURSE.map(renderChapter)].join('\n');
}

function renderChapter({ number, title, duration, network, moments }: Chapter): string {
  const about = network === 'digits' ? 'the digit network' : 'the language model';
  return [
    `## Chapter ${number}: ${title}`,
    '',
    `${formatTimestamp(duration)} minutes, ${moments.length} moments, network: ${about}.`,
    '',
    '| time | moment | view |',
    '|---|---|---|',
    ...moments.map(
      (moment) => `| ${formatTimestamp(moment.startTime)} | ${moment.title} | ${renderView(moment)} |`,
    ),
    '',
  ].join('\n');
}

function renderView({ view, settings = {}, picture, chain }: Moment): string {
  if (view === INTERLUDE) return 'interlude';
  const shown = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return [
    `\`${view}\``,
    ...shown,
    ...(picture ? [`map: ${renderPicture(picture)}`] : []),
    ...(chain ? [`picture: ${renderChain(chain)}`] : []),
  ]
    .join(', ')
    .replaceAll('|', '\\|');
}

function renderPicture({ at, overlay, play, network, image, learns, tours, batch }: DigitPicture): string {
  const parts = [
    ...[at, overlay, network && `network ${network}`, image && `image ${image}`],
    ...[batch && `mean of ${batch}`, play && `plays ${play}`, learns && `learns ${learns} steps`],
    tours && 'one digit after the other',
  ];
  return parts.filter(Boolean).join(' · ');
}

const renderChain = ({ at, parts = [], play }: ChainShot): string =>
  [at, ...parts, play && `plays ${play}`].filter(Boolean).join(' · ');
