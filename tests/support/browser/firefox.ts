// The main flow of the lab in Firefox: landing page, training, a head of chapter 6, a panel of chapter 7.
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { expect } from 'vitest';
import { findFirefox } from '../../../scripts/browser/find-firefox.ts';
import type { LabApp } from '../../../src/ui/app/app.ts';

/** WebGPU is behind a setting in Debian's Firefox, and software adapters behind another. */
const WEBGPU = { 'dom.webgpu.enabled': true, 'gfx.webgpu.ignore-blocklist': true };

/** A fresh Firefox with a profile of its own. Close it in `afterAll`. */
export async function launchFirefox({ webgpu }: { webgpu: boolean }): Promise<Browser> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: findFirefox(),
    extraPrefsFirefox: webgpu ? WEBGPU : { 'dom.webgpu.enabled': false },
    protocolTimeout: 900_000,
  });
  console.log(`browser: ${await browser.version()}, WebGPU ${webgpu ? 'switched on' : 'off'}`);
  return browser;
}

/** Console errors and uncaught exceptions. */
export function collectFirefoxErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

/** Opens the page at an address; resolves when a model is ready. */
export async function openLab(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(
    () => {
      const { run, engine } = (document.querySelector('lab-app') as LabApp | null)?.lab.value ?? {};
      return run && engine;
    },
    { timeout: 600_000 },
  );
}

export const engineOf = (page: Page) =>
  page.evaluate(() => (document.querySelector('lab-app') as LabApp).lab.value.engine);

const go = (page: Page, hash: string) =>
  page.evaluate((hash) => {
    location.hash = hash;
  }, hash);

/** Selector by `aria-label`: Firefox does not search shadow roots by accessible name. */
const byLabel = (label: string) => `lab-app >>> [aria-label="${label}"]`;

/** Waits for the panels of a chapter. Their code loads with the chapter. */
async function waitForStage(page: Page, chapter: number): Promise<void> {
  await page.waitForSelector(`lab-app >>> lab-chapter-${chapter}-stage`, { visible: true });
}

/** From the landing page to chapter 7, with the model of the URL. */
export async function walkThroughCourse(page: Page, settings: string): Promise<void> {
  await page.waitForSelector(byLabel('The network in this tab'), { visible: true });

  await go(page, `view=train&${settings}`);
  await page.waitForSelector(byLabel('Training progress'), { visible: true });
  for (const step of [1, 2, 3]) {
    await page.$eval(`${byLabel('Model')} >>>> ::-p-text(Step)`, (label) => (label as HTMLElement).click());
    await page.waitForFunction(
      (step) => {
        const { step: now, runState } = (document.querySelector('lab-app') as LabApp).lab.value;
        return now === step && runState === 'paused';
      },
      { timeout: 120_000 },
      step,
    );
  }
  const losses = await page.evaluate(() =>
    (document.querySelector('lab-app') as LabApp).lab.value.series.points.map(({ loss }) => loss),
  );
  expect(losses).toHaveLength(3);
  expect(losses.every((loss) => loss > 0 && loss < 12)).toBe(true);

  await go(page, `view=chapter&chapter=6&at=706.1&${settings}`);
  await waitForStage(page, 6);
  await page.waitForSelector('lab-app >>> [role="application"][aria-label*=" best: "]', {
    visible: true,
    timeout: 120_000,
  });

  await go(page, `view=chapter&chapter=7&at=400&${settings}`);
  await waitForStage(page, 7);
  // The panel shows a result of the engine.
  const sums = await page.evaluate(async () => {
    const { lab } = document.querySelector('lab-app') as LabApp;
    const name = 'blocks.0.attn.hook_pattern' as const;
    const { activations, tokens } = await lab.client.transformer.inspect({
      text: lab.value.run?.prompts[0] ?? '',
      names: [name],
    });
    const { shape, data } = activations[name] ?? { shape: [0], data: new Float32Array() };
    const T = tokens.length;
    return Array.from({ length: shape[0] * T }, (_, row) =>
      data.slice(row * T, row * T + T).reduce((a, b) => a + b),
    );
  });
  expect(sums.length).toBeGreaterThan(0);
  for (const sum of sums) expect(sum).toBeCloseTo(1, 5);
}
