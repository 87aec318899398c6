// For teachers: a link that opens a chapter as it was set up, slides by keys alone, pictures in pages of other sites, all keys.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { axeViolationsIn } from '../../support/browser/accessibility.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { openFromMenu } from '../../support/browser/menu.ts';
import { openLink } from '../../support/browser/open-link.ts';
import { byRole, pageReader } from '../../support/browser/page-reader.ts';
import { StaticHost } from '../../support/browser/static-host.ts';

const view = 'lab-app >>> lab-chapter-view';
const player = `${view} >>> lab-video-player`;
const slide = `lab-app${byRole('region', 'Slide')}`;
const dialog = `${view} >>> lab-lesson-dialog`;
const keysDialog = 'lab-app >>> lab-keys-dialog >>> dialog';
const SIZE = { width: 1440, height: 900 };

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, SIZE));
});

afterEach(async () => {
  await page.keyboard.press('Escape'); // a dialog that is still open
  expect(pageErrors).toEqual([]);
});

afterAll(() => browser?.close());

const { click, find, textOf, textOfRole, textsOf } = pageReader(() => page);

/** On the page that is there: leaving the chapter of the test before ends what it showed. */
async function openChapter(number: number, parameters = ''): Promise<void> {
  if (page.url() !== 'about:blank') {
    await page.goto(`${inject('pageUrl')}#view=runs`);
    await page.waitForSelector('lab-app >>> lab-runs-view', { visible: true });
  }
  await page.goto(`${inject('pageUrl')}#view=chapter&chapter=${number}${parameters}`);
  await page.waitForSelector(`${view} >>> lab-chapter-${number}-stage`, { visible: true });
}

const timeOf = () => page.$eval(player, ({ currentTime }) => currentTime);
const hash = () => page.evaluate(() => decodeURIComponent(location.hash));
/** Whether elements of the page can be seen, by name. */
const isShown = (selector: string) =>
  page.$eval(selector, (element) => (element as HTMLElement).checkVisibility());

test('“?” lists the keys of the tables, also by mouse, and not while one writes', async () => {
  await openChapter(6);
  await (await find('textbox', 'Prompt')).type('?');
  expect(await page.$eval('lab-app >>> lab-keys-dialog', (element) => element.shadowRoot !== null)).toBe(
    false,
  );
  await page.$eval(`${view} >>> h1`, () => (document.activeElement as HTMLElement)?.blur());
  await page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    (active as HTMLElement).blur();
  });
  await page.keyboard.press('?');
  await page.waitForSelector(`${keysDialog}[open]`);
  const said = await textOf(keysDialog);
  expect(said).toMatch(/space or k play or pause/);
  expect(said).toMatch(/0 … 9 to 0 %/);
  expect(said).toMatch(/In slide mode/);
  expect(await axeViolationsIn(page, keysDialog)).toEqual([]);
  await page.keyboard.press('j');
  expect(await timeOf()).toBe(0);
  await page.keyboard.press('Escape');
  await page.waitForSelector(`${keysDialog}[open]`, { hidden: true });
  await page.$eval(`${view} >>> lab-chapter-sidebar >>> .keys button`, (button) =>
    (button as HTMLElement).click(),
  );
  await page.waitForSelector(`${keysDialog}[open]`);
});

test('the keys of the video move it, and none of them is taken from a field or a map', async () => {
  await openChapter(6, '&at=507.2');
  await find('textbox', 'Prompt');
  await expect.poll(timeOf).toBeCloseTo(507.2, 1);
  const press = async (key: Parameters<Page['keyboard']['press']>[0], time: number) => {
    await page.keyboard.press(key);
    await expect.poll(timeOf, { message: key }).toBeCloseTo(time, 1);
  };
  await press('j', 497.2);
  await press('l', 507.2);
  await press('ArrowRight', 512.2);
  await press('Home', 0);
  await press('3', 0.3 * 1570);
  await press('End', 1570);
  await page.keyboard.press('0');
  await expect.poll(timeOf).toBe(0);
  const moments = await page.$eval(`${view} >>> lab-moment-list`, (list) =>
    list.moments.map(({ startTime }) => startTime),
  );
  await page.keyboard.down('Shift');
  await press('ArrowRight', moments[1]);
  await press('ArrowRight', moments[2]);
  await press('ArrowLeft', moments[1]);
  await page.keyboard.up('Shift');
  await page.keyboard.press('>');
  await page.keyboard.press('>');
  await expect.poll(() => textOf(`${view} >>> .rate`)).toBe('1.5×');
  await page.keyboard.press('<');
  await expect.poll(() => page.$eval(player, ({ playbackRate }) => playbackRate)).toBe(1.25);

  const field = await find('textbox', 'Prompt');
  await field.focus();
  await page.keyboard.press('3');
  await page.$eval(`${view} >>> lab-stage >>> canvas`, (canvas) => canvas.focus());
  for (const key of ['ArrowRight', '3', 'Home'] as const) await page.keyboard.press(key);
  expect(await timeOf()).toBeCloseTo(moments[1], 1);
  expect(await field.evaluate((element) => (element as HTMLInputElement).value)).toContain('3');
});

test('Home and End scroll what has the focus, and Shift with an arrow lengthens a selection', async () => {
  await openChapter(6, '&at=507.2');
  await find('textbox', 'Prompt');
  await expect.poll(timeOf).toBeCloseTo(507.2, 1);
  const list = `${view} >>> lab-moment-list`;
  const top = () => page.$eval(list, ({ scrollTop }) => scrollTop);
  await page.$eval(list, (element) => {
    element.scrollTop = 40;
    element.shadowRoot?.querySelector<HTMLElement>('button, a')?.focus({ preventScroll: true });
  });
  await page.keyboard.press('End');
  const isAtEnd = ({ scrollTop, clientHeight, scrollHeight }: Element) =>
    scrollTop > 200 && scrollTop + clientHeight > scrollHeight - 2;
  await expect.poll(() => page.$eval(list, isAtEnd)).toBe(true);
  // The browser moves there, and loses a key that arrives with its last frame.
  await expect.poll(() => page.keyboard.press('Home').then(top)).toBe(0);
  expect(await timeOf()).toBeCloseTo(507.2, 1);

  await page.$eval(`${view} >>> h1`, (heading) => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    (active as HTMLElement | null)?.blur();
    getSelection()?.setBaseAndExtent(heading, 0, heading, 1);
  });
  await page.keyboard.down('Shift');
  await page.keyboard.press('ArrowRight');
  expect(await timeOf()).toBeCloseTo(507.2, 1);
  await page.evaluate(() => getSelection()?.removeAllRanges());
  await page.keyboard.press('ArrowRight');
  await page.keyboard.up('Shift');
  await expect.poll(timeOf).toBeGreaterThan(510);
});

test('keys that are characters can be switched off, in the list of keys and in the settings', async () => {
  await openChapter(6, '&at=507.2');
  await find('textbox', 'Prompt');
  await expect.poll(timeOf).toBeCloseTo(507.2, 1);
  const box = 'Letters, digits and signs are shortcuts (turn them off if you dictate)';
  await page.keyboard.press('?');
  await page.waitForSelector(`${keysDialog}[open]`);
  await page.$eval(`${keysDialog}${byRole('checkbox', box)}`, (element) => (element as HTMLElement).click());
  await expect.poll(() => textOf(keysDialog)).not.toMatch(/0 … 9 to 0 %/);
  expect(await textOf(keysDialog)).toMatch(/space play or pause/);
  await page.keyboard.press('Escape');
  await page.waitForSelector(`${keysDialog}[open]`, { hidden: true });
  // The focus leaves a closed dialog with the next frame.
  await expect.poll(() => page.evaluate(() => document.activeElement === document.body)).toBe(true);
  for (const key of ['j', '3', '?', 's', 't'] as const) await page.keyboard.press(key);
  await page.keyboard.press('ArrowRight');
  await expect.poll(timeOf).toBeCloseTo(512.2, 1);
  expect(await isShown('lab-app >>> lab-header')).toBe(true);
  await page.waitForSelector(`${keysDialog}[open]`, { hidden: true });

  await page.reload();
  await find('textbox', 'Prompt');
  await openFromMenu(page, 'Device and settings');
  const settings = 'lab-app >>> lab-device-dialog >>> dialog';
  await page.waitForSelector(`${settings}[open]`);
  const choice = `${settings}${byRole('checkbox', box)}`;
  expect(await page.$eval(choice, (element) => (element as HTMLInputElement).checked)).toBe(false);
  await page.$eval(choice, (element) => (element as HTMLElement).click());
  await page.keyboard.press('Escape');
  await page.waitForSelector(`${settings}[open]`, { hidden: true });
  await page.keyboard.press('?');
  await page.waitForSelector(`${keysDialog}[open]`);
});

test('slides go by keys: moments, panels, and back to the page', async () => {
  await openChapter(6, '&at=467.3&slides=yes');
  await expect.poll(() => textOfRole('heading', undefined, slide)).toBe('Keys');
  await page.waitForSelector(`${view} >>> lab-stage`, { visible: true });
  expect(await isShown('lab-app >>> lab-header')).toBe(false);
  expect(await isShown(player)).toBe(false);
  expect(await axeViolationsIn(page, view)).toEqual([]);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => textOfRole('heading', undefined, slide)).toBe('A grid of dot products');
  await page.keyboard.press('ArrowDown');
  await page.waitForSelector(`${view} >>> #panel:not([hidden])`);
  await page.keyboard.press('ArrowUp');
  await page.waitForSelector(`${view} >>> #panel:not([hidden])`, { hidden: true });
  await page.keyboard.press('PageUp');
  await expect.poll(() => textOfRole('heading', undefined, slide)).toBe('Keys');
  await page.keyboard.press('End');
  await expect.poll(async () => (await textsOf(`${slide} >>> .number`))[0]).toMatch(/^(\d+) \/ \1$/);
  await page.keyboard.press('Home');
  await expect.poll(async () => (await textsOf(`${slide} >>> .number`))[0]).toMatch(/^1 \//);
  await page.keyboard.press('Escape');
  await expect.poll(() => isShown('lab-app >>> lab-header')).toBe(true);
  expect(await hash()).not.toContain('slides');
});

test('a lesson without notes has no keys that begin one', async () => {
  await openChapter(6, '&at=507.2&hide=notes');
  await find('textbox', 'Prompt');
  await page.keyboard.press('n');
  await page.keyboard.press('j');
  await expect.poll(timeOf).toBeCloseTo(497.2, 1);
  expect(await page.$$(`${view} >>> lab-notes >>> textarea`)).toEqual([]);
});

test('slides go by buttons too, and Space is a button’s own', async () => {
  await openChapter(6, '&at=467.3&slides=yes');
  await expect.poll(() => textOfRole('heading', undefined, slide)).toBe('Keys');
  const press = (name: string) =>
    page.$eval(`${slide}${byRole('button', name)}`, (button) => (button as HTMLElement).click());
  await press('Next moment');
  await expect.poll(() => textOfRole('heading', undefined, slide)).toBe('A grid of dot products');
  await (await page.waitForSelector(`${slide}${byRole('button', 'Previous moment')}`))?.focus();
  await page.keyboard.press('Space');
  await expect.poll(() => textOfRole('heading', undefined, slide)).toBe('Keys');
  await press('Leave');
  await expect.poll(() => isShown('lab-app >>> lab-header')).toBe(true);
});

test('in a low window the buttons of a slide are beside its text, not below', async () => {
  await openChapter(6, '&at=467.3&slides=yes');
  const below = async () => {
    const [text, button] = await Promise.all(
      [byRole('status'), byRole('button', 'Leave')].map((part) =>
        page.$eval(`${slide}${part}`, (element) => element.getBoundingClientRect().toJSON()),
      ),
    );
    return button.top >= text.bottom;
  };
  onTestFinished(() => page.setViewport(SIZE));
  await page.setViewport({ width: 390, height: 844 });
  await expect.poll(below).toBe(true);
  await page.setViewport({ width: 844, height: 390 });
  await expect.poll(below).toBe(false);
});

test('a lesson is set up in the dialog, and its link opens the same on another device', async () => {
  await openChapter(6, '&at=0');
  await find('textbox', 'Prompt');
  await click('button', 'Share a lesson');
  await page.waitForSelector(`${dialog} >>> dialog[open]`);
  expect(await axeViolationsIn(page, `${dialog} >>> dialog`)).toEqual([]);
  const within = (role: string, name: string) => `${dialog} >>> dialog${byRole(role, name)}`;
  const check = (name: string) => page.$eval(within('checkbox', name), (box) => (box as HTMLElement).click());
  const choose = (name: string, value: string) =>
    page.$eval(
      `${dialog} >>> select[name=${name}]`,
      (select, value) => {
        (select as HTMLSelectElement).value = value;
        select.dispatchEvent(new Event('change'));
      },
      value,
    );
  await choose('moment', '10');
  await choose('model', 'stories');
  await page.$eval(`${dialog} >>> input[name=prompt]`, (field) => {
    (field as HTMLInputElement).value = 'the old queen';
    field.dispatchEvent(new Event('input'));
  });
  for (const part of ['video', 'notes', 'training at the bottom']) await check(part);
  await page.$eval(within('button', 'None, and no tasks'), (button) => (button as HTMLElement).click());
  await check('11:55 The attention of the first word');
  await choose('panel', 'mask');
  const link = await page.$eval(`${dialog} >>> #link`, (field) => (field as HTMLTextAreaElement).value);
  await expect
    .poll(() => page.$eval(`${dialog} >>> #link`, (field) => (field as HTMLTextAreaElement).value))
    .toContain('questions=first-word');

  const { context, other } = await anotherDevice();
  const of = pageReader(() => other);
  await other.goto(await page.$eval(`${dialog} >>> #link`, (field) => (field as HTMLTextAreaElement).value));
  expect(link).toContain('#view=chapter');
  await other.waitForSelector(`${view} >>> lab-chapter-6-stage >>> #panel:not([hidden])`);
  await expect
    .poll(async () =>
      (await of.find('textbox', 'Prompt')).evaluate((field) => (field as HTMLInputElement).value),
    )
    .toBe('the old queen');
  await of.find('button', 'Questions 0 / 1');
  // “stories” does not know “old”: the picture is of another prompt, which is said.
  await other.waitForSelector(`${view}::-p-text(so the picture is of another prompt)`, { visible: true });
  const mapText = () =>
    other.$eval(`${view} >>> lab-stage >>> canvas[role="application"]`, (canvas) => canvas.ariaLabel);
  await expect.poll(mapText).toMatch(/matches “.*” best/);
  await other.waitForSelector(`${view} >>> #panel >>> lab-attention-grid`);
  const seen = (selector: string) =>
    other.$eval(selector, (element) => (element as HTMLElement).checkVisibility());
  expect(await seen(player)).toBe(false);
  expect(await seen('lab-app >>> lab-dock')).toBe(false);
  expect(await seen(`${view} >>> lab-moment-list`)).toBe(true);
  await other.waitForFunction(() => document.querySelector('lab-app')?.lab.value.run?.preset === 'stories');
  await of.click('button', 'Show all');
  await expect.poll(() => seen(player)).toBe(true);
  await context.close();
});

async function anotherDevice() {
  const context = await browser.createBrowserContext();
  return { context, other: await context.newPage() };
}

test('a link with names that there are not says so, and opens the chapter', async () => {
  await openChapter(6, '&hide=everything&questions=nothing,first-word&panels=nowhere&slides=perhaps');
  await find('button', 'Questions 0 / 1');
  const said = `lab-app${byRole('region', 'Notifications')}`;
  for (const sentence of [
    '“hide=everything”',
    '“nothing” in “questions”',
    '“nowhere” in “panels”',
    '“slides=perhaps”',
  ])
    await expect.poll(() => textOf(said)).toContain(sentence);
  expect(await isShown('lab-app >>> lab-header')).toBe(true);
});

test('the dialog says how a model of one’s own is handed over, and saves it', async () => {
  await openChapter(5);
  await find('textbox', 'Prompt');
  await click('button', 'Share a lesson');
  await page.waitForSelector(`${dialog} >>> dialog[open]`);
  expect(await textOf(`${dialog} >>> dialog`)).toContain('A link or a QR code cannot hold a model’s weights');
  await page.waitForSelector(`${dialog} >>> ::-p-text(Save model as file)`);
});

test('without a prompt of its own the snippet of the course’s model has that of the moment', async () => {
  await openChapter(6, '&at=507.2');
  await find('textbox', 'Prompt');
  await click('button', 'Share a lesson');
  const snippet = `${dialog} >>> #element`;
  await page.waitForSelector(snippet);
  const text = () => page.$eval(snippet, (field) => (field as HTMLTextAreaElement).value);
  await expect.poll(text).toContain('prompt="A fluffy blue creature roamed the verdant"');
  // The page may still be on its way to its model.
  await page.evaluate(() => {
    const app = document.querySelector('lab-app') as LabApp;
    app.page.update({ settings: { preset: 'league', model: {}, training: {} } });
  });
  await expect.poll(text).toContain('<lab-map preset="league" height');
  await page.select(`${dialog} >>> select[name=model]`, 'stories');
  await expect.poll(text).toContain('<lab-map preset="stories" height');
});

test('snippets work as copied in a page of another site', async () => {
  await openLink(page, `${inject('pageUrl')}#view=chapter&chapter=6&prompt=A+blue+creature&layer=3&head=1`);
  await find('textbox', 'Prompt');
  await click('button', 'Share a lesson');
  await page.waitForSelector(`${dialog} >>> dialog[open]`);
  const snippet = (id: string) =>
    page.$eval(`${dialog} >>> #${id}`, (field) => (field as HTMLTextAreaElement).value);
  const snippets = [await snippet('frame'), await snippet('element')];
  await page.$eval(`${dialog} >>> [aria-label=Picture] button:last-child`, (button) =>
    (button as HTMLElement).click(),
  );
  await expect.poll(() => snippet('frame')).toContain('One attention head');
  snippets.push(await snippet('frame'), await snippet('element'));

  const host = await hostPages(snippets);
  for (const [i, snippet] of snippets.entries()) {
    const { site, frame } = await openSite(`${host.url}${i}.html`);
    const isMap = /<lab-map|view=network/.test(snippet);
    await expect
      .poll(() => frame.evaluate(isMap ? readMap : readHead))
      .toContain(isMap ? 'creature' : 'Head 3.1');
    await site.close();
  }
});

test('the frame of an element follows its attributes, without another frame or step of the history', async () => {
  const host = await hostPages([
    `<script async src="${inject('pageUrl')}embed.js"></script><lab-map prompt="A blue creature" title="Map"></lab-map>`,
    `<script async src="${inject('pageUrl')}embed.js"></script><lab-head prompt="A blue creature" layer="3" head="1"></lab-head>`,
  ]);
  const set = (site: Page, attributes: Record<string, string>) =>
    site.$eval(
      'lab-map, lab-head',
      (element, attributes) => {
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      },
      attributes,
    );
  const frameOf = (site: Page) => site.$eval('iframe', ({ title, height }) => `${title} ${height}`);

  const map = await openSite(`${host.url}0.html`);
  await expect.poll(() => map.frame.evaluate(readMap)).toContain('After “creature”');
  const steps = await map.site.evaluate(() => history.length);
  expect(await frameOf(map.site)).toBe('Map 560');
  await set(map.site, { prompt: 'A blue', theme: 'light', height: '400', title: 'A smaller map' });
  await expect.poll(() => map.frame.evaluate(readMap)).toContain('After “blue”');
  await expect.poll(() => map.frame.$eval('html', ({ dataset }) => dataset.theme)).toBe('light');
  expect(await frameOf(map.site)).toBe('A smaller map 400');
  await set(map.site, { preset: 'stories', prompt: '' });
  await expect.poll(() => map.frame.evaluate(readHeading)).toBe('“stories” at work');
  expect(await map.frame.title()).toBe('“stories” at work – mini-LLM lab');
  expect(await map.site.evaluate(() => history.length)).toBe(steps);
  expect(map.attached).toHaveLength(1);
  await map.site.close();

  const head = await openSite(`${host.url}1.html`);
  await expect.poll(() => head.frame.evaluate(readHead)).toContain('Head 3.1');
  await set(head.site, { layer: '2', head: '4' });
  await expect.poll(() => head.frame.evaluate(readHead)).toContain('Head 2.4');
  expect(await head.frame.title()).toBe('Head 2.4 of “world” – mini-LLM lab');
  expect(head.attached).toHaveLength(1);
  await head.site.$eval('lab-head', (element) => document.body.append(document.createElement('p'), element));
  await expect.poll(() => head.attached.length).toBeGreaterThan(1);
  const moved = await loadedFrame(head.site);
  await expect.poll(() => moved.evaluate(readHead)).toContain('Head 2.4');
});

/** Another site: a page for each snippet, `0.html` and so on. */
async function hostPages(snippets: readonly string[]): Promise<StaticHost> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-site-'));
  for (const [i, snippet] of snippets.entries())
    writeFileSync(join(folder, `${i}.html`), `<!doctype html><title>Lesson</title>${snippet}`);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const host = new StaticHost(folder, '/');
  await host.start();
  onTestFinished(() => host.stop());
  return host;
}

/**
 * A page with one frame of the lab. Of several frames that are attached at the same time, each in a process of its own, Puppeteer
 * may never see into one: it ties it to the process of the page when the two events come in the other order.
 */
async function openSite(url: string) {
  const site = await browser.newPage();
  onTestFinished(async () => {
    if (!site.isClosed()) await site.close();
  });
  const attached: string[] = [];
  site.on('frameattached', () => void attached.push(url));
  await site.goto(url);
  return { site, frame: await loadedFrame(site), attached };
}

async function loadedFrame(site: Page): Promise<Frame> {
  const framesOf = () => site.mainFrame().childFrames();
  await expect.poll(() => framesOf().map((frame) => frame.url().includes('/embed.html#'))).toEqual([true]);
  return framesOf()[0];
}

/** Run in the frame: what the map says, what the head is called, once they are shown. */
function readMap(): string {
  const map = document.querySelector('lab-embedded-map')?.shadowRoot?.querySelector('lab-stage');
  return map?.shadowRoot?.querySelector('canvas[role="application"]')?.getAttribute('aria-label') ?? '';
}

function readHead(): string {
  const shown = document.querySelector('lab-embedded-head')?.shadowRoot;
  const grid = shown?.querySelector('lab-attention-grid')?.shadowRoot?.querySelector('[role="application"]');
  return (grid && shown?.querySelector('h1')?.textContent) ?? '';
}

function readHeading(): string {
  return document.querySelector('lab-embedded-map')?.shadowRoot?.querySelector('h1')?.textContent ?? '';
}
