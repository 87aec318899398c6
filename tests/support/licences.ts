// The packages in package-lock.json, and the licences under which they may be used.
import { readFileSync } from 'node:fs';

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

const FOLDER = 'node_modules/';
/** Every use is permitted. MPL requires that changes of its own files are published; OFL and LPPL are those of the fonts. */
const PERMISSIVE_LICENCES =
  /^(MIT|ISC|0BSD|CC0-1\.0|BSD-[23]-Clause|Apache-2\.0|MPL-2\.0|OFL-1\.1|LPPL-1\.3c)$/;
/** Licences of packages that only tools use, also permissive. The page contains none of them. */
const TOOL_LICENCES = /^(Python-2\.0|BlueOak-1\.0\.0|CC-BY-4\.0)$/;

export const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

/** The installed packages by their path in the project. */
export function lockedPackages(): Map<string, LockedPackage> {
  const { packages } = readJson('package-lock.json') as {
    packages: Record<string, Omit<LockedPackage, 'name'>>;
  };
  const installed = Object.entries(packages).filter(([path]) => path !== '');
  return new Map(
    installed.map(([path, entry]) => [
      path,
      { ...entry, name: path.slice(path.lastIndexOf(FOLDER) + FOLDER.length) },
    ]),
  );
}

/** Whether a licence, or one of several offered, is permissive. `dev` adds the licences of tools. */
export function isPermissive(licence = '', dev = false): boolean {
  return licence
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((name) => PERMISSIVE_LICENCES.test(name) || (dev && TOOL_LICENCES.test(name)));
}
