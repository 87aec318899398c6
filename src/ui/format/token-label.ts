// How a token is written on screen, so that each can be seen.

/** A word can be a megabyte without a space. */
const MAX_LENGTH = 60;

/**
 * The token's text; white space that would not be seen gets a sign, an empty token as well. Signs without a shape stand as
 * their code: one that turns the direction of writing would turn the words beside it.
 */
export function tokenLabel(text: string): string {
  if (text === '') return '∅';
  const truncated = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
  const visible = truncated
    .replaceAll('\n', '⏎')
    .replaceAll('\t', '⇥')
    .replace(/[\p{Cc}\p{Cf}]/gu, (sign) => `‹${sign.codePointAt(0)?.toString(16).toUpperCase()}›`);
  return visible.replace(/^ +/, (spaces) => '␣'.repeat(spaces.length));
}
