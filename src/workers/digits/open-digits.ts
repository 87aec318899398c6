// The packed digits as the worker fetches them; their addresses carry a hash, so that a browser may keep them for ever.

import first from '../../model/data/mnist/generated/first.bin?url';
import rest from '../../model/data/mnist/generated/rest.bin?url';
import type { OpenPart } from '../../model/data/mnist/mnist.ts';

const ADDRESSES = { first, rest };

export const openDigits: OpenPart = async (part) => {
  const response = await fetch(ADDRESSES[part]).catch(() => undefined);
  if (!response?.ok || !response.body)
    throw new Error('The handwritten digits could not be fetched. Check the connection and try again.');
  return response.body;
};
