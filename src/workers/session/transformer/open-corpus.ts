// The packed corpora as the worker fetches them, compared with their digests.

import mobyDickDigest from '../../../model/data/text/corpora/moby-dick.bin?sha256';
import mobyDick from '../../../model/data/text/corpora/moby-dick.bin?url';
import addressesDigest from '../../../model/data/text/corpora/state-of-the-union.bin?sha256';
import addresses from '../../../model/data/text/corpora/state-of-the-union.bin?url';
import factbookDigest from '../../../model/data/text/corpora/world-factbook.bin?sha256';
import factbook from '../../../model/data/text/corpora/world-factbook.bin?url';
import type { CorpusOpener } from '../../../model/data/text/corpora.ts';
import { verifyIntegrity } from '../../../shared/integrity/integrity.ts';
import { CORPORA, type CorpusName } from '../../../shared/settings/corpora.ts';

const FILES: Readonly<Record<CorpusName, readonly [url: string, digest: string]>> = {
  'moby-dick': [mobyDick, mobyDickDigest],
  'state-of-the-union': [addresses, addressesDigest],
  'world-factbook': [factbook, factbookDigest],
};

export const openCorpus: CorpusOpener = async (name) => {
  const { label } = CORPORA[name];
  const [url, digest] = FILES[name];
  // Revalidated: the browser may have stored a wrong answer for a long time.
  const response = await fetch(url, { cache: 'no-cache' }).catch(() => undefined);
  if (!response?.ok || !response.body)
    throw new Error(`The text of ${label} could not be fetched. Check the connection and try again.`);
  return response.body.pipeThrough(verifyIntegrity(digest, `The file of ${label}`));
};
