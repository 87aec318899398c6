// Questions beside the video: answered with the network of the tab, on the map, before a result, and kept.
import type { BoundingBox, Browser, ElementHandle, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import type { DigitScene } from '../../../src/ui/scenes/digits/digit-scene.ts';
import type { NetworkScene } from '../../../src/ui/scenes/network/network-scene.ts';
import { axeViolationsIn } from '../../support/browser/accessibility.ts';
import { explore } from '../../support/browser/explore.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { openFromMenu } from '../../support/browser/menu.ts';
import { openLink } from '../../support/browser/open-link.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const view = 'lab-app >>> lab-chapter-view';
const map = `${view} >>> lab-chapter-6-stage >>> lab-stage`;
/** The list of all questions, over the sentence while it is open. */
const questions = `lab-app${byRole('region', 'Questions')}`;
/** The open question, in place of the sentence. */
const card = `${view} >>> lab-question-card`;
const verdict = `${card}${byRole('status')}`;
const task = `${questions}${byRole('status')}`;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await page.goto(`${inject('pageUrl')}#view=chapter&chapter=6`);
  await page.waitForSelector(map);
});

afterEach(() => expect(pageErrors).toEqual([]));

afterAll(() => browser?.close());

const { click, find, textsOf } = pageReader(() => page);

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

async function showQuestions(): Promise<void> {
  await openFromMenu(page, 'Questions');
  await find('region', 'Questions');
}

/** Opens a question of the list, which makes room for it. */
async function open(name: string): Promise<void> {
  await click('button', name, questions);
  await page.waitForSelector(card, { visible: true });
}

/** What the picture reads; the field itself is there while it is operated. */
const prompt = () => page.$eval(`${view} >>> lab-prompt-input`, (input) => input.prompt);
const title = () => page.$eval(card, ({ open }) => open.question.title);

/** Chapter 6 at a time, with its questions. */
async function openQuestions(at = 0): Promise<void> {
  await openChapter(`chapter=6&at=${at}`);
  await page.waitForSelector(map);
  await showQuestions();
}

/** Once the engine has answered. */
const untilChecked = () =>
  expect
    .poll(() => textsOf(verdict), { timeout: 60_000 })
    .toContainEqual(expect.stringMatching(/^(Right|Not quite)\./));
const saidIn = async () => (await textsOf(verdict)).join(' ');

const setSlider = (name: string, value: number) =>
  find('slider', name, card).then((slider) =>
    slider.evaluate((element, value) => {
      (element as HTMLInputElement).value = String(value);
      element.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    }, value),
  );

test('a wrong answer is explained and asked again, a right one counts, and both are kept', async () => {
  await openQuestions();
  await open('9:16 How large is the largest share?');
  await click('button', 'Check', card);
  await untilChecked();
  expect(await saidIn()).toMatch(/^Not quite\. “blue” gets 90\.\d.%/);
  await find('button', 'Explained at 9:50', card);
  await page.reload();
  await page.waitForSelector(map);
  await showQuestions();
  await find('button', 'Questions 0 / 10');
  await open('9:16 How large is the largest share? to be asked again');
  await setSlider('Your estimate', 0.88);
  await click('button', 'Check', card);
  await untilChecked();
  expect(await saidIn()).toMatch(/^Right\./);
  // The map shows the head that the answer is about.
  await expect
    .poll(() => page.$eval(map, ({ scene }) => (scene as NetworkScene).input.shot?.target))
    .toEqual({ at: 'head', layer: 2, head: 0 });
  await click('button', 'Explained at 9:50', card);
  await find('heading', 'Softmax, column by column');
  expect(await page.$(card)).toBeNull();
  await showQuestions();
  await find('button', 'Questions 1 / 10');
});

test('a question about a place is answered on the map', async () => {
  await openQuestions();
  await open('4:45 Find the head for adjectives');
  await page.waitForSelector(`${card}${byRole('button', 'Check')}:disabled`);
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
  await click('button', 'Check', card);
  await expect.poll(saidIn, { timeout: 60_000 }).toContain('Right.');
});

test('the running video offers a question at its second, and pauses there where the visitor wishes', async () => {
  await openChapter('chapter=6&at=706.1');
  await page.waitForSelector(map);
  await click('button', 'Run without video');
  await page.$eval(`${view} >>> lab-video-player`, (player) => {
    player.currentTime = 714.6;
  });
  await find('button', 'Predict: The attention of the first word');
  const isPaused = () => page.$eval(`${view} >>> lab-video-player`, ({ paused }) => paused);
  expect(await isPaused()).toBe(false);
  await click('button', 'Predict: The attention of the first word');
  await find('radio', 'all of it', card);
  await expect.poll(isPaused).toBe(true);
  await click('button', 'Close', card);
  await showQuestions();
  await click('checkbox', 'Pause the video before a result', questions);
  await page.$eval(`${view} >>> lab-video-player`, (player) => {
    player.currentTime = 727.6;
    player.play();
  });
  await find('radio', 'to less than 1', card);
  await expect.poll(isPaused).toBe(true);
  // Who plays on leaves the question: its place is the sentence's again.
  await page.$eval(`${view} >>> lab-video-player`, (player) => player.play());
  await page.waitForSelector(`${view} >>> .sentence`, { visible: true });
  expect(await page.$(card)).toBeNull();
});

test('the visitor’s prompt is back after a question that had one of its own', async () => {
  const own = 'A blue and very old creature';
  await openChapter(`chapter=6&prompt=${encodeURIComponent(own)}`);
  await page.waitForSelector(map);
  await expect.poll(prompt).toBe(own);
  await showQuestions();
  await open('9:16 How large is the largest share? answered');
  await expect.poll(prompt).toBe('A fluffy blue creature roamed the verdant');
  await click('button', 'Close', card);
  await expect.poll(prompt).toBe(own);
});

test('on a phone a swipe over a question sets its answer, and over the sentence goes to the next moment', async () => {
  const phone = { width: 390, height: 844, isMobile: true, hasTouch: true };
  await page.setViewport(phone);
  await openQuestions();
  await open('9:16 How large is the largest share? answered');
  const slider = await find('slider', 'Your estimate', card);
  const swipe = async (element: ElementHandle, shares: readonly number[]) => {
    const { x, y, width, height } = (await element.boundingBox()) as BoundingBox;
    const [from, ...to] = shares.map((share) => [x + share * width, y + height / 2] as const);
    await page.touchscreen.touchStart(...from);
    for (const place of to) await page.touchscreen.touchMove(...place);
    await page.touchscreen.touchEnd();
  };
  const answer = () => slider.evaluate((element) => (element as HTMLInputElement).valueAsNumber);
  const before = await answer();
  await swipe(slider, [0.9, 0.7, 0.5, 0.3, 0.1]);
  await expect.poll(answer).not.toBe(before);
  expect(await title()).toBe('How large is the largest share?');
  await click('button', 'Close', card);
  const sentence = await page.waitForSelector(`${view} >>> .sentence`, { visible: true });
  const said = () => textsOf(`${view} >>> .words h1`);
  const [asked] = await said();
  await swipe(sentence as ElementHandle, [0.9, 0.5, 0.1]);
  await expect.poll(said).not.toEqual([asked]);
  await page.setViewport({ width: 1440, height: 900 });
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
    await open(name);
    await page.waitForSelector(`${card} >>> .field.${kind}`, { visible: true });
    expect(await axeViolationsIn(page, card), kind).toEqual([]);
    if (kind === 'choose')
      await page.focus(`${card} >>> input[type=radio]`).then(() => page.keyboard.press('Space'));
    if (kind === 'rank') await page.focus(`${card} >>> li button`).then(() => page.keyboard.press('Enter'));
    if (kind === 'draw')
      await page
        .$eval(`${card} >>> circle`, (point) => (point as SVGElement).focus())
        .then(() => page.keyboard.press('ArrowUp'));
    if (kind !== 'pick') {
      await click('button', 'Check', card);
      await untilChecked();
      expect(await axeViolationsIn(page, card), `${kind}, checked`).toEqual([]);
    }
    await click('button', 'Close', card);
    await showQuestions();
    expect(await axeViolationsIn(page, questions)).toEqual([]);
  }
});

test('the lab sees when a task is done, and remembers it', async () => {
  await openChapter('chapter=5&at=0');
  await page.waitForSelector(`${view} >>> lab-chapter-5-stage >>> lab-stage`);
  await showQuestions();
  await click('button', 'Make it say Berlin', questions);
  const saidIn = async () => (await textsOf(task)).join(' ');
  await expect.poll(saidIn).toContain('Not yet.');
  await page.keyboard.press('e');
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
  await open('4:01 The runner-up');
  const map = await page.waitForSelector(`${view} >>> lab-chapter-1-stage >>> lab-stage`);
  await map?.evaluate((element) =>
    element.dispatchEvent(
      new (class extends Event {
        readonly shot = { ...(element.scene as DigitScene).input.shot, neuron: { layer: 3, neuron: 0 } };
      })('lab-digit-shot', { bubbles: true, composed: true }),
    ),
  );
  await click('button', 'Check', card);
  await untilChecked();
  await explore(page);
  await click('button', 'Train');
  await expect
    .poll(() => textsOf(`${card}${byRole('alert')}`))
    .toContainEqual(expect.stringContaining('The network has changed since.'));
  expect(await saidIn()).not.toMatch(/Right\.|Not quite\./);
  await find('button', 'Check', card);
});

test('a recap asks five questions at the end, and the next day begins with two from before', async () => {
  await page.evaluate(() => localStorage.clear());
  await openLink(page, `${inject('pageUrl')}#view=chapter&chapter=6&at=1456.7`);
  await page.waitForSelector(map);
  await click('button', 'Run without video');
  await page.$eval(`${view} >>> lab-video-player`, (player) => {
    player.currentTime = 1521;
  });
  await click('button', 'Recap: five questions');
  for (let n = 1; n <= 5; n++) {
    await find('heading', undefined, card);
    const kind = await page.$eval(card, ({ open }) => open.question.kind);
    if (kind === 'choose') await page.$eval(`${card} >>> input[type=radio]`, (radio) => radio.click());
    if (kind === 'draw')
      await page
        .$eval(`${card} >>> circle`, (point) => (point as SVGElement).focus())
        .then(() => page.keyboard.press('ArrowUp'));
    if (kind === 'pick')
      await page.$eval(map, (element) =>
        element.dispatchEvent(
          new (class extends Event {
            readonly shot = { ...(element.scene as NetworkScene).input.shot, head: 1, token: 1 };
          })('lab-map-shot', { bubbles: true, composed: true }),
        ),
      );
    await click('button', 'Check', card);
    await untilChecked();
    if (n < 5) await click('button', 'Next question', card);
  }
  // How it went stands in the list.
  await click('button', 'Close', card);
  await expect.poll(async () => (await textsOf(task)).join(' ')).toMatch(/Recap done: \d of 5 right\./);
  expect(await axeViolationsIn(page, questions)).toEqual([]);

  await page.evaluateOnNewDocument(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 24 * 3_600_000;
  });
  await openLink(page, `${inject('pageUrl')}#view=course`);
  const before = `lab-app${byRole('region', 'Questions from before')}`;
  await expect.poll(() => textsOf(`${before}${byRole('button')}`)).toHaveLength(2);
  expect(await axeViolationsIn(page, before)).toEqual([]);
  const [name] = await textsOf(`${before}${byRole('button')}`);
  await page.$eval(`${before}${byRole('button')}`, (button) => (button as HTMLButtonElement).click());
  await page.waitForSelector(card, { visible: true });
  expect(await title()).toBe(name.replace(/ chapter 6$/, ''));
});
