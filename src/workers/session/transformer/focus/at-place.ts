// Fills the place of its focus into a query.

import type { Run } from '../../../../model/training/run.ts';
import type { FocusIndex, Place } from '../../../../shared/focus.ts';
import { ownRecord } from '../../../../shared/own-record.ts';
import type {
  ActivationName,
  Lenses,
  LensName,
  LensQuery,
  PromptRequest,
  Query,
} from '../../../rpc/api/lab-api.ts';
import { readTokens } from '../inspect.ts';

/** A query whose parts name their layers, heads and tokens. */
export interface PlacedQuery extends PromptRequest, LensQuery<Pick<Lenses, LensName>> {
  variants?: Record<string, PromptRequest>;
}

type Indices = Partial<Readonly<Record<FocusIndex['focus'], number>>>;

export function atPlace(run: Run, { variants = {}, lenses, ...query }: Query, place: Place): PlacedQuery {
  const id = readTokens(run, query).tokens[place.token]?.id;
  const named = ({ activations, interventions, ...rest }: PromptRequest<string>): PromptRequest => ({
    ...rest,
    ...(activations && { activations: activations.map(nameAt) }),
    ...(interventions && {
      interventions: interventions.map((each) => ({ ...each, name: nameAt(each.name) })),
    }),
  });
  const nameAt = (name: string) =>
    name.replace(/^blocks\.focus\./, `blocks.${place.layer}.`) as ActivationName;
  return {
    ...named(query),
    variants: Object.fromEntries(Object.entries(variants).map(([name, each]) => [name, named(each)])),
    ...(lenses && { lenses: filled(lenses, { ...place, id }) as PlacedQuery['lenses'] }),
  };
}

/** A copy of plain data. */
function filled(value: unknown, indices: Indices): unknown {
  if (Array.isArray(value)) return value.map((each) => filled(each, indices));
  const record = ownRecord(value);
  if (!record) return value;
  if ('focus' in record) return indices[record.focus as keyof Indices];
  const entries = Object.entries(record).map(([key, each]) => [key, filled(each, indices)] as const);
  return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
}
