// Compiles the CPU kernels, src/kernels/cpu/assembly, to two WebAssembly modules in src/kernels/cpu/generated: one with
// plain SIMD, one with relaxed SIMD. Does nothing while both are newer than every source. `npm run build:wasm`
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const assembly = join(root, 'src/kernels/cpu/assembly');
const config = join(assembly, 'asconfig.json');

/** @throws with the compiler's message if a source does not compile. */
export async function buildWasm() {
  const { targets } = JSON.parse(readFileSync(config, 'utf8'));
  const sources = readdirSync(assembly).map((name) => join(assembly, name));
  const newest = Math.max(...[...sources, join(root, 'package-lock.json')].map(modified));
  const stale = Object.entries(targets).filter(
    ([, { outFile }]) => modified(join(assembly, outFile)) <= newest,
  );
  await Promise.all(stale.map(([target, { outFile }]) => compile(target, join(assembly, outFile))));
}

/** Moves the finished module into place in one step, because two commands may build at once. */
async function compile(target, file) {
  const asc = createRequire(join(root, 'package.json')).resolve('assemblyscript/bin/asc.js');
  const partial = `${file}.${process.pid}`;
  mkdirSync(join(file, '..'), { recursive: true });
  try {
    await promisify(execFile)(process.execPath, [
      asc,
      '--config',
      config,
      '--target',
      target,
      '--outFile',
      partial,
    ]);
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw new Error(`The CPU kernels do not compile:\n${error.stderr || error.message}`);
  }
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWasm();
