// Entry point of the page: its language, then all else.

import { loadLanguage } from './languages/load-language.ts';
import './styles/fonts.css';
import './styles/loading.css';
import './styles/tokens.css';

await loadLanguage();
await import('./start.ts');
