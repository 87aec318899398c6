// The start-up self-test compiles the kernels of every op that a network records, and of no other.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as ops from '../../../src/kernels/ops/index.ts';
import { OPS, RECORDED_OPS } from '../../../src/kernels/ops/registry.ts';

/** Sources that record ops into graphs. */
const SOURCES = ['src/model', 'src/lenses'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8')),
);

const isImported = (name: string) =>
  SOURCES.some((source) =>
    new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '[^']*/kernels/ops/`).test(source),
  );

it.each(Object.entries(ops))('%s is in the self-test if a model or a lens records it', (name, op) => {
  expect(OPS).toContain(op);
  expect(RECORDED_OPS.includes(op)).toBe(isImported(name));
});
