// Builds the page and its generated inputs.
import { build } from 'vite';

/** Builds dist/ from the current sources: the same page for `npm start` and for tests. */
export async function buildPage(): Promise<void> {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production'; // the tests' own 'test' would choose Lit's development version
  try {
    await build({ logLevel: 'warn' });
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}
