// A lab in Node, with the corpora of the repository.

import { Lab } from '../../workers/session/lab.ts';
import { openCorpus } from './corpora.ts';

export const createNodeLab = (createEngine: ConstructorParameters<typeof Lab>[1]): Lab =>
  new Lab(undefined, createEngine, undefined, {}, openCorpus);
