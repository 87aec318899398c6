// The keys of the chapter's page. Those of the video are YouTube's, as far as it has them.

import { msg, str } from '@lit/localize';
import {
  commandOf,
  isTaken,
  isWithin,
  type KeyTable,
  keyOf,
  withoutCharacters,
} from '../../keyboard/key-table.ts';

/** Seconds by which the keys move the video. */
export const SEEK_SECONDS = 5;
export const LONG_SEEK_SECONDS = 10;

export type PlayerCommand =
  | 'toggle'
  | 'back'
  | 'forward'
  | 'far-back'
  | 'far-forward'
  | 'previous-moment'
  | 'next-moment'
  | 'start'
  | 'end'
  | 'tenth'
  | 'slower'
  | 'faster'
  | 'note'
  | 'picture'
  | 'moments'
  | 'explore'
  | 'theatre'
  | 'slides';

export const TENTHS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

export const PLAYER_KEYS: KeyTable<PlayerCommand> = {
  title: msg('In a chapter'),
  bindings: [
    { command: 'toggle', keys: [' ', 'k'], does: msg('play or pause') },
    { command: 'back', keys: ['ArrowLeft'], does: msg(str`${SEEK_SECONDS} seconds back`) },
    { command: 'forward', keys: ['ArrowRight'], does: msg(str`${SEEK_SECONDS} seconds on`) },
    { command: 'far-back', keys: ['j'], does: msg(str`${LONG_SEEK_SECONDS} seconds back`) },
    { command: 'far-forward', keys: ['l'], does: msg(str`${LONG_SEEK_SECONDS} seconds on`) },
    {
      command: 'previous-moment',
      keys: ['Shift+ArrowLeft', 'Ctrl+ArrowLeft'],
      does: msg('start of this moment, then the one before'),
    },
    { command: 'next-moment', keys: ['Shift+ArrowRight', 'Ctrl+ArrowRight'], does: msg('next moment') },
    { command: 'start', keys: ['Home'], does: msg('start of the video') },
    { command: 'end', keys: ['End'], does: msg('end of the video') },
    { command: 'tenth', keys: TENTHS, does: msg('to 0 %, 10 %, … 90 % of the video') },
    { command: 'slower', keys: ['<'], does: msg('slower') },
    { command: 'faster', keys: ['>'], does: msg('faster') },
    { command: 'note', keys: ['n'], does: msg('write a note') },
    { command: 'picture', keys: ['p'], does: msg('take a picture of the stage into a note') },
    { command: 'moments', keys: ['m'], does: msg('all moments') },
    { command: 'explore', keys: ['e'], does: msg('operate the picture, Esc leads back to the video') },
    { command: 'theatre', keys: ['t'], does: msg('theatre mode, Esc leaves it') },
    { command: 'slides', keys: ['s'], does: msg('slide mode') },
  ],
};

/** Elements that handle some keys themselves: buttons the space bar, pictures and lists those that move. */
const BUTTONS = 'button, a, summary, [role="button"]';
const WIDGETS =
  '[role="grid"], [role="slider"], [role="separator"], [role="application"], [role="tab"], [role="radio"], canvas';
const MOVING_KEYS = /^(Shift\+|Ctrl\+)?(Arrow.*|Home|End|\d)$/;

/**
 * The command of a key in a table; undefined if the focused element, or the browser, handles it.
 *
 * @param hasCharacters - whether letters, digits and signs are shortcuts
 */
export function freeCommand<Command extends string>(
  table: KeyTable<Command>,
  event: KeyboardEvent,
  hasCharacters: boolean,
): Command | undefined {
  if (isTaken(event)) return undefined;
  if (event.key === ' ' && isWithin(event, BUTTONS)) return undefined;
  if (MOVING_KEYS.test(keyOf(event)) && isWithin(event, WIDGETS)) return undefined;
  if (scrolls(event) || extendsSelection(event)) return undefined;
  return commandOf(hasCharacters ? table : withoutCharacters(table), event);
}

const DOWNWARDS = /^(Home|End|PageUp|PageDown|ArrowUp|ArrowDown)$/;
const SIDEWAYS = /^Arrow(Left|Right)$/;

/** Whether a key scrolls what has the focus, or what is around it up to the page. */
function scrolls(event: KeyboardEvent): boolean {
  const [isDown, isSideways] = [DOWNWARDS, SIDEWAYS].map((keys) => keys.test(keyOf(event)));
  if (!isDown && !isSideways) return false;
  for (const target of event.composedPath()) {
    if (!(target instanceof Element)) continue;
    if (target.matches('main')) return false;
    const { overflowX, overflowY } = getComputedStyle(target);
    if (isDown && target.scrollHeight > target.clientHeight && SCROLLING.test(overflowY)) return true;
    if (isSideways && target.scrollWidth > target.clientWidth && SCROLLING.test(overflowX)) return true;
  }
  return false;
}

const SCROLLING = /auto|scroll/;

/** Whether a key makes a selection of text longer or shorter. Within shadow roots only its text says that there is one. */
function extendsSelection(event: KeyboardEvent): boolean {
  const selection = getSelection();
  return (
    event.shiftKey && SELECTING.test(event.key) && (selection?.type === 'Range' || `${selection}` !== '')
  );
}

const SELECTING = /^(Arrow.*|Home|End)$/;
