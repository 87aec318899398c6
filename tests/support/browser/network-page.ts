// The network page on the model of a preset, and the name of its map, which sums the picture up.

import type { Page } from 'puppeteer';
import { expect, inject } from 'vitest';
import type { LabApp } from '../../../src/ui/app/app.ts';
import { byRole } from './page-reader.ts';

const MAP = `lab-app ${byRole('application')}`;

interface Patience {
  /** Milliseconds. */
  readonly timeout: number;
}

export async function openNetwork(
  page: Page,
  preset: string,
  prompt: string,
  patience: Patience,
): Promise<void> {
  await page.goto(`${inject('pageUrl')}#view=network&preset=${preset}&prompt=${encodeURIComponent(prompt)}`);
  await page.waitForFunction(() => (document.querySelector('lab-app') as LabApp)?.lab.value.run, patience);
  await page.waitForSelector(MAP, { visible: true });
}

/** Waits until the summary matches. */
export const mapSummary = (page: () => Page, patience: Patience) => (pattern: RegExp) =>
  expect
    .poll(
      () =>
        page()
          .waitForSelector(MAP, { visible: true })
          .then((map) => map?.evaluate((canvas) => canvas.getAttribute('aria-label') ?? '')),
      patience,
    )
    .toMatch(pattern);
