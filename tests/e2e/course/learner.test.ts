// One visitor learns chapter 6 through: video, questions, a task, a note, the recap, and the return on the next day.
import type { Browser, Frame, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { PLAYER_ORIGIN } from '../../../src/ui/course/video-player/youtube-client.ts';
import type { NetworkScene } from '../../../src/ui/scenes/network/network-scene.ts';
import { axeViolations } from '../../support/browser/accessibility.ts';
import { type FakeYouTube, fakeYouTube } from '../../support/browser/fake-youtube.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { openFromMenu } from '../../support/browser/menu.ts';
import { openLink } from '../../support/browser/open-link.ts';
import { allowOrigin } from '../../support/browser/page-audit.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const view = 'lab-app >>> lab-chapter-view';
const map = `${view} >>> lab-chapter-6-stage >>> lab-stage`;
const region = (name: string) => `lab-app${byRole('region', name)}`;
const questions = region('Questions');
/** The open question, in place of the sentence. */
const card = `${view} >>> lab-question-card`;
const DAY_MS = 24 * 3_600_000;

let browser: Browser;
let page: Page;
let pageErrors: string[] = [];

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  pageErrors = collectPageErrors(page);
  await fakeYouTube(page);
});

afterEach(() => expect(pageErrors.filter((complaint) => !complaint.includes(PLAYER_ORIGIN))).toEqual([]));
afterAll(() => browser?.close());

const { click, find, textsOf } = pageReader(() => page);
/** Presses by script: the list around it may still move. */
const press = async (name: string, within = 'lab-app') =>
  (await find('button', name, within)).evaluate((button) => (button as HTMLElement).click());
const saidIn = async (within = card) => (await textsOf(`${within}${byRole('status')}`)).join(' ');
const showQuestions = () => openFromMenu(page, 'Questions');

async function startVideo(): Promise<Frame> {
  allowOrigin(page, PLAYER_ORIGIN);
  await click('button', 'Play the video: Chapter 6');
  const frame = await page.waitForFrame((frame) => frame.url().startsWith(PLAYER_ORIGIN));
  await expect
    .poll(() => frame.evaluate(() => (window as unknown as { fake?: FakeYouTube }).fake?.greeted))
    .toBe(true);
  return frame;
}

/** The player runs from there on, twice as fast. */
async function watchFrom(frame: Frame, seconds: number): Promise<void> {
  await frame.evaluate(
    (seconds) => (window as unknown as { fake: FakeYouTube }).fake.moveTo(seconds),
    seconds,
  );
  await page.$eval(`${view} >>> lab-video-player`, (player) => {
    player.playbackRate = 2;
    player.play();
  });
}

test('a chapter is learnt through, and the next day asks again', { timeout: 240_000 }, async () => {
  await page.goto(`${inject('pageUrl')}#view=chapter&chapter=6&at=0`);
  await page.waitForSelector(map);

  // The video: a moment counts once most of it was played.
  const frame = await startVideo();
  await watchFrom(frame, 606.9);
  await expect
    .poll(() => page.$eval(`${view} >>> lab-progress-dots`, ({ watched }) => watched.length), {
      timeout: 30_000,
    })
    .toBeGreaterThan(0);

  // A question at its second, answered wrong; and one of the list, answered right on the map.
  await watchFrom(frame, 554);
  await press('Predict: How large is the largest share?');
  await press('Check', card);
  await expect.poll(saidIn, { timeout: 60_000 }).toContain('Not quite. “blue” gets 90.');
  expect(await axeViolations(page)).toEqual([]);
  await showQuestions();
  await press('4:45 Find the head for adjectives', questions);
  await expect
    .poll(() =>
      page.$eval(map, ({ scene }) => {
        const { shot, values } = (scene as NetworkScene).input;
        return [shot?.target.at, values?.tokens.length];
      }),
    )
    .toEqual(['network', 7]);
  await page.$eval(map, (element) =>
    element.dispatchEvent(
      new (class extends Event {
        readonly shot = {
          ...(element.scene as NetworkScene).input.shot,
          target: { at: 'head' as const, layer: 2, head: 0 },
        };
      })('lab-map-shot', { bubbles: true, composed: true }),
    ),
  );
  await expect.poll(saidIn).toContain('Selected on the map: Head 3.1');
  await press('Check', card);
  await expect.poll(saidIn, { timeout: 60_000 }).toContain('Right.');
  await press('Close', card);
  await showQuestions();
  await find('button', 'Questions 1 / 10');

  // A task: the lab sees when it is done.
  await press('An adjective far away', questions);
  await expect.poll(() => saidIn(questions)).toContain('Not yet.');
  await page.keyboard.press('e');
  const field = await find('textbox', 'Prompt');
  await field.evaluate((element) => (element as HTMLInputElement).select());
  await field.type('A blue and very old creature');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => saidIn(questions), { timeout: 60_000 })
    .toMatch(/Done\. “\w+” gives “blue” \d\d\.\d.%/);
  await press('Close task', questions);

  // A note.
  await page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    (active as HTMLElement).blur();
  });
  await page.keyboard.press('n');
  await page.waitForFunction(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active instanceof HTMLTextAreaElement;
  });
  await page.keyboard.type('Keys are asked by queries');
  await page.keyboard.down('Control');
  await page.keyboard.press('Enter');
  await page.keyboard.up('Control');
  await page.waitForSelector(`${region('Notes')} >>> ::-p-text(Keys are asked by queries)`);

  // The end: what was seen, and five questions.
  await watchFrom(frame, 1521);
  await find('button', 'Recap: five questions');
  await showQuestions();
  await find('region', 'Questions');
  expect((await textsOf(`${view} >>> lab-recap-card >>> p`)).join(' ')).toMatch(
    /[1-9]\d* of 27 min played, 1 of 10 questions answered right/,
  );
  await press('Five questions', questions);
  await find('button', 'Check', card);
  await press('Close', card);

  // The next day, by the clock.
  await page.evaluateOnNewDocument((day) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + day;
  }, DAY_MS);
  await openLink(page, `${inject('pageUrl')}#view=course`);
  const before = `${region('Questions from before')}${byRole('button')}`;
  await expect
    .poll(async () => (await textsOf(before)).toSorted())
    .toEqual(['Find the head for adjectives chapter 6', 'How large is the largest share? chapter 6']);
  expect(await axeViolations(page)).toEqual([]);
  await press('How large is the largest share? chapter 6');
  await page.waitForSelector(card, { visible: true });
  expect(await page.$eval(card, ({ open }) => open.question.title)).toBe('How large is the largest share?');
  await page.keyboard.press('m');
  await page.waitForSelector(`${region('Notes')} >>> ::-p-text(Keys are asked by queries)`);
});
