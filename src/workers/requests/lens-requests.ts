// Every request of the transformer's `lens` by name, with request and result types inferred from `all-lens-requests.ts`.

import { type Lens, type LensTypes, lensTable, parseWithLens } from '../../lenses/shared/define-lens.ts';
import type { Run } from '../../model/training/run.ts';
import * as definitions from './all-lens-requests.ts';

/** Request and result by lens name. */
export type Lenses = LensTypes<typeof definitions>;

export type LensName = keyof Lenses;
export type LensRequest<TName extends LensName> = Lenses[TName]['request'];
export type LensResult<TName extends LensName> = Lenses[TName]['result'];

export const LENSES = lensTable(definitions) as unknown as {
  readonly [TName in LensName]: Lens<Run, TName, LensRequest<TName>, LensResult<TName>>;
};

/** A lens name, by itself or a former one; undefined if there is none. */
export function resolveLensName(text: string): LensName | undefined {
  return Object.values(LENSES).find(({ name, aliases }) => name === text || aliases?.includes(text))?.name;
}

/** Throws if the name is unknown or the request does not match the lens's schema, which has no place for unknown keys. */
export const parseLensRequest = <TName extends LensName>(name: TName, request: unknown): LensRequest<TName> =>
  parseWithLens(LENSES, name, request);
