// The end of a comparison run, which frees its memory.

import { anyNumber, strictObject } from '../../../shared/validation.ts';
import { defineDigitLens } from '../define-digit-lens.ts';

export const endComparisonRunLens = defineDigitLens({
  name: 'end-comparison-run',
  aliases: ['endComparisonRun'],
  request: strictObject({ comparisonRun: anyNumber }),
  async compute({ comparisonRuns }, { comparisonRun }): Promise<{ ended: boolean }> {
    return { ended: comparisonRuns.end(comparisonRun) };
  },
});
