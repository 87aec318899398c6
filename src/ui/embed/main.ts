// Entry point of embed.html, which other sites may frame: its language, then all else.

import '../languages/load-language.ts';
import './start.ts';
import '../styles/fonts.css';
import '../styles/tokens.css';
