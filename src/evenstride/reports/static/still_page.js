// A page without a clip to play: its list of parts, and what is folded unfolds on paper.

import { markContents } from "./contents.js";
import { unfoldForPrint } from "./printing.js";

unfoldForPrint();
markContents();
