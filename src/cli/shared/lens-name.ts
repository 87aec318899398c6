// Names of lenses on the command line.

import { LENSES, type LensName, resolveLensName } from '../../workers/requests/lens-requests.ts';

/** The lens of a current or former name. @throws Error that lists all lenses */
export function parseLensName(text: string): LensName {
  const name = resolveLensName(text);
  if (name) return name;
  throw new Error(`There is no lens '${text}'; there are ${Object.keys(LENSES).sort().join(', ')}.`);
}
