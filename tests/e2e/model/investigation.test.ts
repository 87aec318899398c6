// An investigation on the network page, on the CPU; `webgpu.test.ts` has it on WebGPU.
import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll } from 'vitest';
import { testInvestigation } from '../../support/browser/investigation.ts';
import { launchPage } from '../../support/browser/launch-browser.ts';

let browser: Browser;
let page: Page;
let pageErrors: string[];

beforeAll(async () => {
  ({ browser, page, pageErrors } = await launchPage({ webgpu: false }, { width: 1440, height: 900 }));
});

afterAll(() => browser?.close());

testInvestigation(
  () => page,
  () => pageErrors,
);
