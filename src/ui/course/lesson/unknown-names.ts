// What a link to a lesson names and its chapter does not have.

import { msg, str } from '@lit/localize';
import { truncate } from '../../../shared/truncate.ts';

export const unknownNamesMessage = (
  parameter: string,
  names: readonly string[],
  known: readonly string[],
): string =>
  msg(
    str`“${truncate(names.filter((name) => !known.includes(name)).join(', '))}” in “${parameter}” of the URL was ignored: this chapter has ${known.join(', ')}.`,
  );
