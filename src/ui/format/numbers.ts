// Number formats for display, and their inverse.

const integerFormat = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const oneDecimalFormat = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Between a number and its unit, so that no line break separates them. */
const NARROW_NO_BREAK_SPACE = '\u202f';

/** 1480 → `1,480` */
export const formatInteger = (value: number): string => integerFormat.format(value);

/** 0.4312 → `43.1 %`; rounding never yields 0 or 100 %: 0.0002 → `< 0.1 %`, 0.9998 → `> 99.9 %` */
export function formatPercent(fraction: number): string {
  if (fraction > 0 && fraction < 0.0005) return `<${NARROW_NO_BREAK_SPACE}0.1${NARROW_NO_BREAK_SPACE}%`;
  if (fraction >= 0.9995 && fraction < 1) return `>${NARROW_NO_BREAK_SPACE}99.9${NARROW_NO_BREAK_SPACE}%`;
  return `${oneDecimalFormat.format(fraction * 100)}${NARROW_NO_BREAK_SPACE}%`;
}

/** 2.314 → `+2.31`, -0.4 → `−0.40`, 0 → `0.00` */
export const formatSigned = (value: number): string =>
  formatSignedFixed(value, Math.abs(value) >= 100 ? 0 : 2);

/** With a fixed number of decimals. Not a parameter of `formatSigned`, because `map(formatSigned)` would pass the index as `decimals`. */
export function formatSignedFixed(value: number, decimals: number): string {
  const magnitude = Math.abs(value).toFixed(decimals);
  if (Number(magnitude) === 0) return magnitude;
  return `${value < 0 ? '−' : '+'}${magnitude}`;
}

/** At an axis: −3 → `−3`, 0.5 → `0.5` */
export const tickOf = (value: number): string => `${value < 0 ? '−' : ''}${Math.abs(value)}`;

const SUPERSCRIPT_DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** −6 → `10⁻⁶` */
export function formatPowerOfTen(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPT_DIGITS[Number(digit)]);
  return `10${exponent < 0 ? '⁻' : ''}${digits.join('')}`;
}

/** 0.0000012 → `1.2 × 10⁻⁶`, 0.000001 → `10⁻⁶` */
export function formatScientific(value: number, significantDigits: number): string {
  const [digits, exponent] = Math.abs(value)
    .toExponential(significantDigits - 1)
    .split('e')
    .map(Number);
  const factor = digits === 1 ? '' : `${digits}${NARROW_NO_BREAK_SPACE}×${NARROW_NO_BREAK_SPACE}`;
  return `${value < 0 ? '−' : ''}${factor}${formatPowerOfTen(exponent)}`;
}

const POWER = /^([+−-]?)(?:(\d+(?:\.\d+)?)\s×\s)?10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/;
const NUMBER = /^[+−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[−+-]?\d+)?$/;

/** Converts these formats to machine-readable numbers: `1,480` → `1480`, `−1.2 × 10⁻⁶` → `-1.2e-6`; undefined for other text. */
export function toPlainNumber(displayed: string): string | undefined {
  const text = displayed.replace(POWER, (_, sign: string, factor = '1', minus: string, digits: string) => {
    const exponent = [...digits].map((digit) => SUPERSCRIPT_DIGITS.indexOf(digit)).join('');
    return `${sign}${factor}e${minus}${exponent}`.replace('⁻', '-');
  });
  return NUMBER.test(text) ? text.replaceAll(/[,+]/g, '').replaceAll('−', '-') : undefined;
}
