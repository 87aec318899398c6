// Live regions while a network trains announce its start, its progress and its end, and never every step.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { CHAPTER_VIEWS, openLab, openPage, PAGES } from '../../support/browser/lab-pages.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { pageReader } from '../../support/browser/page-reader.ts';

/** Progress events to observe, of ten per second: a region that follows them changes as often. */
const REPORTS = 5;
/** Share of the worker's time that training takes: results of the views wait for it. */
const TRAINING_SHARE = 0.05;
/** The same while a view opens: training stands still, for each step is shown. */
const OPENING_SHARE = 0.001;
/** Texts that a region may have meanwhile: its initial one, and one of a pending result. */
const MAX_ANNOUNCEMENTS = 2;
/** Progress events after which a view whose regions are all known has shown results: a region that follows them has more texts. */
const REPORTS_OF_KNOWN = 2;
/** Updates of a silent region that show the same earlier. */
const UPDATES = 1;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await openLab(page);
  await throttle(TRAINING_SHARE);
});

const throttle = (share: number) =>
  page.evaluate((share) => (document.querySelector('lab-app') as LabApp).lab.client.throttle(share), share);

const { find } = pageReader(() => page);

afterAll(async () => {
  await browser?.close();
  expect(pageErrors).toEqual([]);
});

/** The page's own live region. */
const PAGE_STATUS = 'lab-app status';
/** Regions that may change more often: the page's own, per tenth of the training, text generation, per token, and phases of a job. */
const MAX_OF_REGION: Readonly<Record<string, number>> = {
  [PAGE_STATUS]: Number.POSITIVE_INFINITY,
  'lab-generation-loop ol': Number.POSITIVE_INFINITY,
  'lab-features status': 4,
};

/**
 * A small model with the data of each chapter of the language model: many steps and results a second. Regions are those of the
 * chapter's own model.
 */
const PRESETS: Readonly<Record<number, string>> = { 5: 'stories', 6: 'stories', 7: 'facts' };
const SMALL = { L: 2, H: 2, C: 32 };
const TRAINING = { steps: 100_000, B: 4 };

/** Creates the small model of a chapter, if it has one; returns the settings for the address of its views. */
async function createSmallModel(number: number): Promise<string> {
  const preset = PRESETS[number];
  if (!preset) return '';
  await page.evaluate(
    async (preset, model, training) => {
      const { lab } = document.querySelector('lab-app') as LabApp;
      await lab.pause();
      await lab.create({ preset, model, training });
    },
    preset,
    SMALL,
    TRAINING,
  );
  const settings = Object.entries({ ...SMALL, ...TRAINING }).map(([name, value]) => `&${name}=${value}`);
  return `&preset=${preset}${settings.join('')}&weights=fresh`;
}

type Texts = Record<string, string[]>;

interface Watch {
  readonly reports: number;
  readonly digits: boolean;
  /** Ends the watch after so many reports or updates of a silent region, once all other regions have known last texts. */
  readonly until?: {
    readonly reports: number;
    readonly updates: number;
    readonly known: Texts;
    readonly allowed: readonly string[];
  };
}

/** Runs in the page: trains, and collects the texts of each live region during `reports` progress events or to the end. */
async function collectAnnouncements({ reports, digits, until }: Watch): Promise<Texts> {
  const { lab } = document.querySelector('lab-app') as LabApp;
  const run = digits ? lab.digits : lab;
  const regions = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      ...(element.matches('[role=status], [role=alert], [role=log], [aria-live]') ? [element] : []),
      ...(element.shadowRoot ? regions(element.shadowRoot) : []),
    ]);
  const announcements: Texts = {};
  const silent: Texts = {};
  const note = () => {
    for (const region of regions(document)) {
      const texts = region.ariaLive === 'off' ? silent : announcements;
      const said = region.textContent?.replace(/\s+/g, ' ').trim() ?? '';
      const host = (region.getRootNode() as ShadowRoot).host?.localName;
      const place = region.closest('main') ? ' main' : '';
      const name = `${host}${place} ${region.role ?? region.localName}`;
      texts[name] ??= [];
      if (said && said !== texts[name].at(-1)) texts[name].push(said);
    }
  };
  const isKnown = ([name, texts]: [string, string[]]) =>
    until?.allowed.includes(name) || until?.known[name]?.includes(texts.at(-1) ?? '');
  const isDone = (count: number) =>
    until &&
    (count >= until.reports || Object.values(silent).some(({ length }) => length > until.updates)) &&
    Object.entries(announcements).every(isKnown);
  if (run.value.runState !== 'training') {
    await run.reset();
    await new Promise(requestAnimationFrame);
    note();
    void run.train();
  }
  const turn = () => new Promise((resolve) => setTimeout(resolve, 25));
  while (run.value.runState !== 'training') await turn();
  const isTraining = () => run.value.runState === 'training';
  for (let { step } = run.value, count = 0; count < reports && isTraining() && !isDone(count); ) {
    await turn();
    if (run.value.step === step) continue;
    step = run.value.step;
    count++;
    note();
  }
  return announcements;
}

/** Runs in the page: pauses training and returns the page's announcement. */
async function pause(digits: boolean): Promise<string> {
  const app = document.querySelector('lab-app') as LabApp;
  const run = digits ? app.lab.digits : app.lab;
  await run.pause();
  while (run.value.runState !== 'paused') await new Promise((resolve) => setTimeout(resolve, 25));
  await app.updateComplete;
  return app.shadowRoot?.querySelector('[role=status]')?.textContent ?? '';
}

const excessiveAnnouncements = (announcements: Texts) =>
  Object.entries(announcements).filter(
    ([region, said]) => said.length > (MAX_OF_REGION[region] ?? MAX_ANNOUNCEMENTS),
  );

test.each(PAGES.filter(({ name }) => /train|attention|chapter [15]/.test(name)))(
  '$name: start and pause are announced',
  async (one) => {
    const digits = one.name === 'chapter 1';
    const settings = await createSmallModel(one.name === 'chapter 5' ? 5 : 0);
    await openPage(page, { ...one, address: one.address + settings }, 'light');
    const announcements = await page.evaluate(collectAnnouncements, { reports: REPORTS, digits });
    expect(excessiveAnnouncements(announcements)).toEqual([]);
    expect(announcements[PAGE_STATUS]).toContain('Training started.');
    expect(await page.evaluate(pause, digits)).toMatch(/^Training paused at step [\d,]+\.$/);
  },
);

test.each([
  {
    name: 'attention',
    region: 'lab-attention-grid >>> [aria-live]',
  },
])('$name: the selection by arrow keys is announced once during training', async ({ name, region }) => {
  const one = PAGES.find((page) => page.name === name);
  if (!one) throw new Error(`no page is called ${name}`);
  await openPage(page, one, 'light');
  await page.evaluate(collectAnnouncements, { reports: 1, digits: name === 'chapter 1' });
  const picture = await find('application');
  const said = await page.$(`lab-app >>> ${region}`);
  const values = await said?.evaluateHandle((element) => {
    const values: (string | null)[] = [];
    new MutationObserver(() => values.push(element.getAttribute('aria-live'))).observe(element, {
      attributeFilter: ['aria-live'],
    });
    return values;
  });
  await picture.evaluate((element) => (element as HTMLElement | SVGElement).focus());
  await page.keyboard.press('ArrowDown');
  await expect.poll(async () => (await values?.jsonValue())?.slice(0, 2)).toEqual(['polite', 'off']);
});

test.each(CHAPTER_VIEWS)(
  'no view of chapter $number announces every step',
  async ({ number, views }) => {
    const found: unknown[] = [];
    // A view's settings change its numbers, not its regions.
    const once = new Map(views.map((one) => [one.name.split(' ')[0], one]));
    // Most regions belong to the page or are silent in most views: what is on is watched in full once, with each text.
    const known: Texts = {};
    const until = { reports: REPORTS_OF_KNOWN, updates: UPDATES, known, allowed: Object.keys(MAX_OF_REGION) };
    const settings = await createSmallModel(number);
    for (const one of once.values()) {
      await throttle(OPENING_SHARE);
      await openPage(page, { ...one, address: one.address + settings }, 'light');
      await throttle(TRAINING_SHARE);
      const watch = { reports: REPORTS, digits: number < 5, until };
      const announcements = await page.evaluate(collectAnnouncements, watch);
      for (const [region, said] of Object.entries(announcements))
        known[region] = [...(known[region] ?? []), said.at(-1) ?? ''];
      found.push(...excessiveAnnouncements(announcements).map((said) => [one.name, ...said]));
    }
    expect(found).toEqual([]);
  },
  300_000,
);
