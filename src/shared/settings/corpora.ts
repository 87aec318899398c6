// The texts that the preset `text` offers, as the page and the command line name them.

import type { SettingInfo } from './setting.ts';

interface CorpusInfo extends SettingInfo {
  /** Of the text in UTF-8. */
  readonly bytes: number;
  /** Of the file that is loaded. */
  readonly packedBytes: number;
}

/** `scripts/build-corpora.ts` makes them; `docs/data.md` has their origins and licences. */
export const CORPORA = {
  'moby-dick': {
    label: 'Moby-Dick',
    help: 'novel by Herman Melville, 1851',
    bytes: 1_204_997,
    packedBytes: 484_852,
  },
  'state-of-the-union': {
    label: 'State of the Union',
    help: 'addresses of US presidents to Congress, 1946 to 2021',
    bytes: 2_847_283,
    packedBytes: 969_911,
  },
  'world-factbook': {
    label: 'World Factbook',
    help: 'portraits of countries by the CIA, about 2015',
    bytes: 1_120_989,
    packedBytes: 392_746,
  },
} as const satisfies Record<string, CorpusInfo>;

export type CorpusName = keyof typeof CORPORA;
export const CORPUS_NAMES = Object.keys(CORPORA) as CorpusName[];
