// Of which weights an answer is: parts that are compared by identity.

export type ModelKey = readonly unknown[];

export const isSameModel = (one: ModelKey, other: ModelKey): boolean =>
  one.length === other.length && one.every((part, i) => part === other[i]);
