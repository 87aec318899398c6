// Parses the interface of a kernel from its WGSL: bindings, override constants and entry point.

import { KernelError } from '../../errors.ts';

export type Access = 'read' | 'read_write' | 'uniform';

export interface WgslField {
  readonly name: string;
  readonly type: string;
}

export interface WgslBinding {
  readonly index: number;
  /** Name of the variable: a role of the op, or a key of the pass's `bind`. */
  readonly name: string;
  readonly access: Access;
  /** Fields of a uniform's struct, in order. */
  readonly fields?: readonly WgslField[];
}

export interface WgslOverride {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  /** The value that it has by default is 0 or false. */
  readonly isZeroByDefault: boolean;
}

export interface WgslInterface {
  readonly bindings: readonly WgslBinding[];
  readonly overrides: readonly WgslOverride[];
  readonly entryPoint: string;
  /** One to three sizes as written: numbers or names of constants. */
  readonly workgroupSize: readonly string[];
}

const BINDING = /@group\((\d+)\)\s*@binding\((\d+)\)\s*var<([^>]+)>\s*(\w+)\s*:\s*([^;]+);/g;
const OVERRIDE = /\boverride\s+(\w+)\s*:\s*(\w+)\s*(?:=\s*([^;]+))?/g;
const ZERO = /^(false|0(\.0)?[fiu]?)\s*$/;
const ENTRY_POINT = /@compute\s*@workgroup_size\(([^)]*)\)\s*fn\s+(\w+)/;
const ACCESS: Readonly<Record<string, Access>> = {
  uniform: 'uniform',
  storage: 'read',
  'storage,read': 'read',
  'storage,read_write': 'read_write',
};

/** @throws KernelError if the WGSL has no entry point or binds anything but buffers of group 0. */
export function parseWgsl(source: string): WgslInterface {
  const wgsl = source.replace(/\/\/.*$/gm, '').replace(/\/\*.*?\*\//gs, '');
  const entry = ENTRY_POINT.exec(wgsl);
  if (!entry) throw new KernelError('WGSL: no @compute entry point; a kernel needs one');
  const bindings = [...wgsl.matchAll(BINDING)].map(([, group, index, space, name, type]) => {
    const access = ACCESS[space.replaceAll(' ', '')];
    if (group !== '0' || !access) throw new KernelError(`WGSL: '${name}' must be a buffer of group 0`);
    const fields = access === 'uniform' ? parseFields(wgsl, type.trim()) : undefined;
    return { index: Number(index), name, access, fields };
  });
  const overrides = [...wgsl.matchAll(OVERRIDE)].map(([, name, type, initial]) => ({
    name,
    type,
    optional: initial !== undefined,
    isZeroByDefault: ZERO.test(initial ?? ''),
  }));
  return { bindings, overrides, entryPoint: entry[2], workgroupSize: parseSizes(entry[1]) };
}

function parseFields(wgsl: string, struct: string): WgslField[] {
  const body = new RegExp(`struct\\s+${struct}\\s*{([^}]*)}`).exec(wgsl)?.[1] ?? '';
  return [...body.matchAll(/(\w+)\s*:\s*(\w+)/g)].map(([, name, type]) => ({ name, type }));
}

function parseSizes(list: string): string[] {
  return list
    .split(',')
    .map((size) => size.trim())
    .filter((size) => size !== '');
}
