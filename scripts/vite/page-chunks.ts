// How the modules of the first screen are bundled: in few files, which wait for the language.
import type { Plugin, Rolldown } from 'vite';

type NameOf = Rolldown.CodeSplittingNameFunction;

/**
 * One chunk of what loads the language; one of Lit, which that may import; one of what both pages import statically, and one of
 * what only the first does. The last two import the first, whose evaluation they await; in the chunks that the bundler would make, some
 * of their modules would not.
 */
export function pageChunks(language: string, page: string, embed: string): Rolldown.CodeSplittingOptions {
  const imports = new Map<string, ReadonlySet<string>>();
  const isIn = (entry: string, ...[id, context]: Parameters<NameOf>): boolean => {
    const found = imports.get(entry) ?? importsOf(entry, context);
    imports.set(entry, found);
    return found.has(id);
  };
  const first: NameOf = (...args) =>
    isIn(language, ...args) || args[0].includes('vite/preload-helper') ? 'language' : null;
  const lit: NameOf = (...args) =>
    /node_modules\/(@lit|lit|lit-element|lit-html)\//.test(args[0]) && isIn(page, ...args) ? 'lit' : null;
  const shared: NameOf = (...args) => (isIn(page, ...args) && isIn(embed, ...args) ? 'shared' : null);
  return {
    groups: [
      { name: first, priority: 4 },
      { name: lit, priority: 3 },
      { name: shared, priority: 2 },
      { name: (...args) => (isIn(page, ...args) ? 'page' : null), priority: 1 },
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

/** The development server has no chunks, and a module waits only for those that it imports. */
export const startAfterLanguage: Plugin = {
  name: 'start-after-language',
  apply: 'serve',
  transform: (code, id) =>
    /\/src\/ui\/(embed\/)?main\.ts$/.test(id)
      ? code.replace("import './start.ts'", "await import('./start.ts')")
      : undefined,
};
