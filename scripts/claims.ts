// `npm run claims [-- SECTION …] [--train]`: what the docs state about what models learned, as it is computed now. With `--check` one line for
// each figure of the docs that disagrees, with `--write` the docs are corrected, with `--json` all figures are printed. `--train` adds the
// sections that train networks, which takes hours.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  agreementLine,
  agrees,
  type Compared,
  compareDoc,
  disagreementLine,
  withComputed,
} from './claims/compare.ts';
import { DOCS } from './claims/docs/docs.ts';
import { type FigureMap, flatten } from './claims/figures.ts';
import { SECTIONS } from './claims/sections.ts';

// Relaxed SIMD rounds otherwise, by processor and version of Node. Commands that are run inherit this.
process.env.LAB_KERNELS = 'simd';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: Object.fromEntries(
    ['train', 'check', 'write', 'json'].map((name) => [name, { type: 'boolean', default: false }] as const),
  ),
});
const unknown = positionals.find((name) => !(name in SECTIONS));
if (unknown)
  throw new Error(`claims: there is no ${unknown}; the sections are ${Object.keys(SECTIONS).join(', ')}`);
const sections =
  positionals.length > 0
    ? positionals
    : Object.keys(SECTIONS).filter((name) => values.train || !SECTIONS[name].trains);

const texts = new Map(DOCS.map(({ doc }) => [doc, readFileSync(doc, 'utf8')] as const));
const compareAll = (figures: FigureMap) =>
  DOCS.map((statements) => ({
    doc: statements.doc,
    compared: compareDoc(statements, texts.get(statements.doc) ?? '', figures, sections),
  }));
// A statement that its doc has not fails before an hour of computing.
compareAll(new Map());

const figures = new Map<string, number>();
for (const name of sections) {
  console.error(`claims: ${name}`);
  for await (const part of SECTIONS[name].compute())
    for (const [key, value] of flatten(part, name)) figures.set(key, value);
}
if (values.json) console.log(JSON.stringify(Object.fromEntries(figures), null, 2));

for (const { doc, compared } of compareAll(figures)) {
  if (values.write) writeFileSync(doc, withComputed(texts.get(doc) ?? '', compared));
  else if (!values.json) print(compared);
  if (values.check && !compared.every(agrees)) process.exitCode = 1;
}

/** With `--check` only what disagrees. */
function print(compared: readonly Compared[]): void {
  for (const each of compared)
    if (!agrees(each)) console.log(disagreementLine(each));
    else if (!values.check) console.log(agreementLine(each));
}
