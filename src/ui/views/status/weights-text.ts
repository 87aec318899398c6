// Which weights a result belongs to that are not those shown.

import { msg, str } from '@lit/localize';
import { formatInteger } from '../../format/numbers.ts';

/** `step 1,200`, or `step 2,000 with other edits` where the step is the one that is shown. */
export const weightsText = (step: number, shown: number | undefined): string =>
  msg(str`step ${formatInteger(step)}${step === shown ? msg(' with other edits') : ''}`);
