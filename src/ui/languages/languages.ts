// The languages of the page, and which of them a visitor reads.

/** The language of the sources: its texts need no catalogue. */
export const SOURCE_LANGUAGE = 'en';

/** Each language under its own name. All but the first have a catalogue, `<language>.po`. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;

export type Language = keyof typeof LANGUAGES;

export const LANGUAGE_ENTRIES = Object.entries(LANGUAGES) as [Language, string][];

export const isLanguage = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag);

/** In the query of the address: the fragment is the state of the page, which changes without a reload. */
export const LANGUAGE_PARAMETER = 'lang';
const STORAGE_KEY = 'mini-llm-lab.language';

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

export interface LanguageSources {
  readonly search: string;
  /** Throws in browsers that deny storage. */
  readonly storage: () => Storage;
  /** Of the browser, best first, such as `de-AT`. */
  readonly preferred: readonly string[];
}

/** Of the address, else the stored choice, else the first preference of the browser that is among the languages. */
export function chooseLanguage({ search, storage, preferred }: LanguageSources): Language {
  const tags = [
    addressedLanguage(search),
    storedLanguage(storage),
    ...preferred.map((tag) => tag.split('-')[0]),
  ];
  return (
    (tags.find((tag) => tag !== undefined && isLanguage(tag)) as Language | undefined) ?? SOURCE_LANGUAGE
  );
}

export const addressedLanguage = (search: string): string | undefined =>
  new URLSearchParams(search).get(LANGUAGE_PARAMETER) ?? undefined;

/** The query of an address without its language, or with another one; other parameters stay. */
export function searchWithLanguage(search: string, language?: Language): string {
  const parameters = new URLSearchParams(search);
  parameters.delete(LANGUAGE_PARAMETER);
  if (language) parameters.set(LANGUAGE_PARAMETER, language);
  return parameters.size > 0 ? `?${parameters}` : '';
}

/** Whether the browser stores the choice. */
export function storeLanguage(storage: () => Storage, language: Language): boolean {
  try {
    storage().setItem(STORAGE_KEY, language);
    return true;
  } catch {
    return false;
  }
}

function storedLanguage(storage: () => Storage): string | undefined {
  try {
    return storage().getItem(STORAGE_KEY) ?? undefined;
  } catch {
    return undefined;
  }
}
