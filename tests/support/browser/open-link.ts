// Opens an address of the lab as a link does: the page loads.
import type { Page } from 'puppeteer';

/**
 * Resolves when the page has loaded anew. `waitForNavigation` would also resolve when the page writes its own address, and an action
 * that follows would meet the page before its reload.
 */
export const nextLoad = (page: Page) => new Promise<void>((resolve) => page.once('load', () => resolve()));

/**
 * Loads the page also if the address differs from the present one in its fragment alone. By a reload: a blank page in between would cost
 * another process.
 */
export async function openLink(page: Page, url: string): Promise<void> {
  const isSamePage = page.url().split('#')[0] === url.split('#')[0];
  if (!isSamePage) return void (await page.goto(url));
  const loaded = nextLoad(page);
  // In one task, or the page may write its own address in between.
  await page.evaluate((url) => {
    setTimeout(() => {
      history.replaceState(null, '', url);
      location.reload();
    });
  }, url);
  await loaded;
}
