// Where the weights of a large model lie: spread over several storages, for no adapter takes them in one piece. Only to be
// looked at: there are no gradients or moments beside them.

import { KernelError } from '../kernels/errors.ts';
import type { Capacity } from '../kernels/executor.ts';
import { aligned, PARAMETERS, type ParameterLayout } from '../kernels/graph/plan.ts';
import { elements } from '../kernels/shape.ts';
import type { Parameter } from './parameters.ts';

/** Rows of a table that is too large for one piece: a tensor of its own. */
export interface RowPart {
  readonly name: string;
  /** The table's row it begins with. */
  readonly first: number;
  readonly rows: number;
}

export interface SpreadLayout extends ParameterLayout {
  readonly storages: ReadonlyMap<string, string>;
  /** Words by storage name. */
  readonly lengths: ReadonlyMap<string, number>;
  /** The parts of each table that is cut, by its name. */
  readonly parts: ReadonlyMap<string, readonly RowPart[]>;
}

/** Tables that are read row by row, and so can be cut between two. */
const TABLES: readonly string[] = ['transformer.wte.weight', 'lm_head.weight'];

/** Throws a sentence with the figure where a tensor that cannot be cut is larger than the largest piece. */
export function spreadLayout(
  parameters: readonly Parameter[],
  capacity: Pick<Capacity, 'of' | 'inOnePiece'>,
): SpreadLayout {
  const most = Math.floor(capacity.inOnePiece / 4);
  const offsets = new Map<string, number>();
  const storages = new Map<string, string>();
  const lengths = new Map<string, number>();
  const parts = new Map<string, readonly RowPart[]>();
  let storage = PARAMETERS;
  const lay = (name: string, words: number) => {
    const taken = lengths.get(storage) ?? 0;
    if (taken > 0 && taken + aligned(words) > most) storage = `${PARAMETERS} ${lengths.size + 1}`;
    const offset = lengths.get(storage) ?? 0;
    offsets.set(name, offset);
    storages.set(name, storage);
    lengths.set(storage, offset + aligned(words));
  };
  for (const parameter of parameters) {
    const { name, shape } = parameter;
    if (aligned(elements(shape)) <= most) {
      lay(name, elements(shape));
      continue;
    }
    const cut = rowParts(parameter, most, capacity.of);
    parts.set(name, cut);
    for (const part of cut) lay(part.name, part.rows * shape[1]);
  }
  const length = [...lengths.values()].reduce((sum, words) => sum + words, 0);
  return { length, offsets, storages, lengths, parts };
}

/** As few parts as fit, of nearly the same size. */
function rowParts({ name, shape }: Parameter, most: number, of: string): RowPart[] {
  const [rows, width] = shape;
  const fitting = Math.floor(most / 64) * 64;
  const atOnce = Math.floor(fitting / width);
  if (!TABLES.includes(name) || atOnce < 1) {
    const needed = TABLES.includes(name) ? width : elements(shape);
    throw new KernelError(
      `'${name}' needs ${mebibytes(4 * needed)} in one piece, and ${of} takes ${mebibytes(4 * most)}`,
    );
  }
  const count = Math.ceil(rows / atOnce);
  const each = Math.ceil(rows / count);
  return Array.from({ length: count }, (_, i) => {
    const first = i * each;
    return { name: `${name}, rows from ${first}`, first, rows: Math.min(each, rows - first) };
  });
}

function mebibytes(bytes: number): string {
  return `${Number((bytes / 2 ** 20).toPrecision(3))} MiB`;
}
