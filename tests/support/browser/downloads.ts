// Files that a page saves, for browser tests.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { expect } from 'vitest';

/** Runs `action`, waits for a complete download with this suffix, and returns its path. */
export async function downloaded(
  page: Page,
  folder: string,
  ending: string,
  act: () => Promise<void>,
): Promise<string> {
  const session = await page.createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
  const before = new Set(readdirSync(folder));
  await act();
  // The browser creates an empty file with the final name, and replaces it when the download is complete.
  const added = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith(ending) && !before.has(name))
      .map((name) => join(folder, name))
      .find((file) => statSync(file).size > 0);
  await expect.poll(added).toBeDefined();
  await session.detach();
  return added() as string;
}
