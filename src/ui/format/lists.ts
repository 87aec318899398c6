// Lists and intervals in words, in the language of the page. The examples are those of English.

import { msg, str } from '@lit/localize';
import { currentLanguage } from '../languages/current-language.ts';

const formats = new Map<string, Intl.ListFormat>();

/** `a, b and c`; American English would have a comma before “and”. */
export function formatList(items: Iterable<string>): string {
  const language = currentLanguage();
  const format = formats.get(language) ?? new Intl.ListFormat(language === 'en' ? 'en-GB' : language);
  formats.set(language, format);
  return format.format(items);
}

/** Both ends: `0.2 to 0.4`. */
export const formatInterval = ([low, high]: readonly number[], format: (end: number) => string): string =>
  msg(str`${format(low)} to ${format(high)}`);
