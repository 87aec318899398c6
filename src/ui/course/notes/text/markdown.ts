// Markdown of notes as Lit templates: no HTML is made from strings, and HTML in a note is shown as text.

import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { Marked, type Token, type Tokens } from 'marked';
import { PICTURE_NAME, TAG_SOURCE } from '../../../format/note-text.ts';
import { formulaSize, MAX_FORMULA_SIZE } from './formula-size.ts';
import { layoutSteps } from './layout-steps.ts';
import { readingSteps } from './reading-steps.ts';
import { tex } from './tex.ts';

/** A paragraph of 10,000 characters may have 2000 marks: bold words, links, formulas. A word may have 4000 characters. */
const MAX_STEPS = 2e7;
/** Of one note, in nodes; a page of a book has a few hundred. */
const MAX_COST = 10_000;
/** What takes as long as a node takes to be drawn. */
const STEPS_PER_NODE = 5000;

/** Deeper lists and quotes are shown as they were written. */
const MAX_DEPTH = 12;

const TAG = new RegExp(`^${TAG_SOURCE}`, 'u');
/** `$…$` as in Pandoc: no space inside the dollars and no digit after them, so that prices are none. */
const INLINE_TEX = /^\$(?![\s$])((?:\\.|[^$\\\n])*?[^\s$\\]|\\.)\$(?!\d)/;
const DISPLAY_TEX = /^\$\$([^$]+)\$\$/;

const markdown = new Marked({ gfm: true, breaks: true }).use({
  extensions: [
    {
      name: 'tex',
      level: 'inline',
      start: (source) => source.indexOf('$'),
      tokenizer(source): Tokens.Generic | undefined {
        const display = DISPLAY_TEX.exec(source);
        const [raw, text] = display ?? INLINE_TEX.exec(source) ?? [];
        return raw && text ? { type: 'tex', raw, text, isDisplay: display !== null } : undefined;
      },
    },
    {
      name: 'tag',
      level: 'inline',
      start: (source) => /(?<![\p{L}\p{N}_&/#])#/u.exec(source)?.index,
      tokenizer(source): Tokens.Generic | undefined {
        const [raw, text] = TAG.exec(source) ?? [];
        return raw && text ? { type: 'tag', raw, text } : undefined;
      },
    },
  ],
});

/** What the text of a note shows besides text. */
export interface NoteParts {
  picture(name: string, label: string): TemplateResult;
  tag(name: string): TemplateResult;
}

export interface ParsedMarkdown {
  /** Undefined for a text that is nested too deep, or takes too long to read or to draw. */
  readonly tokens?: readonly Token[];
  /** What it takes to read and to draw it, in nodes: elements and texts. */
  readonly cost: number;
}

export function parseMarkdown(text: string): ParsedMarkdown {
  const steps = readingSteps(text) + layoutSteps(text);
  if (steps > MAX_STEPS) return { cost: 0 };
  const tokens = lex(text);
  const cost = steps / STEPS_PER_NODE + nodesOf(tokens ?? []);
  return cost > MAX_COST ? { cost } : { cost, tokens };
}

/** Undefined for a text that is nested too deep. */
function lex(text: string): readonly Token[] | undefined {
  try {
    return markdown.lexer(text);
  } catch {
    return undefined;
  }
}

export const renderMarkdown = (tokens: readonly Token[], parts: NoteParts): TemplateResult =>
  html`${blocks(tokens, parts, 0)}`;

export const asWritten = (text: string): TemplateResult => html`<p class="written">${text}</p>`;

const nodesOf = (tokens: readonly Partial<Tokens.Generic>[]): number =>
  tokens.reduce((sum, { type, text, tokens = [], items = [], header = [], rows = [] }) => {
    const size = type === 'tex' ? formulaSize(text) : 0;
    const within = nodesOf(tokens) + nodesOf(items) + nodesOf([header, ...rows].flat());
    return sum + 1 + within + (size > MAX_FORMULA_SIZE ? 0 : size);
  }, 0);

const blocks = (tokens: readonly Token[], parts: NoteParts, depth: number): unknown[] =>
  tokens.map((token) => (depth > MAX_DEPTH ? asWritten(token.raw) : block(token, parts, depth)));

function block(token: Token, parts: NoteParts, depth: number): unknown {
  const within = (tokens: readonly Token[] = []) => blocks(tokens, parts, depth + 1);
  switch (token.type) {
    case 'space':
    case 'def':
      return nothing;
    case 'heading':
      return html`<h3 class="level-${token.depth}">${inline(token.tokens, parts, depth)}</h3>`;
    case 'code':
      return html`<pre tabindex="0"><code>${token.text}</code></pre>`;
    case 'hr':
      return html`<hr />`;
    case 'blockquote':
      return html`<blockquote>${within(token.tokens)}</blockquote>`;
    case 'list': {
      const { items, ordered, start } = token as Tokens.List;
      const lines = items.map(({ tokens }) => html`<li>${within(tokens)}</li>`);
      return ordered ? html`<ol start=${start || 1}>${lines}</ol>` : html`<ul>${lines}</ul>`;
    }
    case 'table':
      return table(token as Tokens.Table, parts, depth);
    case 'paragraph':
      return html`<p>${inline(token.tokens, parts, depth)}</p>`;
    case 'html':
      return asWritten(token.raw);
    default:
      return inline([token], parts, depth);
  }
}

function table({ header, rows }: Tokens.Table, parts: NoteParts, depth: number): TemplateResult {
  const cell = ({ tokens }: Tokens.TableCell) => inline(tokens, parts, depth);
  return html`<div class="table" tabindex="0" role="group" aria-label=${msg('Table')}>
    <table>
      <thead>
        <tr>${header.map((each) => html`<th scope="col">${cell(each)}</th>`)}</tr>
      </thead>
      <tbody>${rows.map((row) => html`<tr>${row.map((each) => html`<td>${cell(each)}</td>`)}</tr>`)}</tbody>
    </table>
  </div>`;
}

function inline(tokens: readonly Token[] = [], parts: NoteParts, depth: number): unknown[] {
  return tokens.map((token) => {
    if (depth > MAX_DEPTH) return token.raw;
    const within = () => inline('tokens' in token ? token.tokens : [], parts, depth + 1);
    switch (token.type) {
      case 'strong':
        return html`<strong>${within()}</strong>`;
      case 'em':
        return html`<em>${within()}</em>`;
      case 'del':
        return html`<del>${within()}</del>`;
      case 'codespan':
        return html`<code>${token.text}</code>`;
      case 'br':
        return html`<br />`;
      case 'checkbox':
        return token.checked ? '☑ ' : '☐ ';
      case 'tex':
        return tex(token.text, token.isDisplay);
      case 'tag':
        return parts.tag(token.text);
      case 'link':
        return link(token as Tokens.Link, within());
      case 'image':
        return image(token as Tokens.Image, parts);
      case 'escape':
        return token.text;
      case 'text':
        return 'tokens' in token && token.tokens ? within() : token.text;
      default:
        return token.raw;
    }
  });
}

/** Addresses of the web only; others are shown as they were written. */
function link({ href, raw }: Tokens.Link, content: unknown): unknown {
  if (!/^(https?:\/\/|mailto:)/i.test(href)) return raw;
  return html`<a href=${href} target="_blank" rel="noopener noreferrer">${content}</a>`;
}

/** Pictures of the notes only: nothing is fetched from elsewhere. */
function image({ href, text, raw }: Tokens.Image, parts: NoteParts): unknown {
  const name = href.startsWith('pictures/') ? href.slice('pictures/'.length) : '';
  return PICTURE_NAME.test(name) ? parts.picture(name, text) : raw;
}
