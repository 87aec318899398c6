// Keys as data: every key of a table has one command, and the list of all keys contains every table of the source.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test, vi } from 'vitest';
import { PLAYER_KEYS } from '../../../src/ui/course/chapter-view/player-keys.ts';
import { SLIDE_KEYS } from '../../../src/ui/course/slides/slide-keys.ts';
import { commandOf, keyOf, withoutCharacters } from '../../../src/ui/keyboard/key-table.ts';
import { NETWORK_MAP_KEYS } from '../../../src/ui/scenes/network/interaction/key-table.ts';
import { keyCaps } from '../../../src/ui/views/dialogs/keys-dialog/key-caps.ts';

vi.stubGlobal('HTMLElement', class {});
vi.stubGlobal('customElements', { define: () => undefined, get: () => undefined });

const pressed = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey', true>> = {},
) => ({
  ...{ key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false },
  ...held,
});

describe('the name of a key', () => {
  it.each([
    [pressed('k'), 'k'],
    [pressed('K', { shiftKey: true }), 'k'],
    [pressed('?', { shiftKey: true }), '?'],
    [pressed('<'), '<'],
    [pressed('ArrowLeft', { shiftKey: true }), 'Shift+ArrowLeft'],
    [pressed('k', { ctrlKey: true }), 'Ctrl+k'],
  ])('%j is %s', (event, name) => expect(keyOf(event)).toBe(name));
});

it('a browser’s own shortcut has no command', () => {
  expect(commandOf(PLAYER_KEYS, pressed('l'))).toBe('far-forward');
  expect(commandOf(PLAYER_KEYS, pressed('l', { ctrlKey: true }))).toBeUndefined();
  expect(commandOf(PLAYER_KEYS, pressed('ArrowLeft', { altKey: true }))).toBeUndefined();
});

it('without characters the other keys stay, and those of a picture, which needs the focus', () => {
  const keys = withoutCharacters(PLAYER_KEYS);
  expect(commandOf(keys, pressed(' '))).toBe('toggle');
  expect(commandOf(keys, pressed('End'))).toBe('end');
  expect(commandOf(keys, pressed('ArrowRight', { shiftKey: true }))).toBe('next-moment');
  for (const key of ['k', 'J', '3', '<', 'n']) expect(commandOf(keys, pressed(key)), key).toBeUndefined();
  expect(keys.bindings.map(({ command }) => command)).not.toContain('tenth');
  expect(withoutCharacters(NETWORK_MAP_KEYS)).toBe(NETWORK_MAP_KEYS);
});

it.each([
  [
    [' ', 'k'],
    [['space'], ['k']],
  ],
  [['Shift+ArrowLeft'], [['Shift', '←']]],
  [
    ['+', '='],
    [['+'], ['=']],
  ],
  [['0', '1', '2', '3'], [['0 … 3']]],
  [['0'], [['0']]],
])('%j is written as %j', (keys, caps) => expect(keyCaps(keys)).toEqual(caps));

test('each key of a table has one command, and each table is in the list of all keys', async () => {
  const { ALL_KEYS } = await import('../../../src/ui/app/all-keys.ts');
  expect(ALL_KEYS).toContain(SLIDE_KEYS);
  for (const { title, bindings } of ALL_KEYS) {
    const keys = bindings.flatMap(({ keys }) => keys);
    expect(new Set(keys).size, title).toBe(keys.length);
  }
  const source = 'src/ui';
  const tables = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap(
      (name) => readFileSync(join(source, name), 'utf8').match(/^export const \w+: KeyTable</gm) ?? [],
    );
  expect(ALL_KEYS).toHaveLength(tables.length);
});
