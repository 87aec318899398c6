// The language in which the page formats numbers and dates. It is set before other modules of the page are imported, so that they
// may read it once, and stays the same until the page reloads.

import { SOURCE_LANGUAGE } from './languages.ts';

let current: string = SOURCE_LANGUAGE;

export const currentLanguage = (): string => current;

export function setCurrentLanguage(language: string): void {
  current = language;
}
