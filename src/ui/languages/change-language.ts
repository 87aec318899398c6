// Opens the page in another language.

import { type Language, searchWithLanguage, storeLanguage } from './languages.ts';

/** Stores the choice and loads the page again, at the same fragment: texts in the data of modules are read once. */
export function changeLanguage(language: Language): void {
  storeLanguage(() => window.localStorage, language);
  const search = searchWithLanguage(location.search, language);
  // The same address with a fragment would scroll and load nothing.
  if (location.search === search) location.reload();
  else location.search = search;
}
