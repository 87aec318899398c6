// What the page is made of besides our own code, and under which licences: the list that was written when it was built.

import * as v from 'valibot';

const list = v.array(
  v.object({ name: v.string(), version: v.string(), licence: v.string(), text: v.string() }),
);

export type Licences = v.InferOutput<typeof list>;

/** Throws a sentence where the list cannot be had. */
export async function readLicences(get: typeof fetch): Promise<Licences> {
  const answer = await get('licences.json').catch(() => undefined);
  const read = v.safeParse(list, await answer?.json().catch(() => undefined));
  if (read.success) return read.output;
  throw new Error('The list of licences could not be fetched: it is written when the page is built.');
}
