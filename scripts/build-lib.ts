// `npm run build:lib`: the engine (src/index.ts) and the custom elements (src/elements.ts) as ES modules in lib/, with types.
// The modules are self-contained: WGSL, WebAssembly and packages are bundled, so that a page needs no build step.
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build, type Plugin } from 'vite';

/** On pages of others Object.prototype may have more names: packages and the bundler's own code, which meant own ones, would meet those. */
const ownKeys: Plugin = {
  name: 'own-keys',
  renderChunk: (code) =>
    code
      .replace(/for \((const|let|var) (\w+) in ([\w.$]+)\)/g, 'for ($1 $2 of Object.keys($3))')
      // What valibot asks of a value, and of its own notes on it.
      .replace(/\bkey in input\b/g, 'Object.hasOwn(input, key)')
      .replaceAll('["~run"]({', '["~run"]({ __proto__: null,'),
};

rmSync('lib', { recursive: true, force: true });
await build({
  configFile: false,
  plugins: [ownKeys],
  logLevel: 'warn',
  build: {
    outDir: 'lib',
    copyPublicDir: false,
    target: 'es2022',
    minify: false,
    lib: { entry: { index: 'src/index.ts', elements: 'src/elements.ts' }, formats: ['es'] },
  },
  oxc: { target: 'es2022' },
});
cpSync('src/ui/styles/tokens.css', 'lib/tokens.css');
execFileSync('npx', ['--no-install', 'tsc', '-p', 'tsconfig.lib.json'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});

// tsc keeps `.ts` in the specifiers of declarations; published declarations name the module beside them.
for (const name of readdirSync('lib/types', { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.d.ts')) continue;
  const file = `lib/types/${name}`;
  writeFileSync(file, readFileSync(file, 'utf8').replace(/(from |import\()'(\.[^']*)\.ts'/g, "$1'$2.js'"));
}
