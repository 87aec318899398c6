// The lab in Firefox as Debian ships it, without WebGPU: the CPU computes, the page says why, and the main way can be gone.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LabApp } from '../../src/ui/app/app.ts';
import { engineOf, errorsOf, launchFirefox, openLab, walkThrough } from '../support/firefox.ts';

let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  browser = await launchFirefox({ webgpu: false });
  page = await browser.newPage();
  errors = errorsOf(page);
});

afterAll(() => browser?.close());

test('from the landing page to a fact, on the CPU', async () => {
  await openLab(page, `${inject('pageUrl')}#view=course&weights=fresh`);
  expect(await engineOf(page)).toMatchObject({ backend: 'wasm', reason: 'WebGPU is not available here.' });
  await walkThrough(page, 'weights=fresh');
  expect(errors).toEqual([]);
});

test('it keeps itself for offline use, too', async () => {
  await expect
    .poll(
      () => page.evaluate(() => (document.querySelector('lab-app') as LabApp).offline.value.kept?.here ?? 0),
      { timeout: 60_000 },
    )
    .toBeGreaterThan(1e6);
});
