// TeX of a symbol that is linked to a part of a diagram.

/** `name` identifies the linked part (see `SymbolPointerEvent.symbol`); `kind` is a class of `symbolStyles`, which sets the colour. */
export const texSymbol = (name: string, kind: string, tex: string): string =>
  `\\class{symbol ${kind} of-${name}}{${tex}}`;
