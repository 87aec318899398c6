// The start-up self-test compiles the kernels of every op: each is one that a network records.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FUSED_OPS } from '../../../src/kernels/ops/fusions.ts';
import * as ops from '../../../src/kernels/ops/index.ts';
import { OPS } from '../../../src/kernels/ops/registry.ts';

/** Sources that record ops into graphs. */
const SOURCES = ['src/model', 'src/lenses'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8')),
);

const isRecorded = (name: string) =>
  SOURCES.some((source) =>
    new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '[^']*/kernels/ops/`).test(source),
  );

it.each(Object.entries(ops))(
  '%s is recorded by a model or a lens, or in the place of such ops',
  (name, op) => {
    expect(OPS).toContain(op);
    expect(FUSED_OPS.includes(op) || isRecorded(name)).toBe(true);
  },
);
