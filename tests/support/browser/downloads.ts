// Files the page gives its visitor, as a browser test gets them.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'puppeteer';
import { expect } from 'vitest';

/** Does what makes the page give a file whose name ends so: where it lies in the folder, once all of it is there. */
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
  // The browser makes an empty file of that name, and puts in its place what it has written elsewhere.
  const added = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith(ending) && !before.has(name))
      .map((name) => join(folder, name))
      .find((file) => statSync(file).size > 0);
  await expect.poll(added).toBeDefined();
  await session.detach();
  return added() as string;
}
