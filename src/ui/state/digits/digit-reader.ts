// Reads the weights of one network: the visitor's, or a comparison run.

import type { DigitLensName } from '../../../workers/rpc/api/lab-api.ts';
import { queryDigits } from '../query-lenses.ts';
import type { Digits } from './digit-store.ts';

export type DigitReader = Pick<Digits, 'lens' | 'query'>;

/** @param comparisonRun undefined for the visitor's network */
export function readerOf(digits: DigitReader, comparisonRun: number | undefined): DigitReader {
  if (comparisonRun === undefined) return digits;
  return {
    query: (request) => digits.query({ comparisonRun, ...request }),
    lens: async (name, request) => {
      const results = await queryDigits<DigitLensName>(digits, { [name]: request } as never, comparisonRun);
      return results[name] as never;
    },
  };
}
