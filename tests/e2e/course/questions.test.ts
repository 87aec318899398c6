// Questions beside the video: answered with the network of the tab, on the map, before a result, and kept.
import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import type { DigitScene } from '../../../src/ui/scenes/digits/digit-scene.ts';
import type { NetworkScene } from '../../../src/ui/scenes/network/network-scene.ts';
import { axeViolationsIn } from '../../support/browser/accessibility.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { openLink } from '../../support/browser/open-link.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const view = 'lab-app >>> lab-chapter-view';
const map = `${view} >>> lab-chapter-6-stage >>> lab-stage`;
const questions = `lab-app${byRole('region', 'Questions')}`;
/** Shows the questions; its text says how many were answered right. */
const tab = `${view} >>> lab-chapter-sidebar >>> .tabs > button:nth-of-type(2)`;
const verdict = `${questions}${byRole('status')}`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await page.goto(`${inject('pageUrl')}#view=chapter&chapter=6`);
  await find('textbox', 'Prompt');
});

afterEach(() => expect(pageErrors).toEqual([]));

afterAll(() => browser?.close());

const { click, find, textOfRole, textsOf } = pageReader(() => page);

/** Goes on in the page. The chapter begins anew, with its moments: the page of all notes has none. */
async function openChapter(place: string): Promise<void> {
  const go = (hash: string) =>
    page.evaluate((hash) => {
      location.hash = hash;
    }, hash);
  await go('view=notes');
  await find('searchbox', 'Search all notes');
  await go(`view=chapter&${place}`);
}

/** Shows the questions in place of the moments. */
async function showQuestions(): Promise<void> {
  await page.click(tab);
  await find('region', 'Questions');
}

/** Chapter 6 at a time, with its questions. */
async function openQuestions(at = 0): Promise<void> {
  await openChapter(`chapter=6&at=${at}`);
  await find('textbox', 'Prompt');
  await showQuestions();
}

/** Once the engine has answered. */
const untilChecked = () =>
  expect
    .poll(() => textsOf(verdict), { timeout: 60_000 })
    .toContainEqual(expect.stringMatching(/^(Right|Not quite)\./));
const saidIn = async () => (await textsOf(verdict)).join(' ');

const setSlider = (name: string, value: number) =>
  find('slider', name, questions).then((slider) =>
    slider.evaluate((element, value) => {
      (element as HTMLInputElement).value = String(value);
      element.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    }, value),
  );

test('a wrong answer is explained and asked again, a right one counts, and both are kept', async () => {
  await openQuestions();
  await click('button', '9:16 How large is the largest share?', questions);
  await click('button', 'Check', questions);
  await untilChecked();
  expect(await saidIn()).toMatch(/^Not quite\. “blue” gets 90\.\d.%/);
  await find('button', 'Explained at 9:50', questions);
  await page.reload();
  await find('textbox', 'Prompt');
  await find('button', 'Questions 0 / 10');
  await showQuestions();
  await click('button', '9:16 How large is the largest share? to be asked again', questions);
  await setSlider('Your estimate', 0.88);
  await click('button', 'Check', questions);
  await untilChecked();
  expect(await saidIn()).toMatch(/^Right\./);
  await find('button', 'Questions 1 / 10');
  // The map shows the head that the answer is about.
  await expect
    .poll(() => page.$eval(map, ({ scene }) => (scene as NetworkScene).input.shot?.target))
    .toEqual({ at: 'head', layer: 2, head: 0 });
  await click('button', 'Explained at 9:50', questions);
  await expect
    .poll(() => textOfRole('heading', undefined, `lab-app${byRole('region', 'Stage')}`))
    .toBe('Softmax, column by column');
});

test('a question about a place is answered on the map', async () => {
  await openQuestions();
  await click('button', '4:45 Find the head for adjectives', questions);
  await page.waitForSelector(`${questions}${byRole('button', 'Check')}:disabled`);
  await expect
    .poll(() =>
      page.$eval(map, ({ scene }) => {
        const { shot, values } = (scene as NetworkScene).input;
        return [shot?.target.at, values?.tokens.length];
      }),
    )
    .toEqual(['network', 7]);
  const place = () =>
    page.$eval(map, (element) => {
      const item = (element.scene as NetworkScene).nodes.find(
        ({ subject }) => subject.kind === 'pattern' && subject.layer === 2 && subject.head === 0,
      );
      const box = element.shadowRoot?.querySelector('canvas')?.getBoundingClientRect();
      if (!item || !box) return undefined;
      const { x, y, width, height } = item.rect;
      return { x: box.x + x + width / 2, y: box.y + y + height / 2 };
    });
  await expect.poll(place).toBeDefined();
  const { x, y } = (await place()) as { x: number; y: number };
  await page.mouse.click(x, y);
  await expect.poll(saidIn).toContain('Selected on the map: Head 3.1');
  await click('button', 'Check', questions);
  await expect.poll(saidIn, { timeout: 60_000 }).toContain('Right.');
});

test('the running video offers a question at its second, and pauses there where the visitor wishes', async () => {
  await openQuestions(706.1);
  await click('button', 'Moments');
  await click('button', 'Run without video');
  await page.$eval(`${view} >>> lab-video-player`, (player) => {
    player.currentTime = 714.6;
  });
  await find('button', 'Predict: The attention of the first word');
  const isPaused = () => page.$eval(`${view} >>> lab-video-player`, ({ paused }) => paused);
  expect(await isPaused()).toBe(false);
  await click('button', 'Predict: The attention of the first word');
  await find('radio', 'all of it', questions);
  await expect.poll(isPaused).toBe(true);
  await click('button', 'Close', questions);
  await click('checkbox', 'Pause the video before a result', questions);
  await page.$eval(`${view} >>> lab-video-player`, (player) => {
    player.currentTime = 727.6;
    player.play();
  });
  await find('radio', 'to less than 1', questions);
  await expect.poll(isPaused).toBe(true);
});

test('the visitor’s prompt is back after a question that had one of its own', async () => {
  const own = 'A blue and very old creature';
  await openChapter(`chapter=6&prompt=${encodeURIComponent(own)}`);
  const read = async () =>
    (await find('textbox', 'Prompt')).evaluate((element) => (element as HTMLInputElement).value);
  await expect.poll(read).toBe(own);
  await showQuestions();
  await click('button', '9:16 How large is the largest share? answered', questions);
  await expect.poll(read).toBe('A fluffy blue creature roamed the verdant');
  await click('button', 'Close', questions);
  await expect.poll(read).toBe(own);
});

/** The answer of each kind that the keyboard gives, and what is on the page then. */
const KINDS = {
  choose: '11:55 The attention of the first word',
  estimate: '9:16 How large is the largest share? answered',
  rank: '24:22 Where are most weights?',
  draw: '12:45 The grid as the text grows',
  adjust: '9:58 Ten times the attention',
  pick: '19:20 Whom does “he” mean?',
} as const;

test('questions of all kinds are answered by keyboard, and axe finds nothing before and after', async () => {
  await openQuestions();
  for (const [kind, name] of Object.entries(KINDS)) {
    await click('button', name, questions);
    await page.waitForSelector(`${questions} >>> .field.${kind}`, { visible: true });
    expect(await axeViolationsIn(page, questions), kind).toEqual([]);
    if (kind === 'choose')
      await page.focus(`${questions} >>> input[type=radio]`).then(() => page.keyboard.press('Space'));
    if (kind === 'rank')
      await page.focus(`${questions} >>> li button`).then(() => page.keyboard.press('Enter'));
    if (kind === 'draw')
      await page
        .$eval(`${questions} >>> circle`, (point) => (point as SVGElement).focus())
        .then(() => page.keyboard.press('ArrowUp'));
    if (kind === 'pick') continue;
    await click('button', 'Check', questions);
    await untilChecked();
    expect(await axeViolationsIn(page, questions), `${kind}, checked`).toEqual([]);
  }
});

test('the lab sees when a task is done, and remembers it', async () => {
  await openChapter('chapter=5&at=0');
  await find('textbox', 'Prompt');
  await showQuestions();
  await click('button', 'Make it say Berlin', questions);
  await expect.poll(saidIn).toContain('Not yet.');
  const field = await find('textbox', 'Prompt');
  await field.evaluate((element) => (element as HTMLInputElement).select());
  await field.type('The capital of Germany is');
  await page.keyboard.press('Enter');
  await expect.poll(saidIn, { timeout: 60_000 }).toMatch(/Done\. “Berlin” follows with 9\d\.\d.%/);
  expect(await axeViolationsIn(page, questions)).toEqual([]);
  await click('button', 'Close task', questions);
  await find('button', 'Make it say Berlin done', questions);
});

test('a verdict is dropped once the weights it was about have changed', async () => {
  await openChapter('chapter=1');
  await showQuestions();
  await click('button', '4:01 The runner-up', questions);
  const map = await page.waitForSelector(`${view} >>> lab-chapter-1-stage >>> lab-stage`);
  await map?.evaluate((element) =>
    element.dispatchEvent(
      new (class extends Event {
        readonly shot = { ...(element.scene as DigitScene).input.shot, neuron: { layer: 3, neuron: 0 } };
      })('lab-digit-shot', { bubbles: true, composed: true }),
    ),
  );
  await click('button', 'Check', questions);
  await untilChecked();
  await click('button', 'Train');
  await expect
    .poll(() => textsOf(`${questions}${byRole('alert')}`))
    .toContainEqual(expect.stringContaining('The network has changed since.'));
  expect(await saidIn()).not.toMatch(/Right\.|Not quite\./);
  await find('button', 'Check', questions);
});

test('a recap asks five questions at the end, and the next day begins with two from before', async () => {
  await page.evaluate(() => localStorage.clear());
  await openLink(page, `${inject('pageUrl')}#view=chapter&chapter=6&at=1456.7`);
  await find('textbox', 'Prompt');
  await showQuestions();
  await click('button', 'Moments');
  await click('button', 'Run without video');
  await page.$eval(`${view} >>> lab-video-player`, (player) => {
    player.currentTime = 1521;
  });
  await click('button', 'Recap: five questions');
  for (let n = 1; n <= 5; n++) {
    await find('heading', undefined, questions);
    const kind = await page.$eval(`${questions} >>> lab-question-card`, ({ open }) => open.question.kind);
    if (kind === 'choose') await page.$eval(`${questions} >>> input[type=radio]`, (radio) => radio.click());
    if (kind === 'draw')
      await page
        .$eval(`${questions} >>> circle`, (point) => (point as SVGElement).focus())
        .then(() => page.keyboard.press('ArrowUp'));
    if (kind === 'pick')
      await page.$eval(map, (element) =>
        element.dispatchEvent(
          new (class extends Event {
            readonly shot = { ...(element.scene as NetworkScene).input.shot, head: 1, token: 1 };
          })('lab-map-shot', { bubbles: true, composed: true }),
        ),
      );
    await click('button', 'Check', questions);
    await untilChecked();
    if (n < 5) await click('button', 'Next question', questions);
  }
  await expect.poll(saidIn).toMatch(/Recap done: \d of 5 right\./);
  expect(await axeViolationsIn(page, questions)).toEqual([]);

  await page.evaluateOnNewDocument(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 24 * 3_600_000;
  });
  await openLink(page, `${inject('pageUrl')}#view=course`);
  const before = `lab-app${byRole('region', 'Questions from before')}`;
  await expect.poll(() => textsOf(`${before}${byRole('button')}`)).toHaveLength(2);
  expect(await axeViolationsIn(page, before)).toEqual([]);
  const [title] = await textsOf(`${before}${byRole('button')}`);
  await page.$eval(`${before}${byRole('button')}`, (button) => (button as HTMLButtonElement).click());
  await find('textbox', 'Prompt');
  const opened = () => page.$eval(`${questions} >>> lab-question-card`, ({ open }) => open.question.title);
  await expect.poll(opened).toBe(title.replace(/ chapter 6$/, ''));
});
