// A value of any type as a message about it shows it.

import { truncate } from './truncate.ts';

/** Texts in quotation marks, numbers as they are; an object is named by what it is. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return `'${truncate(value, 80)}'`;
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}
