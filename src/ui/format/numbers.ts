// Number formats for display in the language of the page, and their inverse. The examples are those of English.

import { currentLanguage } from '../languages/current-language.ts';

/** What depends on the language. */
function createFormats(language: string) {
  const parts = new Intl.NumberFormat(language).formatToParts(1234567.5);
  const separator = (type: 'group' | 'decimal') => parts.find((part) => part.type === type)?.value ?? '';
  const [group, decimal] = [separator('group'), separator('decimal')];
  return {
    language,
    group,
    decimal,
    integer: new Intl.NumberFormat(language, { maximumFractionDigits: 0 }),
    oneDecimal: new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    power: new RegExp(`^([+−-]?)(?:(\\d+(?:[${decimal}]\\d+)?)\\s×\\s)?10(⁻?)([${SUPERSCRIPT_DIGITS}]+)$`),
    number: new RegExp(`^[+−-]?(?:\\d{1,3}(?:[${group}]\\d{3})+|\\d+)(?:[${decimal}]\\d+)?(?:e[−+-]?\\d+)?$`),
  };
}

let formats: ReturnType<typeof createFormats> | undefined;

function localFormats() {
  const language = currentLanguage();
  if (formats?.language !== language) formats = createFormats(language);
  return formats;
}

const SUPERSCRIPT_DIGITS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Between a number and its unit, so that no line break separates them. */
const NARROW_NO_BREAK_SPACE = '\u202f';

/** 1480 → `1,480` */
export const formatInteger = (value: number): string => localFormats().integer.format(value);

/** A number as JavaScript writes it, with the decimal separator of the language. */
export const localDecimal = (number: string): string => number.replace('.', localFormats().decimal);

/** 2.5 → `2.50`, with a fixed number of decimals and no group separators */
export const formatFixed = (value: number, decimals: number): string => localDecimal(value.toFixed(decimals));

/** With a true minus, and no negative zero: −0.5 → `−0.50`, −0.001 → `0.00` */
export function formatReal(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return localDecimal(Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−'));
}

/** A comma between digits is no list in a formula. */
export const inTex = (number: string): string => number.replaceAll(',', '{,}');

/** 0.4312 → `43.1 %`; rounding never yields 0 or 100 %: 0.0002 → `< 0.1 %`, 0.9998 → `> 99.9 %` */
export function formatPercent(fraction: number): string {
  if (fraction > 0 && fraction < 0.0005)
    return `<${NARROW_NO_BREAK_SPACE}${formatFixed(0.1, 1)}${NARROW_NO_BREAK_SPACE}%`;
  if (fraction >= 0.9995 && fraction < 1)
    return `>${NARROW_NO_BREAK_SPACE}${formatFixed(99.9, 1)}${NARROW_NO_BREAK_SPACE}%`;
  return `${localFormats().oneDecimal.format(fraction * 100)}${NARROW_NO_BREAK_SPACE}%`;
}

/** 2.314 → `+2.31`, -0.4 → `−0.40`, 0 → `0.00` */
export const formatSigned = (value: number): string =>
  formatSignedFixed(value, Math.abs(value) >= 100 ? 0 : 2);

/** With a fixed number of decimals. Not a parameter of `formatSigned`, because `map(formatSigned)` would pass the index as `decimals`. */
export function formatSignedFixed(value: number, decimals: number): string {
  const magnitude = Math.abs(value).toFixed(decimals);
  if (Number(magnitude) === 0) return localDecimal(magnitude);
  return `${value < 0 ? '−' : '+'}${localDecimal(magnitude)}`;
}

/** At an axis: −3 → `−3`, 0.5 → `0.5` */
export const tickOf = (value: number): string =>
  `${value < 0 ? '−' : ''}${localDecimal(String(Math.abs(value)))}`;

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
  const factor =
    digits === 1 ? '' : `${localDecimal(String(digits))}${NARROW_NO_BREAK_SPACE}×${NARROW_NO_BREAK_SPACE}`;
  return `${value < 0 ? '−' : ''}${factor}${formatPowerOfTen(exponent)}`;
}

/** Converts these formats to machine-readable numbers: `1,480` → `1480`, `−1.2 × 10⁻⁶` → `-1.2e-6`; undefined for other text. */
export function toPlainNumber(displayed: string): string | undefined {
  const { power, number, group, decimal } = localFormats();
  const text = displayed.replace(power, (_, sign: string, factor = '1', minus: string, digits: string) => {
    const exponent = [...digits].map((digit) => SUPERSCRIPT_DIGITS.indexOf(digit)).join('');
    return `${sign}${factor}e${minus}${exponent}`.replace('⁻', '-');
  });
  if (!number.test(text)) return undefined;
  return text.replaceAll(group, '').replaceAll('+', '').replaceAll('−', '-').replace(decimal, '.');
}
