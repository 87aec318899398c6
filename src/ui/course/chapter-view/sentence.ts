// The moment's sentence, its words in the colours of the marks that they name.

import { html, type TemplateResult } from 'lit';

/** By the first letter of a word, in the languages of the page. */
const ROLES = { q: 'query', k: 'key', v: 'value' } as const;
const ROLE_WORDS = /\b(quer(?:y|ies)|keys?|values?)\b/giu;
/** In others these words have other meanings. */
const CHAPTERS_OF_ROLES: readonly number[] = [6];

interface Part {
  readonly text: string;
  readonly role?: (typeof ROLES)[keyof typeof ROLES];
}

export function partsOf(text: string, chapter: number): Part[] {
  if (!CHAPTERS_OF_ROLES.includes(chapter)) return [{ text }];
  return text
    .split(ROLE_WORDS)
    .map((part, i) =>
      i % 2 === 0 ? { text: part } : { text: part, role: ROLES[part[0].toLowerCase() as keyof typeof ROLES] },
    );
}

export const sentence = (text: string, chapter: number): TemplateResult =>
  html`<p class="sentence">${partsOf(text, chapter).map(({ text, role }) => (role ? html`<span class=${role}>${text}</span>` : text))}</p>`;
