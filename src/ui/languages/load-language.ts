// Loads the texts of the visitor's language before the modules of the page are evaluated, whose data has texts too: they wait
// for this one. In English nothing is awaited.

import { lazyImport } from '../../shared/lazy-import.ts';
import { setCurrentLanguage } from './current-language.ts';
import { addressedLanguage, chooseLanguage, type Language, SOURCE_LANGUAGE } from './languages.ts';
import type { Catalogue } from './use-catalogue.ts';

const CATALOGUES: Record<Exclude<Language, 'en'>, () => Promise<Catalogue>> = {
  de: () => import('./de.po'),
};

/** The development server has a language that is right to left, accented and long: it shows texts that no catalogue has. */
const PSEUDO_LANGUAGE = 'ar-XB';

const catalogues: Record<string, () => Promise<Catalogue>> = import.meta.env.DEV
  ? { ...CATALOGUES, [PSEUDO_LANGUAGE]: () => import('./de.po?pseudo') }
  : CATALOGUES;

/** A catalogue that does not arrive leaves the page in English. */
async function loadLanguage(): Promise<void> {
  const { search } = window.location;
  const addressed = addressedLanguage(search) ?? '';
  const language = Object.hasOwn(catalogues, addressed)
    ? addressed
    : chooseLanguage({ search, storage: () => window.localStorage, preferred: navigator.languages });
  const load = catalogues[language];
  if (!load) return;
  try {
    const [catalogue, { useCatalogue }] = await Promise.all([
      lazyImport(load),
      lazyImport(() => import('./use-catalogue.ts')),
    ]);
    await useCatalogue(SOURCE_LANGUAGE, language, catalogue);
    setCurrentLanguage(language);
    Object.assign(document.documentElement, { lang: language, dir: catalogue.direction });
  } catch (error) {
    console.error(error);
  }
}

await loadLanguage();
