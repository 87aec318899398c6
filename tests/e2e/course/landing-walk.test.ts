// A few walks of a visitor in a real browser; `tests/ui/app/visitor-walk.test.ts` walks hundreds without one.
import { readFileSync } from 'node:fs';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, inject, test } from 'vitest';
import { parseManifest } from '../../../src/shared/model-manifest.ts';
import { COURSE_PRESET } from '../../../src/ui/types/course-model.ts';
import { launchBrowser } from '../../support/browser/launch-browser.ts';
import { Walks } from '../../support/walk/walk.ts';
import { WalkedPageInBrowser } from '../../support/walk/walked-page-in-browser.ts';

const ADDRESS = '#view=course&preset=facts';
/** A walk takes half a minute. */
const MINUTE = 60_000;

let browser: Browser;
let walks: Walks;

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  const models = parseManifest(JSON.parse(readFileSync('public/models/manifest.json', 'utf8')));
  walks = new Walks({
    models: {
      steps: Object.fromEntries(models.map(({ preset, steps }) => [preset, steps])),
      withFact: [COURSE_PRESET, 'facts'],
      course: COURSE_PRESET,
    },
    presets: ['facts', 'league', COURSE_PRESET],
    open: () => WalkedPageInBrowser.open(browser, `${inject('pageUrl')}${ADDRESS}`),
    // Trainings to the end, and files, whose dialogs are the browser's.
    without: [
      ...['train', 'train again', 'branch from the checkpoint', 'resume the offered run'],
      ...['save as file', 'open the saved file'],
    ],
  });
});

// Throws if a page logged an error.
afterAll(() => browser?.close());

test(
  'the course’s model: edit, time-lapse, undo, in any order and during each other',
  () =>
    walks.along(
      'switch to world',
      'make it believe',
      'watch it learn … 100',
      'undo exactly',
      'watch it learn … 30',
      'make it believe … 40',
      'slide to 0.5',
      'undo exactly',
      'reload',
      'resume the offered run',
      'watch it learn',
    ),
  4 * MINUTE,
);

test('three walks of random acts', () => walks.random({ seed: 5, walks: 3, acts: 10 }), 10 * MINUTE);
