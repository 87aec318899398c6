// The lab in Debian's Firefox without WebGPU: it computes on the CPU, the page shows the reason, and the main flow works.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { parseModelSource } from '../../../src/downloads/model-source.ts';
import type { LabApp } from '../../../src/ui/app/app.ts';
import {
  collectFirefoxErrors,
  engineOf,
  launchFirefox,
  openLab,
  walkThroughCourse,
} from '../../support/browser/firefox.ts';
import { gpt2Files } from '../../support/model/gpt2-files.ts';

/** In the folder of the built page, from which its host serves it. */
const FOLDER = 'dist/opened-in-firefox';

let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  browser = await launchFirefox({ webgpu: false });
  page = await browser.newPage();
  errors = collectFirefoxErrors(page);
});

afterAll(async () => {
  await browser?.close();
  rmSync(FOLDER, { recursive: true, force: true });
});

test('from the landing page to a fact, on the CPU', async () => {
  await openLab(page, `${inject('pageUrl')}#view=course&weights=fresh`);
  expect(await engineOf(page)).toMatchObject({ backend: 'wasm', reason: 'WebGPU is not available here.' });
  await walkThroughCourse(page, 'weights=fresh');
  expect(errors).toEqual([]);
});

test('works offline', async () => {
  await expect
    .poll(() =>
      page.evaluate(
        () => (document.querySelector('lab-app') as LabApp).offline.value.cache?.cachedBytes ?? 0,
      ),
    )
    .toBeGreaterThan(1e6);
});

test('a model downloaded by URL is stored, and opens offline', async () => {
  mkdirSync(FOLDER, { recursive: true });
  const files = gpt2Files();
  for (const file of files) writeFileSync(join(FOLDER, file.name), Buffer.from(await file.arrayBuffer()));
  const wanted = parseModelSource('opened-in-firefox/model.safetensors', inject('pageUrl'));
  const opened = await page.evaluate(async (wanted) => {
    const { downloads, lab } = document.querySelector('lab-app') as LabApp;
    if (!(await downloads.download(wanted))) throw new Error(downloads.value.statusMessage);
    const [model] = downloads.value.models ?? [];
    const files = (await downloads.files(model)) ?? [];
    await lab.openFiles(files);
    return files.map(({ size }) => size);
  }, wanted);
  const [weights, config, tokenizer] = files.map(({ size }) => size);
  expect(opened).toEqual([config, tokenizer, weights]);
  await page.waitForFunction(
    () => (document.querySelector('lab-app') as LabApp).lab.value.run?.preset === 'opened-in-firefox',
  );
  expect(errors).toEqual([]);
});
