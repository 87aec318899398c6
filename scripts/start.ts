// `npm start`: builds the page and serves it, with the security policy in force.
import { parseArgs } from 'node:util';
import { preview } from 'vite';
import { buildPage } from './build-page.ts';

const usage = 'npm start -- [--port 4173] [--host name or address]';

try {
  const { port, host } = options();
  console.log('Building the page …');
  await buildPage();
  const server = await preview({ preview: { port, host } }); // a taken port gives way to the next free one
  const { local = [], network = [] } = server.resolvedUrls ?? {};
  console.log(`The lab is at ${[...local, ...network].join(' and ')} (stop it with Ctrl+C).`);
} catch (error) {
  console.error(`npm start: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

function options(): { port: number; host?: string } {
  const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } });
  const port = Number(values.port ?? 4173);
  if (Number.isInteger(port) && port > 0 && port < 65536) return { port, host: values.host };
  throw new Error(`'--port ${values.port}' is not a port, a whole number below 65536: ${usage}`);
}
