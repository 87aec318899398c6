// Every request of the digit network's `lens` by name, with request and result types inferred from `all-digit-requests.ts`.

import type { DigitLens } from '../../lenses/digits/define-digit-lens.ts';
import { type LensTypes, lensTable, parseWithLens } from '../../lenses/shared/define-lens.ts';
import * as definitions from './all-digit-requests.ts';

export type DigitLenses = LensTypes<typeof definitions>;

export type DigitLensName = keyof DigitLenses;
export type DigitLensRequest<TName extends DigitLensName> = DigitLenses[TName]['request'];
export type DigitLensResult<TName extends DigitLensName> = DigitLenses[TName]['result'];

export const DIGIT_LENSES = lensTable(definitions) as unknown as {
  readonly [TName in DigitLensName]: DigitLens<TName, DigitLensRequest<TName>, DigitLensResult<TName>>;
};

/** Throws if the name is unknown or the request does not match the lens's schema, which has no place for unknown keys. */
export const parseDigitLensRequest = <TName extends DigitLensName>(
  name: TName,
  request: unknown,
): DigitLensRequest<TName> => parseWithLens(DIGIT_LENSES, name, request);
