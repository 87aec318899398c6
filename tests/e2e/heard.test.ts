// What is read out while a network trains: that it began, how far it has come, that it ended; never every step.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LabApp } from '../../src/ui/app/app.ts';
import { launchTab } from '../support/browser.ts';
import { openLab, openPage, PAGES } from '../support/pages.ts';

/** Steps to listen to: enough for a region that follows each of them to give itself away. */
const STEPS = 60;
/** What one region may say in them: what stood there, a beginning, an evaluation, an end. */
const MOST = 5;

let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  ({ browser, page, complaints } = await launchTab({ webgpu: false }, { width: 1440, height: 900 }));
  await openLab(page);
});

afterAll(async () => {
  await browser?.close();
  expect(complaints).toEqual([]);
});

/** In the page: trains the network on stage for so many steps and pauses it; all that each live region said meanwhile. */
async function listen(steps: number, digits: boolean): Promise<Record<string, string[]>> {
  const { lab } = document.querySelector('lab-app') as LabApp;
  const run = digits ? lab.digits : lab;
  const regions = (root: ParentNode): Element[] =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      ...(element.matches('[role=status], [role=alert], [role=log], [aria-live]') ? [element] : []),
      ...(element.shadowRoot ? regions(element.shadowRoot) : []),
    ]);
  const heard: Record<string, string[]> = {};
  const note = () => {
    for (const region of regions(document)) {
      if (region.ariaLive === 'off') continue;
      const said = region.textContent?.replace(/\s+/g, ' ').trim() ?? '';
      const name = `${(region.getRootNode() as ShadowRoot).host?.localName} .${region.className}`;
      heard[name] ??= [];
      if (said && said !== heard[name].at(-1)) heard[name].push(said);
    }
  };
  const until = async (isSo: () => boolean) => {
    for (note(); !isSo(); note()) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const begun = run.value.step;
  void run.train();
  await until(() => run.value.step >= begun + steps);
  await run.pause();
  await until(() => run.value.runState === 'paused');
  await new Promise(requestAnimationFrame);
  note();
  return heard;
}

test.each(PAGES.filter(({ name }) => /train|attention|chapter/.test(name)))('$name', async (one) => {
  await openPage(page, one, 'light');
  const digits = /chapter [1-4]/.test(one.name);
  await page.evaluate(async (digits) => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    await (digits ? lab.digits : lab).reset();
  }, digits);
  const heard = await page.evaluate(listen, STEPS, digits);
  expect(Object.entries(heard).filter(([, said]) => said.length > MOST)).toEqual([]);
  const own = heard['lab-app .visually-hidden'];
  expect(own).toContain('Training began.');
  expect(own.at(-1)).toMatch(/^Training paused at step [\d,]+\.$/);
});
