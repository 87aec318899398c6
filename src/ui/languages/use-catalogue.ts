// What `msg` needs for another language than English; the page in English does not load it.

import { configureLocalization, type LocaleModule } from '@lit/localize';

/** Texts of a language, made of its `.po` by `scripts/languages/catalogue-plugin.ts`. */
export interface Catalogue extends LocaleModule {
  readonly direction: 'ltr' | 'rtl';
}

/** Imports nothing of the page: its modules wait for this one. */
export async function useCatalogue(
  sourceLocale: string,
  language: string,
  catalogue: Catalogue,
): Promise<void> {
  const { setLocale } = configureLocalization({
    sourceLocale,
    targetLocales: [language],
    loadLocale: async () => catalogue,
  });
  await setLocale(language);
}
