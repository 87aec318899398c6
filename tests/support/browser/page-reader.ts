// Reads texts and numbers of a page, and clicks its controls by role and accessible name.
import type { ElementHandle, Page } from 'puppeteer';
import { toPlainNumber } from '../../../src/ui/format/numbers.ts';

const NUMBER = /[+−-]?\d+(?:,\d{3})*(?:\.\d+)?(?:\s×\s10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?/;

/** The first number in a text, as the page writes it: `↑ +0.12`, `< 0.1 %`, `1,480`, `−1.2 × 10⁻⁶`. */
export const parseFirstNumber = (text: string): number =>
  Number(toPlainNumber(NUMBER.exec(text)?.[0] ?? '') ?? 'none');

/**
 * Selector of elements by role and accessible name, or of all elements with this role. Includes shadow roots. To search
 * inside another selector, append it without a space. Roles have Chromium's names (`image`). While a modal dialog is open,
 * `lab-app` contains no role.
 */
export const byRole = (role: string, name?: string) =>
  `::-p-aria(${name === undefined ? '' : `[name="${name.replaceAll('"', '\\"')}"]`}[role="${role}"])`;

/** Functions that read a page and click its controls. `page` is called at every use: the page may be opened later. */
export function pageReader(page: () => Page) {
  const textsOf = (selector: string) =>
    page().$$eval(selector, (elements) =>
      elements.map((element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
    );

  /** Clicks a control by role and accessible name, once it is visible, enabled and at rest. */
  const click = (role: string, name?: string, within = 'lab-app') =>
    page()
      .locator(`${within}${byRole(role, name)}`)
      .click();

  /** The first visible element with this role and accessible name; waits until there is one. */
  const find = async (role: string, name?: string, within = 'lab-app') =>
    (await page().waitForSelector(`${within}${byRole(role, name)}`, { visible: true })) as ElementHandle;

  return {
    /** The texts of all elements that match; thin spaces become spaces. */
    textsOf,
    textOf: (selector: string) =>
      page().$eval(selector, (element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
    numbersOf: async (selector: string) => (await textsOf(selector)).map(parseFirstNumber),
    /** The rows of a table with this name, once it is there; cell texts by column header. */
    tableOf: async (name: string): Promise<Record<string, string>[]> =>
      ((await page().waitForSelector(`lab-app ${byRole('table', name)}`)) as ElementHandle).evaluate(
        (table) => {
          const [header, ...rows] = Array.from((table as HTMLTableElement).rows, ({ cells }) =>
            Array.from(cells, (cell) => cell.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
          );
          return rows.map((cells) => Object.fromEntries(header.map((column, i) => [column, cells[i]])));
        },
      ),
    click,
    find,
    textOfRole: async (role: string, name?: string, within?: string) =>
      (await find(role, name, within)).evaluate(
        (element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? '',
      ),
    /** Clicks the button with this label. */
    press: (within: string, label: string) => click('button', label, within),
  };
}
