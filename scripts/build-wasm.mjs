// Compiles the AssemblyScript kernels (src/kernels/ops/<op>/<op>.as.ts, entry src/kernels/backends/wasm/assembly/kernels.ts)
// to two WebAssembly modules in src/kernels/backends/wasm/generated: one with plain SIMD, one with relaxed SIMD. Skips the
// compiler while both modules are newer than every source. `npm run build:wasm`
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const assembly = join(root, 'src/kernels/backends/wasm/assembly');
const ops = join(root, 'src/kernels/ops');
const config = join(assembly, 'asconfig.json');

/** @throws with the compiler's message if a source does not compile. */
export async function buildWasm() {
  const { targets } = JSON.parse(readFileSync(config, 'utf8'));
  const sources = [
    ...readdirSync(assembly).map((name) => join(assembly, name)),
    ...readdirSync(ops, { recursive: true })
      .filter((name) => name.endsWith('.as.ts'))
      .map((name) => join(ops, name)),
  ];
  const newest = Math.max(...[...sources, join(root, 'package-lock.json')].map(modified));
  for (const [target, { outFile }] of Object.entries(targets)) {
    const file = join(assembly, outFile);
    if (modified(file) <= newest) await compile(target, file);
  }
}

/** Moves the finished module into place in one step, because two commands may build at once. */
async function compile(target, file) {
  const compiler = await import('assemblyscript/asc'); // a second to load, and seldom needed
  const partial = `${file}.${randomUUID()}`;
  mkdirSync(dirname(file), { recursive: true });
  const { error, stderr } = await compiler.main([
    '--config',
    config,
    '--target',
    target,
    '--outFile',
    partial,
  ]);
  if (error) {
    rmSync(partial, { force: true });
    throw new Error(`The CPU kernels do not compile:\n${stderr.toString() || error.message}`);
  }
  renameSync(partial, file);
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWasm();
