// All keys, by where they work, and the dialog that lists them.

import { PLAYER_KEYS } from '../course/chapter-view/player-keys.ts';
import { SLIDE_KEYS } from '../course/slides/slide-keys.ts';
import type { KeyTable } from '../keyboard/key-table.ts';
import { PAGE_KEYS } from '../keyboard/page-keys.ts';
import { CHAIN_MAP_KEYS } from '../scenes/chain/keys.ts';
import { DIGIT_MAP_KEYS } from '../scenes/digits/keys.ts';
import { NETWORK_MAP_KEYS } from '../scenes/network/interaction/key-table.ts';
import { MARK_SCENE_KEYS } from '../stage/marks/keys.ts';
import '../views/dialogs/keys-dialog/keys-dialog.ts';

export const ALL_KEYS: readonly KeyTable[] = [
  PLAYER_KEYS,
  SLIDE_KEYS,
  NETWORK_MAP_KEYS,
  DIGIT_MAP_KEYS,
  CHAIN_MAP_KEYS,
  MARK_SCENE_KEYS,
  PAGE_KEYS,
];
