// What the page says of an address that asks for a language it does not have.

import { msg, str } from '@lit/localize';
import { LANGUAGE_PARAMETER, LANGUAGES } from './languages.ts';

/** Of a name, characters that are shown. */
const SHOWN = 20;

export const unknownLanguageMessage = (tag: string): string =>
  msg(
    str`“${LANGUAGE_PARAMETER}=${tag.slice(0, SHOWN)}” is no language of this page: there are ${Object.keys(LANGUAGES).join(', ')}.`,
  );
