// Which file imports which, imports of types included, and the circles among them.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What each node imports. */
export type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>;

const IMPORT = /(?:^|\s)(?:from|import)\s*\(?\s*'(\.[^']+)'/g;
/** The address of a worker's script is no import: the worker has modules of its own. */
const isWorkerAddress = (specifier: string) => specifier.includes('?worker');

/** Of the TypeScript in a folder, by path. A file that imports its own types is no circle. */
export function importGraph(folder: string): ImportGraph {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.d|\.as)\.ts$/.test(file))
    .map((file) => join(folder, file).replaceAll('\\', '/'));
  return toGraph(new Map(files.map((file) => [file, readFileSync(file, 'utf8')])));
}

export function toGraph(sources: ReadonlyMap<string, string>): ImportGraph {
  const importsOf = (file: string, code: string) =>
    [...code.matchAll(IMPORT)]
      .map(([, specifier]) => specifier)
      .filter((specifier) => !isWorkerAddress(specifier))
      .map((specifier) => join(dirname(file), specifier.replace(/\?.*$/, '')).replaceAll('\\', '/'))
      .filter((imported) => imported !== file && sources.has(imported));
  return new Map([...sources].map(([file, code]) => [file, new Set(importsOf(file, code))]));
}

/** The same among folders: each file counts as the folder that holds it, `depth` names deep. */
export function folderGraph(files: ImportGraph, depth: number): ImportGraph {
  const folderOf = (file: string) => dirname(file).split('/').slice(0, depth).join('/');
  const folders = new Map<string, Set<string>>();
  for (const [file, imported] of files) {
    const folder = folderOf(file);
    const all = folders.get(folder) ?? new Set();
    folders.set(folder, all);
    for (const each of imported) if (folderOf(each) !== folder) all.add(folderOf(each));
  }
  return folders;
}

/** A way from each node that reaches itself back to it, once for all nodes on it: `a → b → a`. */
export function circles(graph: ImportGraph): string[] {
  const found: string[] = [];
  const known = new Set<string>();
  for (const start of graph.keys()) {
    if (known.has(start)) continue;
    const way = shortestWay(graph, start);
    for (const node of way ?? []) known.add(node);
    if (way) found.push(way.join(' → '));
  }
  return found;
}

/** From a node back to itself; undefined where it does not reach itself. */
function shortestWay(graph: ImportGraph, start: string): string[] | undefined {
  const before = new Map<string, string>();
  const queue = [start];
  for (const node of queue) {
    for (const next of graph.get(node) ?? []) {
      if (next === start) return wayTo(node, before, start);
      if (before.has(next)) continue;
      before.set(next, node);
      queue.push(next);
    }
  }
  return undefined;
}

function wayTo(end: string, before: ReadonlyMap<string, string>, start: string): string[] {
  const way = [start];
  for (let node = end; node !== start; node = before.get(node) as string) way.splice(1, 0, node);
  return [...way, start];
}
