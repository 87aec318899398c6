// Symbols of formulas that stand for something shown elsewhere.

/** A part of a formula that stands for something shown elsewhere: `name` says for what, `kind` gives its colour. */
export const texSymbol = (name: string, kind: string, tex: string): string =>
  `\\class{symbol ${kind} of-${name}}{${tex}}`;
