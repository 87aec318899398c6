// The packed digits as the worker fetches them, compared with their digests.

import firstDigest from '../../../model/data/mnist/generated/first.bin?sha256';
import first from '../../../model/data/mnist/generated/first.bin?url';
import restDigest from '../../../model/data/mnist/generated/rest.bin?sha256';
import rest from '../../../model/data/mnist/generated/rest.bin?url';
import { MNIST_NAME, type PartLoader } from '../../../model/data/mnist/mnist.ts';
import { verifyIntegrity } from '../../../shared/integrity/integrity.ts';

const PARTS = { first: [first, firstDigest], rest: [rest, restDigest] } as const;

export const openMnist: PartLoader = async (part) => {
  const [url, digest] = PARTS[part];
  // Revalidated: the browser may have stored a wrong answer for a long time.
  const response = await fetch(url, { cache: 'no-cache' }).catch(() => undefined);
  if (!response?.ok || !response.body)
    throw new Error('The handwritten digits could not be fetched. Check the connection and try again.');
  return response.body.pipeThrough(verifyIntegrity(digest, MNIST_NAME));
};
