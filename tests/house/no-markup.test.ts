// Data becomes text, never markup: nothing in the page or its worker writes HTML, or code, from a string.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const WAYS = [
  /\.(inner|outer)HTML\b/,
  /\.insertAdjacentHTML\b/,
  /\.(setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment|parseFromString)\b/,
  /\bdocument\.write(ln)?\b/,
  /\.srcdoc\b|\ssrcdoc=/,
  /\bunsafe(HTML|SVG|MathML|Static)\b/,
  /\beval\(|\bnew Function\b|\bset(Timeout|Interval)\(\s*['"`]/,
  /javascript:/i,
  /\bdocument\.cookie\b|\bcookieStore\b|\bsendBeacon\b|\bnew WebSocket\b|\bnew EventSource\b|\bXMLHttpRequest\b/,
];

/** Lines of a source that make markup or code of a string, or speak to others behind the page's back. */
function found(source: string): string[] {
  return source
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line) && WAYS.some((way) => way.test(line)));
}

test('nowhere in src/', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(files.length).toBeGreaterThan(400);
  const lines = files.flatMap((file) =>
    found(readFileSync(join('src', file), 'utf8')).map((line) => `${file}: ${line}`),
  );
  expect(lines).toEqual([]);
});

test.each([
  'element.innerHTML = note.text;',
  'host.shadowRoot.outerHTML=x',
  "list.insertAdjacentHTML('beforeend', name)",
  'document.write(token)',
  'part(unsafeHTML(text))',
  "import { unsafeSVG } from 'lit/directives/unsafe-svg.js';",
  'html`<iframe srcdoc=x></iframe>`',
  "new Function('return 1')",
  'setTimeout("act()", 5)',
  "html`<a href='javascript:void 0'></a>`",
  "document.cookie = 'seen=1'",
  "navigator.sendBeacon('/log', text)",
])('a planted line is found: %s', (line) => {
  expect(found(`const a = 1;\n  ${line}\n`)).toHaveLength(1);
});

test('a word about it is none', () => {
  expect(found('// never innerHTML\nconst inner = html`<b>text</b>`;')).toEqual([]);
});
