// Opens the page in another language.

import { type Language, searchWithLanguage, storeLanguage } from './languages.ts';

/**
 * Stores the choice and loads the page again, at the same fragment: texts in the data of modules are read once. The address
 * would outrank what is stored, so it has the language only where nothing can be stored.
 */
export function changeLanguage(language: Language): void {
  const isStored = storeLanguage(() => window.localStorage, language);
  const search = searchWithLanguage(location.search, isStored ? undefined : language);
  history.replaceState(history.state, '', `${location.pathname}${search}${location.hash}`);
  location.reload();
}
