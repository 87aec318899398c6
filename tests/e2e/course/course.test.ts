// The course on the built page: landing page, video, stage, URL, and the timeline without a network.
import type { Browser, Frame, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import type { Moment } from '../../../src/ui/course/chapter.ts';
import { COURSE } from '../../../src/ui/course/course.ts';
import { stagedMomentAt } from '../../../src/ui/course/moments.ts';
import { PLAYER_ORIGIN } from '../../../src/ui/course/video-player/youtube-client.ts';
import { type FakeYouTube, fakeYouTube } from '../../support/browser/fake-youtube.ts';
import { collectPageErrors, launchBrowser } from '../../support/browser/launch-browser.ts';
import { openLink } from '../../support/browser/open-link.ts';
import { allowOrigin } from '../../support/browser/page-audit.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';

const view = 'lab-app >>> lab-chapter-view';
/** The player has the interface of a media element. */
const player = `${view} >>> lab-video-player`;
const main = `lab-app${byRole('main')}`;
const stageRegion = `lab-app${byRole('region', 'Stage')}`;
const moments = `lab-app${byRole('region', 'Moments')}`;
const notes = `lab-app${byRole('region', 'Notes')}`;
const currentMoment = `${moments} >>> [aria-current="true"]`;

let browser: Browser;
let page: Page;
let pageErrors: string[];
let youtubeRequests: string[];
/** How often the visitor has asked for a video. */
let plays: number;

beforeAll(async () => {
  browser = await launchBrowser({ webgpu: false });
  await openLab();
});

afterEach(async () => {
  expect(pageErrors.filter((complaint) => !complaint.includes(PLAYER_ORIGIN))).toEqual([]);
  expect(youtubeRequests).toHaveLength(plays);
});

afterAll(() => browser?.close());

/** Opens the lab in a page of its own. */
async function openLab({ reachable } = { reachable: true }): Promise<void> {
  page = await browser.newPage();
  pageErrors = collectPageErrors(page);
  youtubeRequests = await fakeYouTube(page, { reachable });
  plays = 0;
  await page.goto(`${inject('pageUrl')}#view=notes`);
}

/** Goes on in the page. Chapter and player begin anew: the page of all notes has neither. */
async function openChapter(number: number, at = 0, more = ''): Promise<void> {
  // Wide enough for video and stage side by side: a click right after a scroll may still reach the player's frame.
  await page.setViewport({ width: 1440, height: 900 });
  await page.evaluate(setHash, 'view=notes');
  await find('searchbox', 'Search all notes');
  await page.evaluate(setHash, `view=chapter&chapter=${number}&at=${at}${more}`);
  await page.waitForSelector(`${view} >>> lab-chapter-${number}-stage`);
  await find('heading', undefined, main);
}

/** Runs in the page. */
const setHash = (hash: string) => {
  location.hash = hash;
};

const { click, find, textOf, textOfRole, textsOf } = pageReader(() => page);
const stageTitle = () => textOfRole('heading', undefined, stageRegion);
/** Whether the stage follows the video, as the page states it. */
const followState = () => textOf(`${view} >>> .following`);
const waitForTitle = (title: string) => expect.poll(stageTitle).toBe(title);
const titleAt = (number: number, at: number) => stagedMomentAt(COURSE[number - 1].moments, at).title;

/** Clicks a moment in the list, by its index. */
const pickCue = async (index: number) =>
  (await page.$$(`${moments}${byRole('listitem')}${byRole('button')}`))[index].click();

/** Clicks the poster and waits until page and fake player are connected. */
async function startVideo(number = 6): Promise<Frame> {
  allowOrigin(page, PLAYER_ORIGIN);
  plays += 1;
  await click('button', `Play the video: Chapter ${number}`);
  await find('Iframe', `Chapter ${number}`);
  const frame = await page.waitForFrame((frame) => frame.url().startsWith(PLAYER_ORIGIN));
  // The frame may exist before its document has loaded.
  await expect
    .poll(() => frame.evaluate(() => (window as unknown as { fake?: FakeYouTube }).fake?.greeted))
    .toBe(true);
  return frame;
}

const seekFrame = (frame: Frame, seconds: number) =>
  frame.evaluate((seconds) => (window as unknown as { fake: FakeYouTube }).fake.moveTo(seconds), seconds);
const stateOf = (frame: Frame) =>
  frame.evaluate(() => {
    const { time, playing, rate } = (window as unknown as { fake: FakeYouTube }).fake;
    return { time, playing, rate };
  });

test('sends no request to YouTube before the click, then loads one player from the cookie-free host', async () => {
  await openChapter(6);
  await pickCue(2);
  await waitForTitle(COURSE[5].moments[2].title);
  expect(youtubeRequests).toEqual([]);
  await startVideo();
  expect(youtubeRequests).toHaveLength(1);
  expect(youtubeRequests[0]).toContain('/embed/eMlx5fFNoYc?enablejsapi=1');
});

test('follows at double speed, and marks moments that were played, not those that the playhead touched', async () => {
  const [first] = COURSE[5].moments;
  const short = COURSE[5].moments.find(({ title }) => title === 'The attention pattern') ?? first;
  await openChapter(6, first.startTime);
  const frame = await startVideo();
  await page.$eval(player, (element) => {
    element.playbackRate = 2;
    element.play();
  });
  await expect.poll(() => stateOf(frame)).toMatchObject({ playing: true, rate: 2 });
  await seekFrame(frame, short.startTime);
  await waitForTitle(short.title);
  const watched = async () =>
    (await textsOf(`${moments}${byRole('listitem')}${byRole('button')}`)).filter((item) =>
      item.endsWith(' watched'),
    );
  await expect.poll(watched).toEqual([expect.stringContaining(short.title)]);
  await page.keyboard.press('k');
  await expect.poll(async () => (await stateOf(frame)).playing).toBe(false);

  const { time } = await stateOf(frame);
  await page.goto(`${inject('pageUrl')}#`);
  await expect
    .poll(() => textOfRole('button', undefined, main))
    .toMatch(/^Go on with chapter 6 at \d+:\d\d$/);
  const [minutes, seconds] = (await textOfRole('button', undefined, main)).split(' at ')[1].split(':');
  const continued = 60 * Number(minutes) + Number(seconds);
  expect(continued).toBeGreaterThanOrEqual(Math.floor(short.startTime));
  expect(continued).toBeLessThanOrEqual(Math.ceil(time));
});

/** One chapter of each kind of picture is watched while it moves. */
const MOVING = [2, 6];

test.each(COURSE)(
  'the video of chapter $number moves the stage to each of its moments, in the same breath and without a jump',
  async ({ number, moments }) => {
    await openChapter(number);
    const motion = MOVING.includes(number) ? 'no-preference' : 'reduce';
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: motion }]);
    const chapter = await page.waitForSelector(view);
    const frame = await startVideo(number);
    // The chapter opens its model first; from then on only the video changes the stage.
    await page.waitForFunction(
      (digits) => {
        const { lab } = document.querySelector('lab-app') as LabApp;
        return !lab.value.pending && (digits ? lab.digits : lab).value.run;
      },
      {},
      number < 5,
    );
    // The model's status takes one or two lines once the model is open.
    await expect
      .poll(async () => (await textsOf(`${stageRegion}${byRole('status')}`)).join('; '))
      .not.toMatch(/…/);
    await recordStage(number);
    await page.$eval(player, (element) => {
      element.playbackRate = 2;
      element.play();
    });
    for (const { startTime, endTime } of moments) {
      await seekFrame(frame, (startTime + endTime) / 2);
      const { title, startTime: at, view } = stagedMomentAt(moments, startTime);
      await expect
        .poll(() => chapter?.evaluate(stageOf, number), { interval: 20 })
        .toEqual({ title, at, view, alerts: [] });
    }
    for (const { startTime } of moments.slice(0, 5)) await page.$eval(player, seekTo, startTime + 0.1);
    const { reported, late, jumps } = await page.evaluate(
      () => (window as unknown as { watched: StageRecord }).watched,
    );
    expect(reported).toBeGreaterThanOrEqual(moments.length);
    expect(late).toEqual([]);
    expect(jumps).toEqual([]);
  },
);

/** Runs in the page: title, moment and alerts of a chapter's stage. */
function stageOf({ shadowRoot }: Element, number: number) {
  const stage = shadowRoot?.querySelector(`lab-chapter-${number}-stage`) as HTMLElement & { moment: Moment };
  const alerts = (root: ParentNode): string[] =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      ...(element.matches('[role=alert]') ? [element.textContent ?? ''] : []),
      ...(element.shadowRoot ? alerts(element.shadowRoot) : []),
    ]);
  return {
    title: shadowRoot?.querySelector('section:has(.stage) h1')?.textContent?.trim(),
    at: stage.moment.startTime,
    view: stage.moment.view,
    alerts: alerts(stage.shadowRoot as ShadowRoot),
  };
}

interface StageRecord {
  /** Reported times. */
  reported: number;
  /** Times after which the stage still showed another moment once the page had rendered. */
  late: number[];
  /** Elements of the frame that moved: video, moments, notes, title, panel bar and stage must stay in place. */
  jumps: string[];
}

const seekTo = (element: HTMLElementTagNameMap['lab-video-player'], at: number) => {
  element.currentTime = at;
};

/** Starts recording in the page: for each reported time, whether the stage followed and which elements moved. */
const recordStage = (number: number) =>
  page.$eval(
    view,
    (chapter, number) => {
      const inside = chapter.shadowRoot;
      const watched: StageRecord = { reported: 0, late: [], jumps: [] };
      Object.assign(window, { watched });
      const stage = () =>
        inside?.querySelector(`lab-chapter-${number}-stage`) as (HTMLElement & { moment: Moment }) | null;
      const video = inside?.querySelector('lab-video-player');
      video?.addEventListener('timeupdate', async () => {
        const { currentTime } = video;
        watched.reported += 1;
        await chapter.updateComplete;
        const moments = inside?.querySelector('lab-moment-list')?.moments ?? [];
        const staged = moments.findLast(
          ({ startTime, view }) => startTime <= currentTime && view !== 'interlude',
        );
        if (staged && stage()?.moment.startTime !== staged.startTime) watched.late.push(currentTime);
      });
      const parts = () => [
        ...(inside?.querySelectorAll('lab-video-player, lab-moment-list, lab-notes, h1, .stage') ?? []),
        ...(stage()?.shadowRoot?.querySelectorAll('lab-panel-bar:not(#panel *), lab-prompt-input') ?? []),
      ];
      const places = () =>
        parts().map((part) => {
          const { x, y } = part.getBoundingClientRect();
          return `${part.localName} at ${Math.round(x)}, ${Math.round(y)}`;
        });
      const first = places();
      const checkLayout = () => {
        const moved = places().filter((place) => !first.includes(place));
        watched.jumps.push(...moved.map((place) => `${stage()?.moment.view}: ${place}`));
        requestAnimationFrame(checkLayout);
      };
      checkLayout();
    },
    number,
  );

test('operating the stage stops following, until the visitor follows again or picks a moment', async () => {
  await openChapter(6, 706.1);
  const frame = await startVideo();
  await waitForTitle('Masking');
  const touch = async () =>
    (await find('textbox', 'Prompt', stageRegion)).evaluate((field) => {
      field.dispatchEvent(new Event('lab-stage-interaction', { bubbles: true, composed: true }));
    });
  await touch();
  await expect.poll(followState).toContain('You’re exploring');
  await seekFrame(frame, 20);
  await expect
    .poll(async () => (await textOf(currentMoment)).replace(/^\d+:\d\d | watched$/g, ''))
    .toBe(titleAt(6, 20));
  expect(await stageTitle()).toBe('Masking');
  await click('button', 'Follow the video');
  await waitForTitle(titleAt(6, 20));

  await touch();
  await seekFrame(frame, 300);
  await pickCue(4);
  await waitForTitle(COURSE[5].moments[4].title);
  expect((await stateOf(frame)).time).toBe(COURSE[5].moments[4].startTime);
});

test('operating any control of the stage stops following, reading does not', async () => {
  await openChapter(5, 449);
  const fit = `lab-app${byRole('region', 'A line through points')}`;
  const follow = () => click('button', 'Follow the video');
  const taken = async () => (await followState()).startsWith('You’re exploring');
  await find('slider', undefined, fit);
  await page.click(`${fit} >>> ::-p-text(The error measures)`);
  await (await find('status', undefined, `${stageRegion} >>> .model`)).click();
  expect(await taken()).toBe(false);
  const operations = [
    () => click('button', 'Gradient descent step'),
    async () => (await find('image', undefined, fit)).click(),
    async () => {
      await (await find('slider', undefined, fit)).focus();
      await page.keyboard.press('ArrowRight');
    },
  ];
  for (const operate of operations) {
    await operate();
    await expect.poll(taken).toBe(true);
    await follow();
    await expect.poll(taken).toBe(false);
  }
});

test('on a phone video, map and moments share the screen, and moments and notes unfold', async () => {
  await openChapter(6, 706.1);
  const frame = await startVideo();
  const screen = { width: 390, height: 844 };
  await page.setViewport(screen);
  const boxOf = async (selector: string) =>
    (await (await page.waitForSelector(selector, { visible: true }))?.boundingBox()) ?? {
      x: 0,
      y: 0,
      width: 0,
      height: 0,
    };
  const map = `${view} >>> lab-stage >>> canvas`;
  const [video, picture] = [await boxOf(player), await boxOf(map)];
  expect(video.height).toBeGreaterThanOrEqual(200);
  expect(picture.y).toBeGreaterThanOrEqual(video.y + video.height);

  // The card of the current moment stands in the middle.
  const card = `${moments} >>> li:has([aria-current="true"])`;
  const middle = async () => {
    const { x, width } = await boxOf(card);
    return Math.round(x + width / 2);
  };
  const listMiddle = async () => {
    const { x, width } = await boxOf(moments);
    return x + width / 2;
  };
  const isCentred = async () => Math.abs((await middle()) - (await listMiddle())) < 3;
  await expect.poll(isCentred).toBe(true);
  await seekFrame(frame, 300);
  await waitForTitle(titleAt(6, 300));
  await expect.poll(isCentred).toBe(true);

  await click('button', 'Moments and notes');
  const inList = async () => {
    const [current, list] = [await boxOf(card), await boxOf(moments)];
    return current.y >= list.y && current.y + current.height <= list.y + list.height && list.height > 300;
  };
  await expect.poll(inList).toBe(true);
  await page.click(currentMoment);
  await expect.poll(async () => (await boxOf(moments)).height).toBeLessThan(120);
  await page.keyboard.press('n');
  await find('textbox', undefined, notes);

  // In landscape they are side by side.
  await page.setViewport({ width: 844, height: 390 });
  const [left, right] = [await boxOf(player), await boxOf(map)];
  expect(right.x).toBeGreaterThanOrEqual(left.x + left.width);
  expect(right.y + right.height).toBeLessThan(390);
});

test('on a phone a fact is edited: the button that follows the video covers no control', async () => {
  await openChapter(7, 0);
  await page.setViewport({ width: 390, height: 844 });
  await click('button', 'Show panel');
  await expect.poll(followState).toContain('You’re exploring');
  await click('button', 'Tools');
  // However often the page renders, the row of panels stays where the visitor has scrolled it.
  await find('button', 'Edit a fact');
  const scrolled = await page.$eval(`${view} >>> lab-panel-bar`, async (bar) => {
    const row = bar.renderRoot.querySelector('[role="group"]') as HTMLElement;
    row.scrollLeft = row.scrollWidth;
    const { scrollLeft: before } = row;
    bar.requestUpdate();
    await bar.updateComplete;
    return { before, after: row.scrollLeft };
  });
  expect(scrolled.before).toBeGreaterThan(0);
  expect(scrolled.after).toBe(scrolled.before);
  await click('button', 'Edit a fact');
  await find('button', 'Apply edit');
  await click('button', 'Follow the video');
  await expect.poll(followState).toBe('Following the video');
});

test('keyboard shortcuts control the video, except in text fields', async () => {
  await openChapter(5, 100);
  const place = () => page.$eval(player, (element) => element.currentTime);
  for (const key of ['l', 'l', 'j', 'ArrowRight', 'ArrowLeft', 'ArrowLeft'] as const)
    await page.keyboard.press(key);
  expect(await place()).toBe(105);
  await page.keyboard.press('n');
  await find('textbox', undefined, notes);
  await page.keyboard.type('jumps like a llama');
  expect(await place()).toBe(105);
});

test('the URL stores chapter and moment, and the browser’s history moves between them', async () => {
  await openChapter(6, 706.1);
  await waitForTitle('Masking');
  await click('button', `Chapter 7: ${COURSE[6].title}`);
  await waitForTitle(COURSE[6].moments[0].title);
  await page.goBack();
  await waitForTitle('Masking');
  await page.reload();
  await waitForTitle('Masking');
});

test('the URL restores chapter, moment, prompt, head, query, model, orientation and theme', async () => {
  const prompt = 'the sleepy cats sleep';
  await openLink(
    page,
    `${inject('pageUrl')}#view=chapter&chapter=6&at=507.2&preset=stories&prompt=${encodeURIComponent(prompt)}&layer=2&head=3&token=3&orientation=queries-left&theme=light&show.view=scores`,
  );
  await waitForTitle(titleAt(6, 507.2));
  const stage = `${view} >>> lab-chapter-6-stage`;
  await find('application', undefined, stageRegion);
  const field = await find('textbox', 'Prompt', stageRegion);
  expect(await field.evaluate((element) => (element as HTMLInputElement).value)).toBe(prompt);
  await page.waitForSelector(`${stage} >>> lab-attention-grid`);
  expect(
    await page.$eval(`${stage} >>> lab-attention-grid`, ({ name, token, orientation }) => ({
      name,
      token,
      orientation,
    })),
  ).toEqual({ name: 'head 2.3', token: 2, orientation: 'queries-left' });
  await expect.poll(() => page.$eval('lab-app', (app) => app.lab.value.run?.preset)).toBe('stories');
  expect(await page.$eval('html', (root) => root.dataset.theme)).toBe('light');
});

test('chapter 6 selects a head by what it does, and the address has only what a visitor selects', async () => {
  await openChapter(6, 507.2);
  await expect
    .poll(() => page.$eval(`${stageRegion}${byRole('application')}`, (canvas) => canvas.ariaLabel))
    .toMatch(/^“creature” matches “(fluffy|blue)” best/);
  expect(page.url()).not.toMatch(/head=|token=/);
  expect(await followState()).toBe('Following the video');
});

test('without a network the page says so, and the timeline moves the stage without a video', async () => {
  const [, next] = COURSE[5].moments;
  await page.close();
  await openLab({ reachable: false });
  await openChapter(6, next.startTime - 3);
  allowOrigin(page, PLAYER_ORIGIN);
  plays += 1;
  await click('button', 'Play the video: Chapter 6');
  expect(await textOfRole('alert', undefined, main)).toContain('The timeline replaces it');
  await (await find('combobox', 'Speed')).select('2');
  await click('button', 'Play');
  await waitForTitle(next.title);
});
