// The end of a comparison run, which frees its memory.

import * as v from 'valibot';
import { anyNumber } from '../../../shared/validation.ts';
import { defineDigitLens } from '../define-digit-lens.ts';

export const endComparisonRunLens = defineDigitLens({
  name: 'end-comparison-run',
  aliases: ['endComparisonRun'],
  request: v.object({ comparisonRun: anyNumber }),
  async compute({ comparisonRuns }, { comparisonRun }): Promise<{ ended: boolean }> {
    return { ended: comparisonRuns.end(comparisonRun) };
  },
});
