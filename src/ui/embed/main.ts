// Entry point of embed.html, which other sites may frame: its language, then all else.

import { loadLanguage } from '../languages/load-language.ts';
import '../styles/fonts.css';
import '../styles/tokens.css';

await loadLanguage();
await import('./start.ts');
