// English in the sources of the page that `msg` does not wrap: what a template or a property of data brings on the screen.

import { parse, type SyntaxNode, templateStrings } from './sources.ts';

/** Attributes and properties of elements that are read or heard. */
const READ =
  /^(alt|aria-(description|label|roledescription|valuetext)|caption|description|heading|help|high|label|low|message|note|placeholder|summary|text|title|unit)$/;
/** Properties of data that such places show. */
const SHOWN = new Set(
  `ariaLabel axes caption cells choices columns description detail explanation found header heading help hint items label labels
  legend message name note notes options outcome question summary text textContent title unit why`.split(
    /\s+/,
  ),
);
/** Elements whose text is code, or no text. */
const CODE = /^(code|kbd|style|var)$/;

/** A letter of a word, not of a symbol such as `x` or `dB`: two in a row, one of them in lower case. */
const WORD = /\p{L}\p{Ll}|\p{Ll}\p{L}/u;
/** Two words and a space are prose, wherever they stand; so is a word beside an expression, or after a comma or dot. */
const PROSE = /[\p{Ll}\d…][,;:]? \p{L}?\p{Ll}|\p{Ll}[,;:]? …|^[ ,;:·]+\p{Ll}{3}/u;
/** Values of style sheets, names of activations and formulas have words and spaces too. */
const MACHINE = /^(-|\([a-z-]+: |[a-z-]+: …|(linear-gradient|color-mix|max)\(|transparent )|px |hook_|\\/;

export interface Unwrapped {
  readonly line: number;
  readonly text: string;
}

/** In the order of the source, each once. */
export function unwrappedIn(file: string, code: string): Unwrapped[] {
  const found = new Map<number, string>();
  visit(parse(file, code), false, (node, text) => found.set(node.start, text.trim().replaceAll(/\s+/g, ' ')));
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([start, text]) => ({ line: code.slice(0, start).split('\n').length, text }));
}

type Report = (node: SyntaxNode, text: string) => void;
type Field = SyntaxNode | readonly (SyntaxNode | null)[] | null | undefined;

/** Nodes whose value is that of these fields. */
const PASSES_ON: Readonly<Record<string, readonly string[]>> = {
  ArrayExpression: ['elements'],
  ArrowFunctionExpression: ['body'],
  BlockStatement: ['body'],
  ConditionalExpression: ['consequent', 'alternate'],
  IfStatement: ['consequent', 'alternate'],
  LogicalExpression: ['left', 'right'],
  ParenthesizedExpression: ['expression'],
  ReturnStatement: ['argument'],
  SpreadElement: ['argument'],
  TSAsExpression: ['expression'],
  TSNonNullExpression: ['expression'],
  TSSatisfiesExpression: ['expression'],
};
/** Types and names of modules are no values. */
const IGNORED = /^(Import|ExportAll|TS(?!As|Satisfies|NonNull))/;
const FOR_PROGRAMS = /^(querySelector(All)?|matches|closest|matchMedia)$/;
/** Methods of a brush. */
const PAINTED = /^(fillText|strokeText|text)$/;

/** @param isShown whether the value of the node is on the screen */
function visit(node: SyntaxNode, isShown: boolean, report: Report): void {
  if (IGNORED.test(node.type) || isPattern(node)) return;
  const visitAll = (field: string, shown: boolean) => {
    for (const child of [node[field] as Field].flat()) if (child?.type) visit(child, shown, report);
  };
  const check = (text: string) => {
    if ((isShown ? WORD : PROSE).test(text) && !MACHINE.test(text)) report(node, text);
  };
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'string') check(node.value);
      return;
    case 'TemplateLiteral':
      check(templateStrings(node).join('…'));
      visitAll('expressions', isShown);
      return;
    case 'TaggedTemplateExpression':
      visitTemplate(node, (node.tag as SyntaxNode).name, report);
      return;
    case 'CallExpression':
      visitCall(node, isShown, report);
      return;
    case 'BinaryExpression':
      // Comparisons are with names.
      for (const side of ['left', 'right']) if (node.operator === '+') visitAll(side, isShown);
      return;
    case 'ObjectExpression':
      visitObject(node, report);
      return;
    case 'AssignmentPattern':
      visitAll('right', SHOWN.has(String((node.left as SyntaxNode).name)));
      return;
    default:
      for (const [field, value] of Object.entries(node))
        if (value && typeof value === 'object')
          visitAll(field, isShown && (PASSES_ON[node.type]?.includes(field) ?? false));
  }
}

/** A table of texts has no names of properties that are shown; where two of its texts are wrapped, all are. */
function visitObject({ properties }: SyntaxNode, report: Report): void {
  const nameOf = ({ key }: SyntaxNode) => String((key as SyntaxNode).name ?? (key as SyntaxNode).value);
  const entries = (properties as SyntaxNode[]).filter(({ type }) => type === 'Property');
  const isShown = (property: SyntaxNode) => SHOWN.has(nameOf(property));
  const isWrapped = ({ value }: SyntaxNode) =>
    ((value as SyntaxNode).callee as SyntaxNode | undefined)?.name === 'msg';
  const isTable = entries.filter(isWrapped).length > 1 && !entries.some(isShown);
  for (const property of properties as SyntaxNode[])
    if (property.type === 'Property')
      visit(property.value as SyntaxNode, isTable || isShown(property), report);
    else visit(property, false, report);
}

const isPattern = ({ type, callee }: SyntaxNode): boolean =>
  type === 'NewExpression' && (callee as SyntaxNode).name === 'RegExp';

function visitCall(node: SyntaxNode, isShown: boolean, report: Report): void {
  const callee = node.callee as SyntaxNode;
  const name = String(callee.name ?? (callee.property as SyntaxNode | undefined)?.name);
  const [first] = node.arguments as SyntaxNode[];
  if (FOR_PROGRAMS.test(name) || (callee.object as SyntaxNode | undefined)?.name === 'console') return;
  if (name === 'msg') {
    if (first?.type === 'TaggedTemplateExpression') visitTemplate(first, 'msg', report);
    return;
  }
  visit(callee, false, report);
  // What a callback returns is part of what `map` and its like return.
  const isPainted = callee.type === 'MemberExpression' && PAINTED.test(name);
  for (const argument of node.arguments as SyntaxNode[])
    visit(argument, isPainted || (isShown && argument.type === 'ArrowFunctionExpression'), report);
}

/** The strings of an element's template, and the expressions of every template. */
function visitTemplate(node: SyntaxNode, tag: unknown, report: Report): void {
  if (tag === 'css') return;
  const quasi = node.quasi as SyntaxNode;
  const { texts, expressions } = placesIn(templateStrings(quasi));
  if (tag !== 'msg') for (const text of texts) if (WORD.test(text)) report(node, text);
  for (const [i, expression] of (quasi.expressions as SyntaxNode[]).entries())
    if (expressions[i] !== 'style') visit(expression, expressions[i] === 'shown', report);
}

/** Between the strings of a template, for an expression. */
const EXPRESSION = '\0';
const PIECE = /<!--[\s\S]*?-->|<(\/?)([\w-]+)((?:"[^"]*"|'[^']*'|[^>"'])*)>|[^<]+/g;
const ATTRIBUTE = /([.?@]?[\w:-]+|\0)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?/g;

type Place = 'shown' | 'style' | 'other';

/** The texts of a template, and for each of its expressions where it stands. */
function placesIn(strings: readonly string[]): { texts: string[]; expressions: Place[] } {
  const texts: string[] = [];
  const expressions: Place[] = [];
  const add = (text: string, place: Place) => {
    if (place === 'shown') texts.push(text.replaceAll(/&\w+;/g, ' ').replaceAll(EXPRESSION, '…'));
    for (const _ of text.matchAll(/\0/g)) expressions.push(place);
  };
  let depthOfCode = 0;
  for (const [piece, slash, element, attributes] of strings.join(EXPRESSION).matchAll(PIECE)) {
    if (element === undefined) {
      add(piece, depthOfCode === 0 && !piece.startsWith('<') ? 'shown' : 'other');
      continue;
    }
    if (CODE.test(element)) depthOfCode += slash ? -1 : 1;
    for (const [, name, value = ''] of attributes.matchAll(ATTRIBUTE)) {
      if (name === EXPRESSION) expressions.push('other');
      add(
        value,
        /^(class|style)$/.test(name) ? 'style' : READ.test(name.replace(/^\./, '')) ? 'shown' : 'other',
      );
    }
  }
  return { texts, expressions };
}
