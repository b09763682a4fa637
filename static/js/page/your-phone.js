/** The page *Vad sparas i din telefon*: text for everybody, numbers and buttons where scripts run. */

import { byId } from "../lib/dom.js";
import { recall } from "../queue/identity.js";
import { showKept } from "./kept.js";

await recall();
await showKept(byId("kept"));
byId("kept-now").hidden = false;
