// The message of a thrown value.

/** The message of an `Error`; any other value as a string. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
