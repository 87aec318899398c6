// The texts of the page: calls of `msg` in its sources, and texts of the engine's tables.

import { readFileSync } from 'node:fs';
import { generateMsgId } from '@lit/localize/internal/id-generation.js';
import { engineSources, nodesIn, pageSources, parse, type SyntaxNode, templateStrings } from './sources.ts';

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

/** Of all files, in their order. */
export function pageMessages(): Message[] {
  const messages = new Map<string, Message>();
  const add = (file: string, find: typeof messagesIn) => {
    for (const found of find(file, readFileSync(file, 'utf8'))) {
      const { id } = found;
      const message = messages.get(id) ?? { ...found, files: [] };
      messages.set(id, message);
      if (!message.files.includes(file)) message.files.push(file);
    }
  };
  for (const file of pageSources()) add(file, messagesIn);
  for (const file of engineSources()) add(file, engineMessagesIn);
  return [...messages.values()];
}

/** Properties of the engine's tables that `engineText` looks up; names only of what is described. */
const ENGINE_TEXTS = /^(label|help|title|description|reason)$/;

/** Of a file of the engine: the constant texts of its tables, and errors that are reasons. */
export function* engineMessagesIn(file: string, code: string): Generator<Omit<Message, 'files'>> {
  const program = parse(file, code);
  const constants = constantsOf(program);
  for (const node of nodesIn(program)) {
    const texts =
      node.type === 'ObjectExpression'
        ? textsOfObject(node.properties as SyntaxNode[], constants)
        : isReason(file, node)
          ? constantTexts((node.arguments as SyntaxNode[])[0], constants)
          : [];
    for (const source of texts)
      if (/\p{L}/u.test(source)) yield { id: generateMsgId([source], false), source, expressions: [] };
  }
}

function textsOfObject(properties: readonly SyntaxNode[], constants: Constants): string[] {
  const entries = properties
    .filter(({ type }) => type === 'Property')
    .map(({ key, value }) => [String((key as SyntaxNode).name), value as SyntaxNode] as const);
  // Presets have a title, and a name for links.
  const has = (wanted: string) => entries.some(([name]) => name === wanted);
  const isNamed = has('description') && !has('title');
  return entries
    .filter(([name]) => ENGINE_TEXTS.test(name) || (isNamed && name === 'name'))
    .flatMap(([name, value]) => [
      ...constantTexts(value, constants),
      ...(name === 'label' ? endOfTemplate(value) : []),
    ]);
}

/** Why an engine did not start is shown beside the one that runs. */
const isReason = (file: string, { type, callee }: SyntaxNode): boolean =>
  file.endsWith('start-engine.ts') && type === 'NewExpression' && (callee as SyntaxNode).name === 'Error';

type Constants = ReadonlyMap<string, string>;

/** Texts and numbers that a file names at its top. */
function constantsOf({ body }: SyntaxNode): Constants {
  const constants = new Map<string, string>();
  for (const { type, declarations } of body as SyntaxNode[])
    for (const { id, init } of type === 'VariableDeclaration' ? (declarations as SyntaxNode[]) : []) {
      const text = init ? constantText(init as SyntaxNode, constants) : undefined;
      if (text !== undefined) constants.set(String((id as SyntaxNode).name), text);
    }
  return constants;
}

/** One, or one for each outcome of a condition. */
function constantTexts(node: SyntaxNode, constants: Constants): string[] {
  if (node.type === 'ConditionalExpression')
    return ['consequent', 'alternate'].flatMap((side) => constantTexts(node[side] as SyntaxNode, constants));
  const text = constantText(node, constants);
  return text === undefined ? [] : [text];
}

/** Of a string, also over several lines or with constants in it. */
function constantText(node: SyntaxNode, constants: Constants): string | undefined {
  const textOf = (field: unknown) => constantText(field as SyntaxNode, constants);
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number' ? `${node.value}` : undefined;
    case 'Identifier':
      return constants.get(String(node.name));
    case 'BinaryExpression': {
      const [left, right] = [textOf(node.left), textOf(node.right)];
      return node.operator === '+' && left !== undefined && right !== undefined ? left + right : undefined;
    }
    case 'TemplateLiteral': {
      const values = (node.expressions as SyntaxNode[]).map(textOf);
      if (values.includes(undefined)) return undefined;
      return templateStrings(node).reduce((all, part, i) => `${all}${values[i - 1]}${part}`);
    }
    default:
      return undefined;
  }
}

/** What a job does, after the name of what it does it with; the page translates it by itself. */
function endOfTemplate(node: SyntaxNode): string[] {
  const end = node.type === 'TemplateLiteral' ? templateStrings(node).at(-1) : undefined;
  return end?.startsWith(': ') ? [end.slice(2)] : [];
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
