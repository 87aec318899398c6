// Renders docs/course.md from the chapters and the claims that the browser tests check, so that the page cannot differ from them.

import type { Chapter, Moment } from '../../../src/ui/course/chapter.ts';
import type { MomentShot } from '../../../src/ui/course/chapter-stage/shots.ts';
import { COURSE } from '../../../src/ui/course/course.ts';
import type { DigitPicture } from '../../../src/ui/course/digit-stage/picture.ts';
import { INTERLUDE } from '../../../src/ui/course/moments.ts';
import { formatTimestamp } from '../../../src/ui/format/timestamp.ts';
import type { ChainShot } from '../../../src/ui/scenes/chain/shot.ts';
import { CLAIMS } from './claims.ts';

const HEADER = `# The course, minute by minute

What the stage shows, untouched, at each moment of each video: in words that the browser tests check (\`tests/support/course/claims/\`), and as
data (\`src/ui/course/*/chapter.ts\`): a view of the chapter's stage with its settings, and what its map shows. At an
interlude the stage keeps its view. \`npm run build:course-map\` writes this page, and a test holds that it is up to date.
`;

export function renderCourseMap(): string {
  return [HEADER, ...COURSE.map(renderChapter)].join('\n');
}

function renderChapter({ number, title, duration, network, moments }: Chapter): string {
  const about = network === 'digits' ? 'the digit network' : 'the language model';
  const rows = moments.map((moment) => [
    formatTimestamp(moment.startTime),
    moment.title,
    CLAIMS[number][moment.startTime]?.shows ?? '',
    renderView(moment),
  ]);
  const columns = ['time', 'moment', 'the stage shows', 'view'];
  return [
    `## Chapter ${number}: ${title}`,
    '',
    `${formatTimestamp(duration)} minutes, ${moments.length} moments, network: ${about}.`,
    '',
    row(columns),
    `|${'---|'.repeat(columns.length)}`,
    ...rows.map(row),
    '',
  ].join('\n');
}

const row = (cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

function renderView({ view, settings = {}, picture, chain, shot, action }: Moment): string {
  if (view === INTERLUDE) return 'interlude';
  const shown = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  const map = picture ? renderPicture(picture) : chain ? renderChain(chain) : shot && renderShot(shot);
  return [`\`${view}\``, ...shown, map && `map: ${map}`, action && `plays ${action}`]
    .filter(Boolean)
    .join(', ');
}

function renderPicture({ at, overlay, play, network, image, learns, tours, batch }: DigitPicture): string {
  const parts = [
    ...[at, overlay, network && `network ${network}`, image && `image ${image}`],
    ...[batch && `mean of ${batch}`, play && `plays ${play}`, learns && `learns ${learns.steps} steps`],
    tours && 'one digit after the other',
  ];
  return parts.filter(Boolean).join(' · ');
}

function renderShot({ at, overlay, headStep, mlpStep, spotlight, front }: MomentShot): string {
  return [at, overlay, headStep, mlpStep, spotlight && `spotlight on ${spotlight}`, front && 'forward pass']
    .filter(Boolean)
    .join(' · ');
}

const renderChain = ({ at, parts = [], play }: ChainShot): string =>
  [at, ...parts, play && `plays ${play}`].filter(Boolean).join(' · ');
