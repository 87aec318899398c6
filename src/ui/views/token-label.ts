// How a token is written on screen, so that each can be seen.

/** The token's text; white space that would not be seen gets a sign, an empty token as well. */
export function tokenLabel(text: string): string {
  if (text === '') return '∅';
  const visible = text.replaceAll('\n', '⏎').replaceAll('\t', '⇥');
  return visible.replace(/^ +/, (spaces) => '␣'.repeat(spaces.length));
}
