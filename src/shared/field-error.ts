// Errors of settings: forms show them at their field, the command line prints their messages.

import { errorMessage } from './error-message.ts';

export interface FieldError {
  /** Name of the invalid setting; absent if the message is about the settings as a whole. */
  readonly field?: string;
  /** Other settings that the message compares `field` with. */
  readonly relatedFields?: readonly string[];
  readonly message: string;
}

/** Thrown for one invalid setting. */
export class InvalidSettingError extends Error {
  readonly field: string;
  readonly relatedFields: readonly string[];

  constructor(field: string, message: string, ...relatedFields: readonly string[]) {
    super(message);
    this.field = field;
    this.relatedFields = relatedFields;
  }
}

export function toFieldError(error: unknown): FieldError {
  if (!(error instanceof InvalidSettingError)) return { message: errorMessage(error) };
  const { field, message, relatedFields } = error;
  return { field, message, ...(relatedFields.length > 0 && { relatedFields }) };
}

export const joinMessages = (errors: readonly FieldError[]): string =>
  errors.map(({ message }) => message).join(' ');
