// Builds the page, and everything the page is built from.
import { build } from 'vite';

/** Into dist/, from whatever lies in src/ now: the same page whether `npm start` or a test asks for it. */
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
