// Stands in a form before its boxes: after a reload they hold what the server says, not what stood there.
"use strict";

document.currentScript.closest("form").autocomplete = "off";
