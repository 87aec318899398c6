// Options that several commands share, and parsers of their numbers.

import { InvalidArgumentError, Option } from 'commander';

export type BackendChoice = 'auto' | 'webgpu' | 'cpu';

export function backendOption(): Option {
  return new Option(
    '--backend <name>',
    'WebGPU, or WebAssembly on the CPU; auto is WebGPU on a hardware adapter only',
  )
    .choices(['auto', 'webgpu', 'cpu'])
    .default('auto');
}

export function parseInteger(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value))
    throw new InvalidArgumentError(`'${text}' is not a whole number.`);
  return value;
}

export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InvalidArgumentError(`'${text}' is not a number.`);
  return value;
}

/** The values of an option that can be repeated. */
export const collect = (value: string, previous: readonly string[]): string[] => [...previous, value];
