// What the text of a note contains: pictures and tags; and whether it matches a search.

/** Words of letters, digits, `-` and `_` after a `#` that begins a word; source of a regular expression with the flag `u`. */
export const TAG_SOURCE = String.raw`#([\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,39})`;
const TAG = new RegExp(String.raw`(?<![\p{L}\p{N}_&/#])${TAG_SOURCE}`, 'gu');
/** Code, formulas and addresses, in which a `#` is no tag. No part is searched twice: an address ends before the `](` of another. */
const VERBATIM = /```[\s\S]*?(?:```|$)|`[^`\n]*`|\$\$[\s\S]*?\$\$|\$[^$\n]*\$|\]\([^)\]\n]*\)/g;

export const PICTURE_NAME = /^[a-z0-9][a-z0-9-]{0,63}\.(?:webp|jpg|png)$/;
/** Anywhere in a text: Markdown has many ways to write an image. */
const PICTURE = /pictures\/([a-z0-9-]+\.(?:webp|jpg|png))/g;

/** Names of the pictures in a text, each once; perhaps of more than it shows. */
export const picturesOf = (text: string): string[] => [
  ...new Set(Array.from(text.matchAll(PICTURE), ([, name]) => name)),
];

export const pictureMarkdown = (label: string, name: string): string => `![${label}](pictures/${name})`;

/** The tags of a text in lower case, each once. */
export const tagsOf = (text: string): string[] => [
  ...new Set(Array.from(text.replace(VERBATIM, ' ').matchAll(TAG), ([, tag]) => tag.toLowerCase())),
];

/** Without case and accents. */
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether every word of a search occurs, and every `#word` begins a tag. */
export function matchesSearch(search: string, text: string, ...about: readonly string[]): boolean {
  const words = fold(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const all = fold([text, ...about].join('\n'));
  const tags = words.some((word) => word.startsWith('#')) ? tagsOf(text).map(fold) : [];
  return words.every((word) =>
    word.startsWith('#') ? tags.some((tag) => tag.startsWith(word.slice(1))) : all.includes(word),
  );
}

/** Removes trailing spaces of lines, and empty lines at both ends. */
export function normalizeText(text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trimEnd());
  return lines.join('\n').trim();
}
