// A language for looking at the page: readable as English, accented, a third longer, and right to left.

const ACCENTED = new Map(
  [...'aáAÁcçCÇeéEÉgĝGĜiíIÍnñNÑoóOÓsšSŠuúUÚyýYÝ'.matchAll(/(.)(.)/gu)].map(([, plain, accented]) => [
    plain,
    accented,
  ]),
);

/** Letters of markup and of `{0}` stay. The marks at both ends show where a text is cut off. */
export function pseudoText(text: string): string {
  const accented = text.replaceAll(/<[^>]*>|&\w+;|\{\d+\}|\p{L}/gu, (part) => ACCENTED.get(part) ?? part);
  const letters = text.replaceAll(/<[^>]*>|\{\d+\}/g, '').length;
  return `⟦${accented}${'·'.repeat(Math.ceil(letters / 3))}⟧`;
}
