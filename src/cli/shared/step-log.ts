// The log of a training: one JSON line per step, appended to a file.

import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { printMessage } from '../../node/terminal.ts';

export class StepLog {
  private readonly path: string;
  private file: number | undefined;
  /** Whether a write has failed. The log ends there, training continues. */
  failed = false;

  constructor(path: string) {
    this.path = path;
    this.file = openSync(path, 'a');
  }

  append(point: object): void {
    const line = Buffer.from(`${JSON.stringify(point)}\n`);
    let written = 0;
    this.attempt((file) => {
      try {
        while (written < line.length) written += writeSync(file, line, written);
      } catch (error) {
        // A full disk may take a part of the line, which no reader of the log can parse.
        if (written > 0) ftruncateSync(file, fstatSync(file).size - written);
        throw error;
      }
    });
  }

  close(): void {
    this.attempt((file) => {
      if (fstatSync(file).isFile()) fsyncSync(file);
    });
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private attempt(write: (file: number) => void): void {
    if (this.file === undefined) return;
    try {
      write(this.file);
    } catch (error) {
      this.failed = true;
      closeSync(this.file);
      this.file = undefined;
      const reason = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
      printMessage(`${this.path} cannot be written: ${reason}. The log ends here; training continues.`);
    }
  }
}
