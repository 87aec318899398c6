// What `lab lens` prints of a model, so that claims and the commands in the docs are the same figures.

import type { LensOptions, LensQuery } from '../../src/lenses/shared/lens-table.ts';
import { LENSES, type LensName, type LensResult } from '../../src/workers/requests/lens-requests.ts';
import type { RunInfo } from '../../src/workers/rpc/api/lab-api.ts';
import type { TransformerSession } from '../../src/workers/session/transformer/transformer-session.ts';

/** `request`: instead of the one that the options give. */
interface Asked {
  readonly options?: LensOptions;
  readonly request?: object;
}

export async function lensOutput<Name extends LensName>(
  model: TransformerSession,
  info: RunInfo,
  name: Name,
  { options = {}, request }: Asked,
): Promise<{ result: LensResult<Name>; lines: readonly string[] }> {
  const { table } = LENSES[name];
  if (!table) throw new Error(`claims: the lens ${name} has no table.`);
  const query: LensQuery = (lens, request) =>
    model.lens(lens.name as LensName, request as never) as Promise<never>;
  const result = await model.lens(name, (request ?? table.toRequest(options, info)) as never);
  const output = await table.format(result as never, options, query);
  return 'lines' in output
    ? (output as never)
    : { result: result as never, lines: output as readonly string[] };
}
