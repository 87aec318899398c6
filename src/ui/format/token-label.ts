// The visible form of a token.

/** A token of the user's text can be a megabyte long. */
const MAX_LENGTH = 60;

/**
 * The token's text, with symbols for an empty token and for invisible white space. Control and format characters are shown as
 * code points: a bidirectional override would reverse the text around it.
 */
export function tokenLabel(text: string): string {
  if (text === '') return '∅';
  const truncated = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  const visible = truncated
    .replaceAll('\n', '⏎')
    .replaceAll('\t', '⇥')
    .replace(/[\p{Cc}\p{Cf}]/gu, (character) => `‹${character.codePointAt(0)?.toString(16).toUpperCase()}›`);
  return visible.replace(/^ +/, (spaces) => '␣'.repeat(spaces.length));
}
