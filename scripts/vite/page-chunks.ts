// How the modules of the first screen are bundled: in few files, although they are imported after the language.
import type { Plugin, Rolldown } from 'vite';

type NameOf = Rolldown.CodeSplittingNameFunction;

/** The entries of a page: the one that loads its language, and the one that is imported then. */
interface Page {
  readonly main: string;
  readonly start: string;
}

/**
 * One chunk of what both pages import statically, and one of what only the first does. Alone, each shared module would be a
 * file. What loads the language is in none of the two: it runs before them.
 */
export function pageChunks(page: Page, embed: Page): Rolldown.CodeSplittingOptions {
  const imports = new Map<string, ReadonlySet<string>>();
  const isIn = (entry: string, ...[id, context]: Parameters<NameOf>): boolean => {
    const found = imports.get(entry) ?? importsOf(entry, context);
    imports.set(entry, found);
    return found.has(id);
  };
  const before: NameOf = (...args) =>
    args[0] !== page.main && (isIn(page.main, ...args) || args[0].includes('vite/preload-helper'))
      ? 'language'
      : null;
  const lit: NameOf = (...args) =>
    /node_modules\/(@lit|lit|lit-element|lit-html)\//.test(args[0]) && isIn(page.start, ...args)
      ? 'lit'
      : null;
  const shared: NameOf = (...args) =>
    isIn(page.start, ...args) && isIn(embed.start, ...args) ? 'shared' : null;
  return {
    groups: [
      { name: before, priority: 4 },
      { name: lit, priority: 3 },
      { name: shared, priority: 2 },
      { name: (...args) => (isIn(page.start, ...args) ? 'page' : null), priority: 1 },
    ],
  };
}

/** All that a module imports statically, with itself. */
function importsOf(file: string, context: Parameters<NameOf>[1], found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const imported of context.getModuleInfo(file)?.importedIds ?? []) importsOf(imported, context, found);
  return found;
}

/** The files of the entry that is imported later load at the same time as those of the first. */
export const preloadStart: Plugin = {
  name: 'preload-start',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { chunk: main, bundle = {} }) => {
      const start = Object.values(bundle).find(
        (file) =>
          file.type === 'chunk' && file.name === 'start' && main?.dynamicImports.includes(file.fileName),
      );
      if (start?.type !== 'chunk') return;
      return [start.fileName, ...start.imports]
        .filter((file) => !main?.imports.includes(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
          injectTo: 'head',
        }));
    },
  },
};
