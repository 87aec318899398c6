// Compiles the AssemblyScript kernels to two WebAssembly modules in src/kernels/backends/wasm/generated: one with plain
// SIMD, one with relaxed SIMD. Every op's src/kernels/ops/<op>/<op>.as.ts is an entry file: all its exports are exports of
// the modules, so a new op needs no line here. Skips the compiler while both modules are newer than every source.
// `npm run build:wasm`
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(import.meta.url);
const root = dirname(dirname(script));
const assembly = join(root, 'src/kernels/backends/wasm/assembly');
const ops = join(root, 'src/kernels/ops');
const config = join(assembly, 'asconfig.json');

/** Entry files of the backend: exports for the executor and for benchmarks. */
const shared = ['memory.ts', 'rates.ts'];

/** @throws with the compiler's message if a source does not compile. */
export async function buildWasm() {
  const { targets } = JSON.parse(readFileSync(config, 'utf8'));
  const sources = [
    ...readdirSync(assembly).map((name) => join(assembly, name)),
    ...readdirSync(ops, { recursive: true })
      .filter((name) => name.endsWith('.as.ts'))
      .map((name) => join(ops, name)),
  ];
  const newest = Math.max(...[...sources, script, join(root, 'package-lock.json')].map(modified));
  for (const [target, { outFile }] of Object.entries(targets)) {
    const file = join(assembly, outFile);
    if (modified(file) <= newest) await compile(target, file);
  }
}

/** Writes to a temporary file and renames it, because two commands may build at the same time. */
async function compile(target, file) {
  const compiler = await import('assemblyscript/asc'); // slow to load and rarely needed
  const partial = `${file}.${randomUUID()}`;
  mkdirSync(dirname(file), { recursive: true });
  const options = {
    '--config': config,
    '--target': target,
    '--baseDir': root,
    '--outFile': relative(root, partial),
  };
  const { error, stderr } = await compiler.main([...entries(), ...Object.entries(options).flat()]);
  if (error) {
    rmSync(partial, { force: true });
    throw new Error(`The CPU kernels do not compile:\n${stderr.toString() || error.message}`);
  }
  renameSync(partial, file);
}

/** Entry files relative to the root, sorted, so that equal sources compile to equal modules. */
function entries() {
  const opFiles = readdirSync(ops)
    .map((op) => join(ops, op, `${op}.as.ts`))
    .filter((file) => existsSync(file));
  return [...shared.map((name) => join(assembly, name)), ...opFiles.sort()].map((file) =>
    relative(root, file),
  );
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (process.argv[1] === script) await buildWasm();
