// Several lenses of one step, for pictures that need them all.

import type { DigitLenses, DigitLensName, Query, QueryResult } from '../../workers/rpc/api/lab-api.ts';
import { displayText } from '../format/display-message.ts';
import type { Digits } from './digits/digit-store.ts';
import type { Transformer } from './runs/lab-store.ts';

/** A query of the transformer; rejects if one of its lenses fails, but for those whose settings the visitor types. */
export async function query(lab: Pick<Transformer, 'query'>, request: Query): Promise<QueryResult> {
  const result = await lab.query(request);
  const { patching, 'path-patching': paths, steering, ...errors } = result.errors;
  throwFirst(errors);
  const typed = Object.entries({ patching, 'path-patching': paths, steering }).filter(
    ([, message]) => message,
  );
  return {
    ...result,
    errors: Object.fromEntries(typed.map(([name, message = '']) => [name, displayText(message)])),
  };
}

/** Lenses of the digit network, or of a comparison run; rejects if one of them fails. */
export async function queryDigits<Name extends DigitLensName>(
  digits: Pick<Digits, 'query'>,
  lenses: { readonly [Each in Name]: DigitLenses[Each]['request'] },
  comparisonRun?: number,
): Promise<{ readonly [Each in Name]: DigitLenses[Each]['result'] }> {
  const result = await digits.query({ lenses, ...(comparisonRun !== undefined && { comparisonRun }) });
  throwFirst(result.errors);
  return result.lenses as { readonly [Each in Name]: DigitLenses[Each]['result'] };
}

function throwFirst(errors: Readonly<Record<string, string | undefined>>): void {
  const [message] = Object.values(errors);
  if (message !== undefined) throw new Error(message);
}
