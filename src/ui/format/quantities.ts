// Display formats of a run's quantities, with units.

import { msg } from '@lit/localize';
import { formatFixed, formatInteger, formatScientific, localDecimal } from './numbers.ts';

/** Between a number and its unit, so that no line break separates them. */
const NARROW_NO_BREAK_SPACE = '\u202f';

/** 124,352 → `124 k`, 2,100,000 → `2.1 M`, 4,000,000,000 → `4 G` */
export function formatCompact(value: number): string {
  if (value < 1000) return formatInteger(value);
  const [scaled, unit] =
    value < 999_500 ? [value / 1e3, 'k'] : value < 999.5e6 ? [value / 1e6, 'M'] : [value / 1e9, 'G'];
  return `${scaled < 99.95 ? localDecimal(String(Number(scaled.toPrecision(2)))) : formatInteger(scaled)}${NARROW_NO_BREAK_SPACE}${unit}`;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB'];

/** 3,400,000 → `3.4 MB` */
export function formatBytes(value: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), UNITS.length - 1);
  const scaled = value / 1000 ** power;
  return `${power === 0 ? scaled : formatFixed(scaled, scaled < 10 ? 1 : 0)}${NARROW_NO_BREAK_SPACE}${UNITS[power]}`;
}

/** 2.30259 → `2.303`, 4.3e16 → `4.3 × 10¹⁶`; undefined → `–` */
export function formatLoss(value: number | undefined): string {
  if (value === undefined) return '–';
  if (!Number.isFinite(value)) return msg('not a number');
  return value < 1e5 ? formatFixed(value, value < 10 ? 3 : 1) : formatScientific(value, 2);
}

/**
 * Three significant digits: 0.31274 → `0.313`, 1480 → `1,480`, 0.0000012 → `1.2 × 10⁻⁶`. Exact numbers drop trailing zeros,
 * 0.5 → `0.5`; measured ones keep them, 1.7996 → `1.80`, so that columns align.
 */
export function formatSignificant(value: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return msg('not a number');
  const magnitude = Math.abs(value);
  if (magnitude < 1e-4) return formatScientific(value, 2);
  if (magnitude >= 999.5) return formatInteger(value);
  const text = value.toPrecision(3);
  const exact = Math.abs(Number(text) - value) <= 1e-6 * magnitude; // float32 precision
  return localDecimal(exact ? String(Number(text)) : text).replace('-', '−');
}
