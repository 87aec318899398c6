// Keys of the overlay of patching: every move is announced.

import { msg, str } from '@lit/localize';
import { formatSigned } from '../../../../format/numbers.ts';
import type { Shot } from '../../camera/shot.ts';
import { MOVES } from '../../interaction/arrow-moves.ts';
import type { KeyAction } from '../../interaction/key-action.ts';
import type { Words } from '../../text/describe.ts';
import { stateOf, withState } from '../overlay-state.ts';
import { effectAt, isSamePlace, placeName, placesOfPicture, withPlace } from './effects.ts';

/** Arrows move from place to place, each patched alone; Escape patches none. */
export function movePlace(key: string, shot: Shot, words: Words): KeyAction | undefined {
  const { shape, labels, values } = words;
  const last = labels.length - 1;
  const { place, isOneMap } = stateOf(shot, 'patching');
  if (key === 'Escape' && place)
    return { shot: withPlace(shot, place), announcement: msg('nothing patched') };
  if (key === 'Enter' && place && !isOneMap) return turned(shot, words);
  const [across, down] = MOVES[key] ?? [0, 0];
  if (across === 0 && down === 0) return undefined;
  const token = Math.min(last, Math.max(0, (place?.position ?? shot.token ?? last) + (place ? across : 0)));
  const places = placesOfPicture(shape, token);
  const now = places.findIndex((each) =>
    isSamePlace(each, place?.position === undefined ? place : { ...place, position: token }),
  );
  const next = places[Math.min(places.length - 1, Math.max(0, now < 0 ? 0 : now + down))];
  if (isSamePlace(next, place)) return {};
  const effect = effectAt(values, next);
  return {
    shot: { ...withPlace(shot, next), token },
    announcement: msg(
      str`${placeName(next, labels)} patched${effect ? `: ${formatSigned(effect.value)}` : ''}`,
    ),
  };
}

/** The same place carried the other way. */
function turned(shot: Shot, { labels }: Words): KeyAction {
  const { place, ...state } = stateOf(shot, 'patching');
  const method = state.method === 'noise' ? 'denoise' : 'noise';
  const way =
    method === 'noise'
      ? msg('from the corrupted into the clean run')
      : msg('from the clean into the corrupted run');
  return {
    shot: withState(shot, 'patching', { ...state, ...(place && { place }), method }),
    announcement: `${place ? placeName(place, labels) : ''} ${way}`,
  };
}
