// Firefox with WebGPU enabled: the lab uses an adapter that passes the self-test, or shows the reason for the CPU.
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import {
  collectFirefoxErrors,
  engineOf,
  launchFirefox,
  openLab,
  walkThroughCourse,
} from '../support/browser/firefox.ts';

/** Small enough for a software adapter. */
const SMALL = 'preset=repeats&L=1&H=2&C=32&weights=fresh';

let browser: Browser;

beforeAll(async () => {
  browser = await launchFirefox({ webgpu: true });
});

afterAll(() => browser?.close());

test('the main flow on Firefox’s adapter', async () => {
  const page = await browser.newPage();
  const errors = collectFirefoxErrors(page);
  await openLab(page, `${inject('pageUrl')}#view=course&${SMALL}`);
  const engine = await engineOf(page);
  console.log(`engine: ${JSON.stringify(engine)}`);
  if (engine?.backend !== 'webgpu') expect(engine?.reason).toMatch(/^WebGPU .*\.$/);
  await walkThroughCourse(page, SMALL);
  expect(errors).toEqual([]);
});
