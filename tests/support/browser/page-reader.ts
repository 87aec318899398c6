// What a browser test reads off the page, and how it presses what is there.
import type { Page } from 'puppeteer';
import { vi } from 'vitest';
import { PAGE_TIMEOUT } from '../../../scripts/browser/launch-browser.ts';
import { toPlainNumber } from '../../../src/ui/format/numbers.ts';

const NUMBER = /[+−-]?\d+(?:,\d{3})*(?:\.\d+)?(?:\s×\s10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?/;

/** The first number in a text, as the page writes it: `↑ +0.12`, `< 0.1 %`, `1,480`, `−1.2 × 10⁻⁶`. */
export const parseFirstNumber = (text: string): number =>
  Number(toPlainNumber(NUMBER.exec(text)?.[0] ?? '') ?? 'none');

/** Ways to read a page and to press its buttons; the page may be opened later. */
export function pageReader(page: () => Page) {
  const textsOf = (selector: string) =>
    page().$$eval(selector, (elements) =>
      elements.map((element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
    );
  return {
    /** Of every element that is there; thin spaces are spaces. */
    textsOf,
    textOf: (selector: string) =>
      page().$eval(selector, (element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
    numbersOf: async (selector: string) => (await textsOf(selector)).map(parseFirstNumber),
    /** Presses the button with these words, once there is one that can be pressed. */
    async press(within: string, words: string): Promise<void> {
      const find = async () => {
        for (const button of await page().$$(`${within} >>> button:not(:disabled)`)) {
          if ((await button.evaluate((element) => element.textContent?.trim())) === words) return button;
        }
        throw new Error(`There is no button “${words}” in ${within} that can be pressed.`);
      };
      const button = await vi.waitFor(find, { timeout: PAGE_TIMEOUT });
      await button.click();
    },
  };
}
