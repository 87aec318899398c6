// The packed digits as the worker fetches them; their addresses carry a hash, so that a browser may keep them for ever.

import first from '../../../model/data/mnist/generated/first.bin?url';
import rest from '../../../model/data/mnist/generated/rest.bin?url';
import type { PartLoader } from '../../../model/data/mnist/mnist.ts';

const URLS = { first, rest };

export const openMnist: PartLoader = async (part) => {
  const response = await fetch(URLS[part]).catch(() => undefined);
  if (!response?.ok || !response.body)
    throw new Error('The handwritten digits could not be fetched. Check the connection and try again.');
  return response.body;
};
