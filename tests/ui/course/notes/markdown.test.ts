// Markdown of notes: what a hostile text cannot do. What it shows is tested in the browser.

import type { TemplateResult } from 'lit';
import { expect, it } from 'vitest';
import { renderMarkdown } from '../../../../src/ui/course/notes/text/markdown.ts';
import { MAX_TEXT_LENGTH } from '../../../../src/ui/state/notes/notes-markdown.ts';

const PARTS = { picture: () => [] as never, tag: () => [] as never };
const longest = (unit: string) => unit.repeat(Math.floor(MAX_TEXT_LENGTH / unit.length));
/** The one paragraph of a text that is shown as it was written. */
const written = ({ strings, values }: TemplateResult) =>
  strings.join('').includes('class="written"') ? values[0] : undefined;

it.each(['__a', '*a ', '_a_b', '**a _b '])(
  'a text of %j alone is not read, since that takes time that grows with its square',
  (unit) => {
    expect(written(renderMarkdown(longest(unit), PARTS) as TemplateResult)).toBe(longest(unit));
    expect(written(renderMarkdown(unit.repeat(200), PARTS) as TemplateResult)).toBeUndefined();
  },
);

it.each(['> ', '1. '])('a text nested as deep as %j repeated is shown as it was written', (unit) => {
  expect(written(renderMarkdown(longest(unit), PARTS) as TemplateResult)).toBe(longest(unit));
});
