// Comfort for every page: nothing here is needed to search and to read. All listeners sit on the document, so that
// parts of the page can be exchanged under them.

import "./choices.js";
import "./copying.js";
import "./instant.js";
import "./keyboard.js";
import "./suggestions.js";
import "./years.js";
