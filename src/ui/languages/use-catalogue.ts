// What `msg` needs for another language than English; the page in English does not load it.

import { configureLocalization, type LocaleModule } from '@lit/localize';
import { SOURCE_LANGUAGE } from './languages.ts';

/** Texts of a language, made of its `.po` by `scripts/languages/catalogue-plugin.ts`. */
export interface Catalogue extends LocaleModule {
  readonly direction: 'ltr' | 'rtl';
}

export async function useCatalogue(language: string, catalogue: Catalogue): Promise<void> {
  const { setLocale } = configureLocalization({
    sourceLocale: SOURCE_LANGUAGE,
    targetLocales: [language],
    loadLocale: async () => catalogue,
  });
  await setLocale(language);
}
