// The texts of the page: calls of `msg` in its sources, found by the parser that Vite brings.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateMsgId } from '@lit/localize/internal/id-generation.js';
import { parseSync } from 'vite';

/** A text, once for all places with the same strings. */
export interface Message {
  /** By which `msg` finds the translation: a digest of the strings. */
  readonly id: string;
  /** With white space as in HTML, and `{0}`, `{1}` … for expressions. */
  readonly source: string;
  /** The code of the expressions, at the first place. */
  readonly expressions: readonly string[];
  readonly files: string[];
}

/** A node of the syntax tree, as far as it is read here. */
interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

const SOURCES = 'src/ui';

/** Files of the page, without those of other kinds of texts (styles). */
const pageSources = (): string[] =>
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.styles|\.d)\.ts$/.test(file))
    .map((file) => join(SOURCES, file).replaceAll('\\', '/'))
    .sort();

/** Of all files, in their order. */
export function pageMessages(): Message[] {
  const messages = new Map<string, Message>();
  for (const file of pageSources()) {
    for (const found of messagesIn(file, readFileSync(file, 'utf8'))) {
      const { id } = found;
      const message = messages.get(id) ?? { ...found, files: [] };
      messages.set(id, message);
      if (!message.files.includes(file)) message.files.push(file);
    }
  }
  return [...messages.values()];
}

/** @throws for a call whose text cannot be read from the source */
export function* messagesIn(file: string, code: string): Generator<Omit<Message, 'files'>> {
  for (const node of nodesIn(parse(file, code))) {
    if (node.type !== 'CallExpression' || (node.callee as SyntaxNode).name !== 'msg') continue;
    const [argument] = node.arguments as SyntaxNode[];
    const text = argument && messageText(argument);
    if (!text) {
      const line = code.slice(0, node.start).split('\n').length;
      throw new Error(`${file}:${line}: msg takes a string, str\`…\` or html\`…\`, without other operations`);
    }
    const source = text.strings.reduce((all, part, i) => `${all}{${i - 1}}${part}`);
    yield {
      id: generateMsgId([...text.strings], text.isHtml),
      // A space at an end joins the text to its neighbour.
      source: source.replaceAll(/\s*\n\s*/g, ' '),
      expressions: text.expressions.map(({ start, end }) => code.slice(start, end).replaceAll(/\s+/g, ' ')),
    };
  }
}

function messageText(
  node: SyntaxNode,
): { strings: string[]; expressions: SyntaxNode[]; isHtml: boolean } | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string')
    return { strings: [node.value], expressions: [], isHtml: false };
  if (node.type === 'TemplateLiteral') {
    const strings = templateStrings(node);
    return strings.length === 1 ? { strings, expressions: [], isHtml: false } : undefined;
  }
  if (node.type !== 'TaggedTemplateExpression') return undefined;
  const { name } = node.tag as SyntaxNode;
  if (name !== 'str' && name !== 'html') return undefined;
  const quasi = node.quasi as SyntaxNode;
  return {
    strings: templateStrings(quasi),
    expressions: quasi.expressions as SyntaxNode[],
    isHtml: name === 'html',
  };
}

/** The strings between the expressions of a template. */
const templateStrings = (template: SyntaxNode): string[] =>
  (template.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);

/** @throws for a file with errors of syntax */
function parse(file: string, code: string): SyntaxNode {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  return program as unknown as SyntaxNode;
}

/** A node and all nodes in it, in the order of the source. */
function* nodesIn(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (child && typeof child === 'object' && typeof child.type === 'string') yield* nodesIn(child);
  }
}
