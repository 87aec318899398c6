// Live regions while a network trains announce its start, its progress and its end, and never every step.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { CHAPTER_VIEWS, openDrawer, openLab, openPage, PAGES } from '../../support/browser/lab-pages.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';
import { pageReader } from '../../support/browser/page-reader.ts';

/** Progress events to observe: a region that follows them changes as often. */
const REPORTS = 4;
/** Share of the worker's time that training takes: a step every half second, and one whenever the share is set. */
const TRAINING_SHARE = 0.001;
/** The same for the digit network: many steps a progress event, for its figures are rounded. */
const DIGITS_SHARE = 0.05;
/** Texts that a region may have meanwhile: its initial one, and one of a pending result. */
const MAX_ANNOUNCEMENTS = 2;

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
  await openLab(page);
});

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
  /** Ends the watch as soon as all other regions have known last texts. */
  readonly until?: { readonly known: Texts; readonly allowed: readonly string[] };
}

/**
 * Runs in the page: trains, and collects the texts of each live region after `reports` progress events, each with its results, or to
 * the end.
 */
async function collectAnnouncements({ reports, digits, until }: Watch, share: number): Promise<Texts> {
  const { lab } = document.querySelector('lab-app') as LabApp;
  const run = digits ? lab.digits : lab;
  const regions = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      ...(element.matches('[role=status], [role=alert], [role=log], [aria-live]') ? [element] : []),
      ...(element.shadowRoot ? regions(element.shadowRoot) : []),
    ]);
  const announcements: Texts = {};
  const note = () => {
    for (const region of regions(document)) {
      if (region.ariaLive === 'off') continue;
      const said = region.textContent?.replace(/\s+/g, ' ').trim() ?? '';
      const host = (region.getRootNode() as ShadowRoot).host?.localName;
      const place = region.closest('main') ? ' main' : '';
      const name = `${host}${place} ${region.role ?? region.localName}`;
      announcements[name] ??= [];
      if (said && said !== announcements[name].at(-1)) announcements[name].push(said);
    }
  };
  const isKnown = ([name, texts]: [string, string[]]) =>
    until?.allowed.includes(name) || until?.known[name]?.includes(texts.at(-1) ?? '');
  const isTraining = () => run.value.runState === 'training';
  const turn = () => new Promise((resolve) => setTimeout(resolve, 50));
  await lab.client.throttle(share);
  if (!isTraining()) {
    await run.reset();
    await new Promise(requestAnimationFrame);
    note();
    void run.train();
  }
  while (!isTraining()) await turn();
  for (let count = 0; count < reports && isTraining(); count++) {
    const { step } = run.value;
    while (run.value.step === step && isTraining()) {
      await lab.client.throttle(share); // ends the rest after the last step
      await turn();
    }
    // Requests are answered in their order: results of this step are then rendered, and those that they cause.
    for (let round = 0; round < 2; round++) {
      await lab.client.diagnose({ speed: false });
      await new Promise(requestAnimationFrame);
    }
    note();
    if (until && Object.entries(announcements).every(isKnown)) break;
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
    const digits = one.name.startsWith('chapter 1');
    const settings = await createSmallModel(one.name.startsWith('chapter 5') ? 5 : 0);
    await openPage(page, { ...one, address: one.address + settings }, 'light');
    const watch = { reports: REPORTS, digits };
    const announcements = await page.evaluate(collectAnnouncements, watch, TRAINING_SHARE);
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
  const watch = { reports: 1, digits: name === 'chapter 1' };
  await page.evaluate(collectAnnouncements, watch, TRAINING_SHARE);
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
    const until = { known, allowed: Object.keys(MAX_OF_REGION) };
    const settings = await createSmallModel(number);
    for (const one of once.values()) {
      await openPage(page, { ...one, address: one.address + settings }, 'light');
      await openDrawer(page);
      const watch = { reports: REPORTS, digits: number < 5, until };
      const share = watch.digits ? DIGITS_SHARE : TRAINING_SHARE;
      const announcements = await page.evaluate(collectAnnouncements, watch, share);
      for (const [region, said] of Object.entries(announcements))
        known[region] = [...(known[region] ?? []), said.at(-1) ?? ''];
      found.push(...excessiveAnnouncements(announcements).map((said) => [one.name, ...said]));
    }
    expect(found).toEqual([]);
  },
  300_000,
);
