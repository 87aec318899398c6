// Runs a TypeScript file in Node: `node scripts/run.mjs src/cli/main.ts [arguments]`. Plain JavaScript, because the
// oldest Node we support cannot read types. The file is bundled by Vite with the page's own settings, so that
// `?raw` and the rest mean the same here and there, and kept in .cache/ until one of its sources changes.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildWasm } from './build-wasm.mjs';
import { packMnist } from './pack-mnist.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [entry, ...args] = process.argv.slice(2);

const { node: supported } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines;
if (!satisfies(process.versions.node, supported))
  stop(`Node ${supported.replaceAll('||', 'or')} is needed, this is ${process.versions.node}.`);
if (!existsSync(join(root, 'node_modules/vite'))) stop('The packages are not installed: run `npm ci` first.');

await buildWasm(); // a new module makes the bundles that hold it stale
packMnist();

const folder = join(root, '.cache/run', `${basename(dirname(entry))}-${basename(entry, '.ts')}`);
const bundle = join(folder, 'entry.mjs');
if (!upToDate(bundle)) await build(resolve(root, entry));

process.argv = [process.argv[0], entry, ...args];
process.setSourceMapsEnabled(true);
await import(pathToFileURL(bundle).href);

/** Whether a version is in ranges such as `^20.19.0 || >=24.0.0`. The packages that could tell are not installed yet. */
function satisfies(version, ranges) {
  const [major, minor] = version.split('.').map(Number);
  return ranges.split(' || ').some((range) => {
    const [leastMajor, leastMinor] = range.match(/\d+/g).map(Number);
    const isNewer = range.startsWith('>=') && major > leastMajor;
    return isNewer || (major === leastMajor && minor >= leastMinor);
  });
}

/** A bundle is good while each of its sources, listed beside it, is older than it. */
function upToDate(file) {
  if (!existsSync(file) || !existsSync(`${file}.json`)) return false;
  const built = statSync(file).mtimeMs;
  const sources = JSON.parse(readFileSync(`${file}.json`, 'utf8'));
  return sources.every((source) => existsSync(source) && statSync(source).mtimeMs < built);
}

async function build(source) {
  const { build } = await import('vite');
  const modules = new Set();
  // Not those of the chunks, which lack what is nothing but constants, written where they are used.
  const listModules = { name: 'list-modules', moduleParsed: ({ id }) => void modules.add(id) };
  const { output } = await build({
    root,
    logLevel: 'error',
    plugins: [listModules],
    build: {
      ssr: source,
      write: false,
      target: 'node20',
      sourcemap: 'inline',
      rolldownOptions: {
        output: {
          entryFileNames: basename(bundle),
          chunkFileNames: '[name]-[hash].mjs',
          codeSplitting: true, // not the page's groups
          sourcemapExcludeSources: true, // Node reads the map at each start
        },
      },
    },
  });
  const chunks = output.filter(({ type }) => type === 'chunk');
  const sources = [...modules].filter((id) => !id.startsWith('\0')).map((id) => id.split('?')[0]);
  const config = ['vite.config.ts', 'scripts/run.mjs', 'package-lock.json'].map((name) => join(root, name));
  mkdirSync(folder, { recursive: true });
  replace(`${bundle}.json`, JSON.stringify([...new Set([...sources, ...config])]));
  // The entry is first, and written last: it is never without its chunks.
  for (const { fileName, code } of chunks.toReversed()) replace(join(folder, fileName), code);
  removeOld();
}

/** Removes chunks of bundles of days before. Of later ones, a command that is still running may yet load some. */
function removeOld() {
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  for (const path of readdirSync(folder).map((name) => join(folder, name)))
    if (statSync(path, { throwIfNoEntry: false })?.mtimeMs < yesterday) rmSync(path, { force: true });
}

/** Atomic, because two commands may build the same bundle concurrently. */
function replace(file, text) {
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, text);
  renameSync(partial, file);
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
