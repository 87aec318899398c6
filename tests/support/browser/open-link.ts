// Opens an address of the lab as a link does: the page loads.
import type { Page } from 'puppeteer';

/**
 * Loads the page also if the address differs from the present one in its fragment alone. By a reload: a blank page in between would cost
 * another process.
 */
export async function openLink(page: Page, url: string): Promise<void> {
  const isSamePage = page.url().split('#')[0] === url.split('#')[0];
  if (!isSamePage) return void (await page.goto(url));
  const loaded = new Promise((resolve) => page.once('load', resolve));
  // In one task, or the page may write its own address in between.
  await page.evaluate((url) => {
    setTimeout(() => {
      history.replaceState(null, '', url);
      location.reload();
    });
  }, url);
  await loaded;
}
