// How plain numbers are written on screen.

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A thin space before the unit, so that it never breaks away from its number. */
const NARROW = '\u202f';

/** 1480 → `1,480` */
export const whole = (value: number): string => grouped.format(value);

/** 0.4312 → `43.1 %`; not quite nothing and not quite all do not look it: 0.0002 → `< 0.1 %`, 0.9998 → `> 99.9 %` */
export function percent(share: number): string {
  if (share > 0 && share < 0.0005) return `<${NARROW}0.1${NARROW}%`;
  if (share >= 0.9995 && share < 1) return `>${NARROW}99.9${NARROW}%`;
  return `${tenths.format(share * 100)}${NARROW}%`;
}

/** 2.314 → `+2.31`, -0.4 → `−0.40`, 0 → `0.00`: the sign is always there. */
export const signed = (value: number): string => signedTo(value, Math.abs(value) >= 100 ? 0 : 2);

/** The same with so many places. Not an option of `signed`: a list mapped with that would hand it each number's place in the list. */
export function signedTo(value: number, places: number): string {
  const size = Math.abs(value).toFixed(places);
  if (Number(size) === 0) return size;
  return `${value < 0 ? '−' : '+'}${size}`;
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** −6 → `10⁻⁶` */
export function powerOfTen(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => RAISED[Number(digit)]);
  return `10${exponent < 0 ? '⁻' : ''}${digits.join('')}`;
}

/** 0.0000012 → `1.2 × 10⁻⁶`, 0.000001 → `10⁻⁶`: for numbers whose zeros nobody would count. */
export function scientific(value: number, figures: number): string {
  const [digits, exponent] = Math.abs(value)
    .toExponential(figures - 1)
    .split('e')
    .map(Number);
  const factor = digits === 1 ? '' : `${digits}${NARROW}×${NARROW}`;
  return `${value < 0 ? '−' : ''}${factor}${powerOfTen(exponent)}`;
}

const POWER = /^([+−-]?)(?:(\d+(?:\.\d+)?)\s×\s)?10(⁻?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)$/;
const NUMBER = /^[+−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[−+-]?\d+)?$/;

/** What is written above, as programs read it: `1,480` → `1480`, `−1.2 × 10⁻⁶` → `-1.2e-6`; nothing if it is no number. */
export function plainNumber(written: string): string | undefined {
  const text = written.replace(POWER, (_, sign: string, factor = '1', below: string, digits: string) => {
    const exponent = [...digits].map((digit) => RAISED.indexOf(digit)).join('');
    return `${sign}${factor}e${below}${exponent}`.replace('⁻', '-');
  });
  return NUMBER.test(text) ? text.replaceAll(/[,+]/g, '').replaceAll('−', '-') : undefined;
}
