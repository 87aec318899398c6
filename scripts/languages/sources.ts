// The sources of the page, and their syntax, by the parser that Vite brings.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';

/** A node of the syntax tree, as far as it is read here. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

const PAGE = 'src/ui';
/** Tables and reports whose texts the page shows. */
const ENGINE = [
  'src/lenses',
  'src/model',
  'src/shared/settings',
  'src/workers/requests',
  'src/workers/session/engine',
  'src/workers/speed',
];

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    // Without those of other kinds of texts, styles and AssemblyScript.
    .filter((file) => /(?<!\.styles|\.d|\.as)\.ts$/.test(file))
    .map((file) => join(folder, file).replaceAll('\\', '/'))
    .sort();

export const pageSources = (): string[] => sourcesIn(PAGE);
export const engineSources = (): string[] => ENGINE.flatMap(sourcesIn);

/** The strings between the expressions of a template. */
export const templateStrings = (template: SyntaxNode): string[] =>
  (template.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);

/** @throws for a file with errors of syntax */
export function parse(file: string, code: string): SyntaxNode {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  return program as unknown as SyntaxNode;
}

/** A node and all nodes in it, in the order of the source. */
export function* nodesIn(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (child && typeof child === 'object' && typeof child.type === 'string') yield* nodesIn(child);
  }
}
