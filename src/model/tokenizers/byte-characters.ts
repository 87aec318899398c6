// GPT-2's alphabet of bytes: printable Latin-1 bytes are represented by themselves, the other 68, in order, by the characters
// from 256 on (Radford et al. 2019).

const isVisible = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
const hidden = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !isVisible(byte));

const CHARACTERS = Array.from({ length: 256 }, (_, byte) =>
  String.fromCodePoint(isVisible(byte) ? byte : 256 + hidden.indexOf(byte)),
);
const BYTES = new Map(CHARACTERS.map((character, byte) => [character, byte]));

export const bytesToCharacters = (bytes: readonly number[]): string =>
  bytes.map((byte) => CHARACTERS[byte]).join('');

/** The bytes of a token; a character that represents no byte encodes as itself. */
export const charactersToBytes = (token: string): number[] =>
  [...token].flatMap((character) => BYTES.get(character) ?? [...new TextEncoder().encode(character)]);
