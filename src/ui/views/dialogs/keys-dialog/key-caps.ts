// Keys as they are written on a keyboard.

import { msg } from '@lit/localize';

const CAPS: Readonly<Record<string, string>> = {
  ' ': msg('space'),
  Ctrl: msg('Ctrl'),
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: msg('Esc'),
  PageUp: msg('Page ↑'),
  PageDown: msg('Page ↓'),
};

const MODIFIER = /^(Ctrl|Alt|Meta|Shift)\+(.+)$/;

/** The caps to press together, for each way; digits in a row are one. */
export function keyCaps(keys: readonly string[]): readonly (readonly string[])[] {
  const isRow =
    keys.length > 2 && keys.every((key, i) => /^\d$/.test(key) && Number(key) === Number(keys[0]) + i);
  return isRow ? [[`${keys[0]} … ${keys.at(-1)}`]] : keys.map(capsOf);
}

function capsOf(key: string): readonly string[] {
  const [, modifier, rest] = MODIFIER.exec(key) ?? [];
  return modifier ? [...capsOf(modifier), ...capsOf(rest)] : [CAPS[key] ?? key];
}
