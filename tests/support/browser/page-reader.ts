// Reads texts and numbers of a page, and clicks its controls by role and accessible name.
import type { Page } from 'puppeteer';
import { toPlainNumber } from '../../../src/ui/format/numbers.ts';

const NUMBER = /[+−-]?\d+(?:,\d{3})*(?:\.\d+)?(?:\s×\s10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?/;

/** The first number in a text, as the page writes it: `↑ +0.12`, `< 0.1 %`, `1,480`, `−1.2 × 10⁻⁶`. */
export const parseFirstNumber = (text: string): number =>
  Number(toPlainNumber(NUMBER.exec(text)?.[0] ?? '') ?? 'none');

/** The selector of elements with this role and accessible name, in all shadow roots. */
export const byRole = (role: string, name?: string): string =>
  `::-p-aria(${name === undefined ? '' : `[name="${name.replaceAll('"', '\\"')}"]`}[role="${role}"])`;

/** Functions that read a page and click its controls. `page` is called at every use: the page may be opened later. */
export function pageReader(page: () => Page) {
  const textsOf = (selector: string) =>
    page().$$eval(selector, (elements) =>
      elements.map((element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
    );

  /** Clicks a control by role and accessible name, once it is visible, enabled and at rest. */
  const click = (role: string, name: string, within = 'lab-app') =>
    page()
      .locator(`${within}${byRole(role, name)}`)
      .click();

  return {
    /** The texts of all elements that match; thin spaces become spaces. */
    textsOf,
    textOf: (selector: string) =>
      page().$eval(selector, (element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
    numbersOf: async (selector: string) => (await textsOf(selector)).map(parseFirstNumber),
    click,
    /** Clicks the button with this label. */
    press: (within: string, label: string) => click('button', label, within),
  };
}
