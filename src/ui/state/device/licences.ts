// Licences of the bundled packages, from a list written by the build.

import { msg } from '@lit/localize';
import * as v from 'valibot';
import type { Licences } from '../../types/device.ts';

const licencesSchema = v.array(
  v.object({ name: v.string(), version: v.string(), licence: v.string(), text: v.string() }),
);

export async function fetchLicences(fetchFn: typeof fetch): Promise<Licences> {
  const response = await fetchFn('licences.json').catch(() => undefined);
  const parsed = v.safeParse(licencesSchema, await response?.json().catch(() => undefined));
  if (parsed.success) return parsed.output;
  throw new Error(msg('The list of licences could not be fetched. The production build creates it.'));
}
