// `npm run install:python`: installs the readers of exported models that are missing. `npm run test:long` asks, then runs it.
import { installAll } from '../install/installer.ts';
import { missingPythonTools } from './python-installers.ts';

installAll(missingPythonTools());
