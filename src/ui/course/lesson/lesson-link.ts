// The address of a lesson, and what embeds its picture in another page.

import { msg } from '@lit/localize';
import { formatPage } from '../../state/page/page-url.ts';
import type { PageState } from '../../types/page.ts';

/** The page without its fragment. */
type Base = string;

export const lessonLink = (base: Base, page: PageState): string => base + formatPage(page);

export type Embed = 'map' | 'head';

/** What the picture shows, as plain text by name. */
export interface Embedded {
  readonly preset: string;
  readonly prompt: string;
  readonly layer: number;
  readonly head: number;
}

/** The same picture in both forms; a map flies to a head only where one is chosen. */
const valuesOf = (
  embed: Embed,
  { preset, prompt, layer, head }: Embedded,
): readonly (readonly [string, string])[] => [
  ['preset', preset],
  ...(prompt ? [['prompt', prompt] as const] : []),
  ...(embed === 'head' ? [['layer', String(layer + 1)] as const, ['head', String(head + 1)] as const] : []),
];

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** Works everywhere, without a script of the lab’s on the other page. */
export function frameSnippet(base: Base, embed: Embed, shown: Embedded): string {
  const values = new URLSearchParams(valuesOf(embed, shown).map((entry) => [...entry]));
  if (embed === 'map') values.set('view', 'network');
  const title = embed === 'map' ? msg('A language model at work') : msg('One attention head');
  const address = new URL(`embed.html#${values}`, base).href;
  return `<iframe src="${escaped(address)}" title="${title}" width="720" height="560" style="border: 0"></iframe>`;
}

/** A custom element with attributes. */
export function elementSnippet(base: Base, embed: Embed, shown: Embedded): string {
  const attributes = valuesOf(embed, shown).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  const script = `<script async src="${new URL('embed.js', base).href}"></script>`;
  return `${script}\n<lab-${embed}${attributes.join('')} height="560"></lab-${embed}>`;
}
