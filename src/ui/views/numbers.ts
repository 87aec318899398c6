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
export function signed(value: number): string {
  const size = Math.abs(value).toFixed(Math.abs(value) >= 100 ? 0 : 2);
  if (Number(size) === 0) return size;
  return `${value < 0 ? '−' : '+'}${size}`;
}
